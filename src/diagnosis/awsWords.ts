/** What AWS's own words blame, and whether what was read agrees. */
import type { Decision, PolicyKind } from '../access';
import type { DeniedBy } from '../denial';

/** A kind of policy that AWS's words blame, and for what. */
export interface Blame {
  readonly policy: PolicyKind;
  /** `deny`: it denies explicitly. `limit`: it allows too little of what others give. `no-allow`: it does not allow. */
  readonly for: 'deny' | 'limit' | 'no-allow';
}

/** IAM User Guide, "Troubleshoot access denied error messages". */
const blames: Readonly<Record<DeniedBy, Blame | undefined>> = {
  'no-identity-policy': { policy: 'identity-policy', for: 'no-allow' },
  'no-resource-policy': { policy: 'key-policy', for: 'no-allow' },
  'no-scp': { policy: 'scp', for: 'limit' },
  'no-rcp': { policy: 'rcp', for: 'limit' },
  'no-boundary': { policy: 'boundary', for: 'limit' },
  'no-session': { policy: 'session-policy', for: 'limit' },
  'explicit-deny-identity': { policy: 'identity-policy', for: 'deny' },
  'explicit-deny-resource': { policy: 'key-policy', for: 'deny' },
  'explicit-deny-scp': { policy: 'scp', for: 'deny' },
  'explicit-deny-rcp': { policy: 'rcp', for: 'deny' },
  'explicit-deny-boundary': { policy: 'boundary', for: 'deny' },
  'explicit-deny-session': { policy: 'session-policy', for: 'deny' },
  'vpc-endpoint': { policy: 'vpc-endpoint-policy', for: 'limit' },
  unknown: undefined,
};

/** The policy that AWS's words blame, and for what; undefined when they blame none. */
export function blameOf(deniedBy: DeniedBy | null): Blame | undefined {
  return deniedBy === null ? undefined : blames[deniedBy];
}

/** The policy that AWS's words blame; undefined when they blame none. */
export function blamedPolicy(deniedBy: DeniedBy | null): PolicyKind | undefined {
  return blameOf(deniedBy)?.policy;
}

const unreadable: ReadonlySet<PolicyKind> = new Set(['scp', 'rcp', 'session-policy', 'vpc-endpoint-policy']);

/**
 * Whether AWS's words and what was read tell different stories. False where nothing was decided, and where AWS blames a
 * policy that cannot be read from here.
 */
export function disagrees(deniedBy: DeniedBy | null, decision: Decision | undefined): boolean {
  const blamed = blamedPolicy(deniedBy);
  // What stands in a policy that cannot be read from here contradicts nothing that was read.
  if (decision === undefined || (blamed !== undefined && unreadable.has(blamed))) {
    return false;
  }
  if (decision.outcome === 'allowed') {
    return true;
  }
  if (deniedBy === 'no-resource-policy') {
    return decision.keyPolicyLock !== 'shut' && decision.keyPolicyLock !== 'unknown';
  }
  if (deniedBy === 'no-identity-policy') {
    return decision.iamLock === 'open';
  }
  if (deniedBy === 'explicit-deny-resource') {
    return !(decision.explicit && decision.denySource === 'key-policy') && decision.keyPolicyLock !== 'unknown';
  }
  return false;
}
