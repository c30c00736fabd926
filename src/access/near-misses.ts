import type { PolicyDocument } from '../policy';
import { message, type Message } from '../text/message';
import { nameOf } from './reason-name';
import type { Evaluation } from './evaluate';
import { compilePolicy } from './policy';
import { isNamed, naming } from './principals';
import { appliesTo } from './statement';
import { No } from './truth';
import type { PolicyKind } from './types';

/** Says of each Allow that is meant for the caller why it does not apply: its conditions, its actions, or a mistake in it. */
export function nearMisses(evaluation: Evaluation, kind: 'key-policy' | 'identity-policy'): readonly Message[] {
  const { known, iamOnly } = evaluation;
  if (kind === 'key-policy' && iamOnly) { return []; }
  const documents = kind === 'key-policy' ? (known.keyPolicy ? [known.keyPolicy] : []) : (known.identityPolicies ?? []).map(p => p.document);
  return documents.flatMap(document => missesIn(evaluation, document, kind)).slice(0, most);
}

const most = 3;

function missesIn(evaluation: Evaluation, document: PolicyDocument, kind: PolicyKind): readonly Message[] {
  const { caller, policyRequest: { action, context }, request } = evaluation;
  return compilePolicy(document, kind).statements.flatMap((compiled): readonly Message[] => {
    if (compiled.effect !== 'Allow' && compiled.effect !== 'none') { return []; }
    if (kind === 'key-policy' && (!compiled.principal || isNamed(naming(compiled.principal, caller)) === No)) { return []; }
    const name = nameOf({ kind: 'statement', policy: kind, document, statement: compiled.statement });
    const isAbout = appliesTo(compiled, action, request.keyArn);
    if (compiled.problem !== undefined) {
      return isAbout ? [message('Statement {name} grants nothing: {problem}.', { name, problem: compiled.problem })] : [];
    }
    if (!isAbout) { return kind === 'key-policy' ? [message('Statement {name} names the caller or its account, but is not about {action}.', { name, action: request.action })] : []; }
    const unmet = compiled.condition.tests.filter(t => t.test(context) === No).map(t => t.key.name);
    return unmet.length === 0 ? [] : [message('Statement {name} would allow it, but its condition on {keys} is not met.', { name, keys: unmet.join(', ') })];
  });
}
