import { evaluate, type Evaluation, type Reason, whatApplies } from '../access';
import { withoutContext } from './request';

/**
 * The statement of the key policy that would let the caller in if its conditions were met; one for the caller itself
 * before one for its account. Undefined when there is none.
 */
export function conditionalAllow({ request, known }: Evaluation): Reason | undefined {
  // This is another request, and so a second evaluation: in the first, a statement whose conditions are not met does not apply,
  // like one about others. With nothing known of the context, it applies perhaps. Only the key policy is asked.
  const keyPolicyAlone = { ...known, identityPolicies: undefined, grants: undefined };
  const { keyPolicy } = whatApplies(evaluate(withoutContext(request, known), keyPolicyAlone));
  const hanging = keyPolicy.filter(
    a =>
      a.effect !== 'denies' &&
      !a.certain &&
      a.reason.kind === 'statement' &&
      a.reason.statement.condition !== undefined,
  );
  return (hanging.find(a => a.effect === 'allows') ?? hanging[0])?.reason;
}
