import { decide } from '../access';
import type { AccessRequest, DenySource, Known } from '../access';

/** Why a request is refused: which policy is to blame, and whether one of its statements says Deny. */
export interface Refusal {
  readonly source: DenySource;
  readonly explicit: boolean;
}

/** Decides a request of which everything is known. @returns undefined when it is allowed. */
export function judge(request: AccessRequest, known: Known): Refusal | undefined {
  return request.action.startsWith('kms:') ? judgeKms(request, known) : judgeOther(request, known);
}

function judgeKms(request: AccessRequest, known: Known): Refusal | undefined {
  const { outcome, denySource, explicit } = decide(request, known);
  if (outcome === 'allowed') {
    return undefined;
  }
  // What depends on something AWS does not document is refused like a missing Allow.
  return { source: denySource ?? 'key-policy', explicit };
}

/**
 * IAM and STS. Their operations are none that `decide` judges as a whole, but the two locks stand alike: the trust policy (or
 * the account) in place of the key policy, then IAM. Boundary and session policy are ceilings that must allow it too.
 */
function judgeOther(
  request: AccessRequest,
  { keyPolicy, grants, identityPolicies, boundary, sessionPolicy }: Known,
): Refusal | undefined {
  const ceilings = [boundary, sessionPolicy].flatMap(document => (document === undefined ? [] : [[{ document }]]));
  for (const policies of [identityPolicies, ...ceilings]) {
    const { explicit, keyPolicyLock, iamLock } = decide(request, { keyPolicy, grants, identityPolicies: policies });
    const open =
      (keyPolicyLock === 'open' || keyPolicyLock === 'delegated-to-iam') &&
      (iamLock === 'open' || iamLock === 'not-needed');
    if (explicit || !open) {
      return { source: 'identity-policy', explicit };
    }
  }
  return undefined;
}
