import type { PolicyString, StringSet } from '../policy';
import { message } from '../text/message';
import { access, byGrant, byIam, retirable } from './locks';
import { type Evaluation, policyKinds } from './evaluate';
import { reportGrantNeeds } from './grants';
import type { Need, NeedSink, StatementPlace } from './needs';
import type { Hit, Verdict } from './policy';
import { Maybe, No, or, type Truth, Yes } from './truth';
import type { PolicyKind } from './types';

/** Lists the facts without which an unknown decision cannot be made, each once, the most telling first. */
export function reportNeeds(evaluation: Evaluation): readonly Need[] {
  const { verdicts, facts, grants, known, request, policyRequest, operation, caller, crossAccount, iamOnly } =
    evaluation;
  const needs = new Map<string, Need>();
  const sink: NeedSink = need => {
    needs.set(keyOf(need), need);
  };
  const allow = (kind: PolicyKind, wanted: (hit: Hit) => Truth = h => h.truth): void => {
    const verdict = verdicts[kind];
    if (verdict) {
      reportAllow(evaluation, verdict, wanted, sink);
    }
  };

  if (operation === undefined) {
    sink({ kind: 'documentation', topic: 'operation' });
  }
  if (caller.kind === 'other') {
    sink({ kind: 'caller', fact: 'kind' });
  }
  for (const kind of policyKinds) {
    const verdict = verdicts[kind];
    if (verdict?.deny !== Maybe) {
      continue;
    }
    if (verdict.more) {
      sink({ kind: 'policy', policy: kind });
    }
    for (const hit of verdict.denying) {
      reportHit(evaluation, hit, sink);
    }
  }
  if (facts.scp === Maybe) {
    allow('scp');
  }
  if (facts.endpoint === Maybe) {
    allow('vpc-endpoint-policy');
  }

  if (byGrant(evaluation) === Maybe || (grants.allow === Maybe && access(evaluation) === Maybe)) {
    reportGrantNeeds(known.grants, grants, request, policyRequest.context, sink);
    if (facts.grant === Yes) {
      sink({ kind: 'documentation', topic: 'grant-and-limits' });
    }
  }
  if (retirable(evaluation) === Maybe) {
    sink({ kind: 'documentation', topic: 'grant-to-retire' });
  }
  const open = or(facts.direct, facts.role);
  if (!iamOnly) {
    if (open === Maybe && (facts.account !== Yes || byIam(evaluation) !== Yes)) {
      allow('key-policy', h => or(h.naming.direct, h.naming.role));
    }
    if (facts.account === Maybe && open !== Yes && byIam(evaluation) !== No) {
      allow('key-policy', h => h.naming.account);
    }
  }
  const asksIam = iamOnly || facts.account !== No || (crossAccount && open !== No);
  if (asksIam && facts.iam === Maybe) {
    allow('identity-policy');
    if (known.unread?.includes('identity-policy') === true) {
      sink({ kind: 'policy', policy: 'identity-policy' });
    }
  }
  if (asksIam || facts.role !== No) {
    if (facts.boundary === Maybe) {
      allow('boundary');
    }
    if (facts.session === Maybe) {
      allow('session-policy');
      if (verdicts['session-policy'] === undefined) {
        sink({ kind: 'policy', policy: 'session-policy' });
      }
    }
  }
  return [...needs.values()];
}

function keyOf(need: Need): string {
  switch (need.kind) {
    case 'policy':
      return `policy ${need.policy}`;
    case 'grants':
      return 'grants';
    case 'condition-key':
      return `key ${need.key.toLowerCase()}`;
    case 'template':
      return `template ${need.hole}`;
    case 'caller':
      return `caller ${need.fact}`;
    case 'statement':
      return `statement ${need.place.policy} ${need.place.statement.offset}`;
    case 'documentation':
      return `documentation ${need.topic}`;
  }
}

function reportAllow(evaluation: Evaluation, verdict: Verdict, wanted: (hit: Hit) => Truth, sink: NeedSink): void {
  if (verdict.more) {
    sink({ kind: 'policy', policy: verdict.kind });
  }
  for (const hit of verdict.allowing) {
    if (wanted(hit) === Maybe) {
      reportHit(evaluation, hit, sink);
    }
  }
}

/** Says why a statement only may apply: its own problem, unknown condition keys, holes of a template, or what the caller's ARN hides. */
function reportHit({ policyRequest, caller }: Evaluation, { compiled, reason, naming }: Hit, sink: NeedSink): void {
  const place: StatementPlace = { policy: reason.policy, document: reason.document, statement: reason.statement };
  if (compiled.problem !== undefined) {
    sink({ kind: 'statement', place, problem: compiled.problem });
    return;
  }
  let told = false;
  const tell: NeedSink = need => {
    told = true;
    sink(need);
  };
  const { statement } = compiled;
  const sets: (StringSet | undefined)[] = [
    statement.action,
    statement.notAction,
    statement.resource,
    statement.notResource,
  ].map(e => e?.value);
  for (const set of sets) {
    reportHoles(set, place, tell);
  }
  if (statement.effect?.value?.known === false) {
    reportString(statement.effect.value, place, tell);
  }
  for (const { key, test } of compiled.condition.tests) {
    if (test(policyRequest.context) !== Maybe) {
      continue;
    }
    if (policyRequest.context.lookup(key.name) === 'unknown') {
      tell({ kind: 'condition-key', key: key.name });
    }
    for (const name of variablesOf(key.value)) {
      if (policyRequest.context.lookup(name) === 'unknown') {
        tell({ kind: 'condition-key', key: name });
      }
    }
    reportHoles(key.value, place, tell);
  }
  if (compiled.principal && [naming.direct, naming.role, naming.account].includes(Maybe)) {
    for (const entry of statement.principal?.value.entries ?? []) {
      reportHoles(entry.value, place, tell);
    }
    if (!told && caller.kind === 'role' && compiled.principal.sessionRoles.size > 0) {
      tell({ kind: 'caller', fact: 'session-name' });
    }
    if (!told && caller.kind === 'session' && !caller.pathKnown) {
      tell({ kind: 'caller', fact: 'role-path' });
    }
    if (!told && caller.kind === 'federated-user') {
      tell({ kind: 'caller', fact: 'federating-user' });
    }
  }
  if (!told) {
    sink({ kind: 'statement', place, problem: undocumented });
  }
}

const undocumented = message('what AWS makes of it is not documented');

function reportHoles(set: StringSet | undefined, place: StatementPlace, sink: NeedSink): void {
  for (const string of set?.strings ?? []) {
    reportString(string, place, sink);
  }
}

function reportString(string: PolicyString, place: StatementPlace, sink: NeedSink): void {
  for (const part of string.parts) {
    if (typeof part !== 'string') {
      sink({ kind: 'template', hole: part.hole, place });
    }
  }
}

function variablesOf(set: StringSet): readonly string[] {
  return set.strings.flatMap(s =>
    [...s.value.matchAll(/\$\{\s*([A-Za-z][\w-]*:[^{},]+?)\s*(?:,[^{}]*)?\}/g)].map(m => m[1] ?? ''),
  );
}
