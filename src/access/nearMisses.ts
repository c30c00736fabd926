import type { PolicyDocument } from '../policy';
import type { Message } from '../text/message';
import type { Evaluation } from './evaluate';
import { compilePolicy } from './policy';
import { isNamed, naming } from './principals';
import { appliesTo, type CompiledStatement } from './statement';
import { No } from './truth';
import type { Reason } from './types';

/** An Allow that would serve a request were it not for one thing. */
export interface NearMiss {
  readonly reason: Extract<Reason, { kind: 'statement' }>;
  /**
   * `action`, `resource`: it is about others. `principal`: it names somebody else (in key policies). `condition`: at least one is
   * certainly not met. `valid`: AWS would refuse it, so it grants nothing.
   */
  readonly lacks: 'action' | 'resource' | 'principal' | 'condition' | 'valid';
  /** Names of the condition keys that are certainly not met. */
  readonly unmet: readonly string[];
  /** What AWS would refuse about it. */
  readonly problem: Message | undefined;
}

/** The kinds of policy in which near misses are looked for. */
export type NearMissKind = 'key-policy' | 'identity-policy';

/** The Allows of one kind of policy that miss an evaluated request by one thing, in the order of the policies. */
export function nearMissesOf(evaluation: Evaluation, kind: NearMissKind): readonly NearMiss[] {
  const { known, iamOnly } = evaluation;
  if (kind === 'key-policy') {
    return known.keyPolicy === undefined || iamOnly ? [] : missesIn(evaluation, known.keyPolicy, undefined, kind);
  }
  return (known.identityPolicies ?? []).flatMap(({ document, name }) => missesIn(evaluation, document, name, kind));
}

function missesIn(
  evaluation: Evaluation,
  document: PolicyDocument,
  policyName: string | undefined,
  kind: NearMissKind,
): readonly NearMiss[] {
  const {
    caller,
    policyRequest: { action, context },
    request,
  } = evaluation;
  return compilePolicy(document, kind).statements.flatMap((compiled): readonly NearMiss[] => {
    const { effect, problem, condition, statement, principal } = compiled;
    if (effect !== 'Allow' && effect !== 'none') {
      return [];
    }
    const unmet = condition.tests.filter(t => t.test(context) === No).map(t => t.key.name);
    const lacking: NearMiss['lacks'][] = [
      ...(problem === undefined ? [] : ['valid' as const]),
      ...(kind === 'key-policy' && (!principal || isNamed(naming(principal, caller)) === No)
        ? ['principal' as const]
        : []),
      ...(appliesTo(compiled, action, '*') ? [] : ['action' as const]),
      ...(isAboutKey(compiled, action, request.keyArn) ? [] : ['resource' as const]),
      ...(unmet.length > 0 ? ['condition' as const] : []),
    ];
    const [lacks, ...others] = lacking;
    if (lacks === undefined || others.length > 0 || !isAboutKms(compiled)) {
      return [];
    }
    const reason = {
      kind: 'statement',
      policy: kind,
      document,
      statement,
      ...(policyName !== undefined && { name: policyName }),
    } as const;
    return [{ reason, lacks, unmet, problem }];
  });
}

// Whether its resources hold the key, whatever its actions.
function isAboutKey(compiled: CompiledStatement, action: string, keyArn: string): boolean {
  return appliesTo({ ...compiled, actions: undefined }, action, keyArn);
}

function isAboutKms({ statement: { action, notAction, resource } }: CompiledStatement): boolean {
  const actions = action?.value.strings.map(s => s.value.toLowerCase()) ?? [];
  const resources = resource?.value.strings.map(s => s.value) ?? [];
  return (
    (notAction !== undefined || actions.some(a => /^(kms:|\*)/.test(a))) &&
    (resource === undefined || resources.some(r => !r.startsWith('arn:') || /^arn:[^:]*:(kms|\*)/.test(r)))
  );
}
