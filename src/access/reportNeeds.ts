import type { PolicyString, Statement, StringSet } from '../policy';
import { message } from '../text/message';
import type { Caller } from './caller';
import type { CompiledCondition } from './condition';
import type { RequestContext } from './context';
import { access, byGrant, byIam, retirable } from './locks';
import { type Evaluation } from './evaluate';
import { reportGrantNeeds } from './grants';
import type { Need, NeedSink, StatementPlace } from './needs';
import type { StatementHit } from './policy';
import type { Naming } from './principals';
import { Maybe, No, or, type Truth, Yes } from './truth';
import { type PolicyKind, policyKinds } from './policyKinds';

/**
 * Lists the facts without which an unknown decision cannot be made, each once, the most telling first. Only what could still change the
 * outcome is asked for: where one way in is open for certain, the others are not looked at.
 */
export function reportNeeds(evaluation: Evaluation): readonly Need[] {
  const needs = new Map<string, Need>();
  const sink: NeedSink = need => {
    needs.set(keyOf(need), need);
  };
  reportRequest(evaluation, sink);
  reportDenies(evaluation, sink);
  reportScpAndEndpoint(evaluation, sink);
  reportGrants(evaluation, sink);
  reportKeyPolicy(evaluation, sink);
  reportCallersPolicies(evaluation, sink);
  return [...needs.values()];
}

/** An operation or a caller that AWS does not know. */
function reportRequest({ operation, caller }: Evaluation, sink: NeedSink): void {
  if (operation === undefined) {
    sink({ kind: 'documentation', topic: 'operation' });
  }
  if (caller.kind === 'other') {
    sink({ kind: 'caller', fact: 'kind' });
  }
}

/** What decides whether a Deny hits. */
function reportDenies(evaluation: Evaluation, sink: NeedSink): void {
  for (const kind of policyKinds) {
    const verdict = evaluation.verdicts[kind];
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
}

/** What decides whether SCPs and the VPC endpoint's policy let the request through. */
function reportScpAndEndpoint(evaluation: Evaluation, sink: NeedSink): void {
  const { facts } = evaluation;
  if (facts.scp === Maybe) {
    reportAllows(evaluation, 'scp', sink);
  }
  if (facts.endpoint === Maybe) {
    reportAllows(evaluation, 'vpc-endpoint-policy', sink);
  }
}

function reportGrants(evaluation: Evaluation, sink: NeedSink): void {
  const { grants, facts } = evaluation;
  const wouldDecide = grants.allow === Maybe && access(evaluation) === Maybe;
  if (byGrant(evaluation) === Maybe || wouldDecide) {
    reportGrantNeeds(evaluation, sink);
    if (facts.grant === Yes) {
      sink({ kind: 'documentation', topic: 'grant-and-limits' });
    }
  }
  if (retirable(evaluation) === Maybe) {
    sink({ kind: 'documentation', topic: 'grant-to-retire' });
  }
}

/** What decides whether the key policy names the caller, or leaves it to IAM in the caller's account. */
function reportKeyPolicy(evaluation: Evaluation, sink: NeedSink): void {
  const { facts, iamOnly } = evaluation;
  if (iamOnly) {
    return;
  }
  const named = or(facts.direct, facts.role);
  const openThroughIam = facts.account === Yes && byIam(evaluation) === Yes;
  if (named === Maybe && !openThroughIam) {
    reportAllows(evaluation, 'key-policy', sink, h => or(h.naming.direct, h.naming.role));
  }
  const mayOpenThroughIam = facts.account === Maybe && byIam(evaluation) !== No;
  if (mayOpenThroughIam && named !== Yes) {
    reportAllows(evaluation, 'key-policy', sink, h => h.naming.account);
  }
}

/** The IAM policies of the caller, its boundary and its session policy, as far as they are asked. */
function reportCallersPolicies(evaluation: Evaluation, sink: NeedSink): void {
  const { facts, known, verdicts, iamOnly, crossAccount } = evaluation;
  // Across accounts IAM is asked even where the key policy names the caller.
  const mayBeNamed = or(facts.direct, facts.role) !== No;
  const asksIam = iamOnly || facts.account !== No || (crossAccount && mayBeNamed);
  if (asksIam && facts.iam === Maybe) {
    reportAllows(evaluation, 'identity-policy', sink);
    if (known.unread?.includes('identity-policy') === true) {
      sink({ kind: 'policy', policy: 'identity-policy' });
    }
  }
  // Boundary and session policy limit what a role is given by name, too.
  const asksLimits = asksIam || facts.role !== No;
  if (asksLimits && facts.boundary === Maybe) {
    reportAllows(evaluation, 'boundary', sink);
  }
  if (asksLimits && facts.session === Maybe) {
    reportAllows(evaluation, 'session-policy', sink);
    if (verdicts['session-policy'] === undefined) {
      sink({ kind: 'policy', policy: 'session-policy' });
    }
  }
}

/** Two needs with the same key are one. */
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

/** Reports the statements that may allow; `allows` tells what counts of them. */
function reportAllows(
  evaluation: Evaluation,
  kind: PolicyKind,
  sink: NeedSink,
  allows: (hit: StatementHit) => Truth = hit => hit.truth,
): void {
  const verdict = evaluation.verdicts[kind];
  if (verdict?.more === true) {
    sink({ kind: 'policy', policy: kind });
  }
  for (const hit of verdict?.allowing ?? []) {
    if (allows(hit) === Maybe) {
      reportHit(evaluation, hit, sink);
    }
  }
}

/** Says why a statement only may apply: its own problem, unknown condition keys, holes of a template, or what the caller's ARN hides. */
function reportHit(evaluation: Evaluation, hit: StatementHit, sink: NeedSink): void {
  const { compiled, reason } = hit;
  const place: StatementPlace = { policy: reason.policy, document: reason.document, statement: reason.statement };
  if (compiled.problem !== undefined) {
    sink({ kind: 'statement', place, problem: compiled.problem });
    return;
  }
  const written = [
    ...holesOfElements(compiled.statement, place),
    ...needsOfCondition(compiled.condition, evaluation.policyRequest.context, place),
    ...holesOfPrincipal(hit, place),
  ];
  const needs = written.length > 0 ? written : hiddenByArn(hit, evaluation.caller);
  if (needs.length === 0) {
    sink({ kind: 'statement', place, problem: undocumented });
  }
  needs.forEach(sink);
}

const undocumented = message('what AWS makes of it is not documented');

function holesOfElements(statement: Statement, place: StatementPlace): readonly Need[] {
  const { action, notAction, resource, notResource, effect } = statement;
  return [
    ...[action, notAction, resource, notResource].flatMap(element => holesOf(element?.value.strings, place)),
    ...holesOf(effect?.value && [effect.value], place),
  ];
}

function needsOfCondition(
  condition: CompiledCondition,
  context: RequestContext,
  place: StatementPlace,
): readonly Need[] {
  return condition.tests
    .filter(({ test }) => test(context) === Maybe)
    .flatMap(({ key }) => [
      ...[key.name, ...variablesOf(key.value)]
        .filter(name => context.lookup(name) === 'unknown')
        .map((name): Need => ({ kind: 'condition-key', key: name })),
      ...holesOf(key.value.strings, place),
    ]);
}

function holesOfPrincipal({ compiled, naming }: StatementHit, place: StatementPlace): readonly Need[] {
  const entries = isUncertain(naming) ? (compiled.statement.principal?.value.entries ?? []) : [];
  return entries.flatMap(entry => holesOf(entry.value.strings, place));
}

/** What the Principal element asks for and the caller's ARN does not show. */
function hiddenByArn({ compiled: { principal }, naming }: StatementHit, caller: Caller): readonly Need[] {
  if (principal === undefined || !isUncertain(naming)) {
    return [];
  }
  switch (caller.kind) {
    case 'role':
      return principal.sessionRoles.size === 0 ? [] : [{ kind: 'caller', fact: 'session-name' }];
    case 'session':
      return caller.pathKnown ? [] : [{ kind: 'caller', fact: 'role-path' }];
    case 'federated-user':
      return [{ kind: 'caller', fact: 'federating-user' }];
    default:
      return [];
  }
}

function isUncertain({ direct, role, account }: Naming): boolean {
  return [direct, role, account].includes(Maybe);
}

function holesOf(strings: readonly PolicyString[] | undefined, place: StatementPlace): readonly Need[] {
  return (strings ?? []).flatMap(string =>
    string.parts.flatMap((part): readonly Need[] =>
      typeof part === 'string' ? [] : [{ kind: 'template', hole: part.hole, place }],
    ),
  );
}

function variablesOf(set: StringSet): readonly string[] {
  return set.strings.flatMap(s =>
    [...s.value.matchAll(/\$\{\s*([A-Za-z][\w-]*:[^{},]+?)\s*(?:,[^{}]*)?\}/g)].map(m => m[1] ?? ''),
  );
}
