import type { Applying, Decision, PolicyKind, Reason, WhatApplies } from '../access';
import type { Denial, DeniedBy } from '../denial';
import type { PolicyDocument } from '../policy';
import type { KeyState } from '../reference';
import type { LiveKey } from '../ports';
import type { Who } from './who';

/** Why the request fails, as one of the stories that need telling apart. */
export type Cause =
  | { readonly kind: 'key-policy-shut' }
  | { readonly kind: 'iam-shut' }
  /** It takes an IAM policy too (root statement, or another account's key), but the caller is a service-linked role, whose IAM policy nobody can edit. */
  | { readonly kind: 'service-linked-role' }
  /** A statement of the key policy, or a grant, lets the caller in, under conditions that the request did not meet. */
  | { readonly kind: 'condition-unmet'; readonly reason: Reason }
  /** Cross-account with the key's half missing; the other half is missing too, or cannot be seen. */
  | { readonly kind: 'both-shut' }
  | { readonly kind: 'explicit-deny'; readonly policy: PolicyKind; readonly reason: Reason | undefined }
  /** A boundary, session policy, SCP, RCP or endpoint policy allows too little. */
  | { readonly kind: 'limited'; readonly policy: PolicyKind }
  | { readonly kind: 'not-cross-account' }
  | { readonly kind: 'key-state'; readonly state: KeyState | undefined }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'aws-managed-key' }
  /** The key policy could not be read; `lock` = what AWS's own words say about it. */
  | { readonly kind: 'key-policy-unread'; readonly lock: 'shut' | 'not-to-blame' | 'unknown' }
  /** What was read lets the request through: changed since, still spreading, or something unread denies. */
  | { readonly kind: 'allowed-now' }
  | { readonly kind: 'undecided' }
  | { readonly kind: 'incomplete'; readonly missing: Missing }
  /** Not an authorization failure at all. */
  | { readonly kind: 'other-failure' };

/** What an error does not say and a decision needs. */
export type Missing = readonly ('action' | 'key' | 'principal')[];

/** Whether the cause is cured by editing the key policy, so that a diff belongs on the screen. */
export function opensDiff({ kind }: Cause): boolean {
  return kind === 'key-policy-shut' || kind === 'both-shut' || kind === 'service-linked-role';
}

/** What the cause is read from, besides the denial itself. */
interface Facts {
  readonly who: Who | undefined;
  readonly crossAccount: boolean;
  readonly decision: Decision | undefined;
  readonly applying: WhatApplies | undefined;
  readonly keyPolicy: PolicyDocument | undefined;
  /** The statement of the key policy that would let the caller in under other circumstances. */
  readonly conditional: Reason | undefined;
}

/** Finds the cause. What could not be seen here AWS saw: where the decision is unknown, its words decide. */
export function causeOf(denial: Denial, facts: Facts, live: LiveKey | undefined, missing: Missing): Cause {
  switch (denial.kind) {
    case 'disabled':
    case 'invalid-state':
      return { kind: 'key-state', state: live?.state };
    case 'not-found':
      return { kind: 'not-found' };
    case 'access-denied':
      return accessDenied(denial, facts, live, missing);
    default:
      return { kind: 'other-failure' };
  }
}

function accessDenied(denial: Denial, facts: Facts, live: LiveKey | undefined, missing: Missing): Cause {
  const { decision } = facts;
  const forbidden = explicitDeny(facts) ?? denyOrLimitInMessage(denial.deniedBy, facts);
  if (forbidden !== undefined) {
    return forbidden;
  }
  if (missing.length > 0 || decision === undefined) {
    return { kind: 'incomplete', missing };
  }
  const decided = { ...facts, decision };
  return (
    beyondKeyPolicy(decided, live) ??
    unreadKeyPolicy(denial.deniedBy, decided) ??
    limitedBy(decision) ??
    shutKeyPolicy(denial, decided, live) ??
    leftToIam(denial.deniedBy, decided)
  );
}

function explicitDeny({ decision }: Facts): Cause | undefined {
  return decision?.outcome === 'denied' && decision.explicit
    ? { kind: 'explicit-deny', policy: decision.denySource as PolicyKind, reason: decision.decidedBy[0] }
    : undefined;
}

/** A policy that, in AWS's words, denies explicitly or allows too little. */
function denyOrLimitInMessage(deniedBy: DeniedBy | null, { applying, keyPolicy }: Facts): Cause | undefined {
  const told = deniedBy === null ? undefined : reasonsInMessage[deniedBy];
  if (told?.explicit === true) {
    // Whether its conditions were met could not be seen; AWS saw that they were.
    const reason = mayDeny(applying, told.policy);
    if (reason !== undefined || told.policy !== 'key-policy' || keyPolicy === undefined) {
      return { kind: 'explicit-deny', policy: told.policy, reason };
    }
  }
  return told?.limit === true ? { kind: 'limited', policy: told.policy } : undefined;
}

/** Facts with which a decision could be made. */
interface Decided extends Facts {
  readonly decision: Decision;
}

/** What stands in the way whatever the key policy says. */
function beyondKeyPolicy({ decision, who, crossAccount }: Decided, live: LiveKey | undefined): Cause | undefined {
  if (live?.manager === 'AWS') {
    return { kind: 'aws-managed-key' };
  }
  if (decision.denySource === 'not-cross-account') {
    return { kind: 'not-cross-account' };
  }
  return crossAccount && who?.serviceLinked === true && decision.outcome !== 'allowed'
    ? { kind: 'service-linked-role' }
    : undefined;
}

function unreadKeyPolicy(deniedBy: DeniedBy | null, { keyPolicy, crossAccount }: Decided): Cause | undefined {
  if (keyPolicy !== undefined) {
    return undefined;
  }
  if (deniedBy === 'no-resource-policy') {
    return { kind: 'key-policy-unread', lock: 'shut' };
  }
  const notToBlame = deniedBy === 'no-identity-policy' && !crossAccount;
  return { kind: 'key-policy-unread', lock: notToBlame ? 'not-to-blame' : 'unknown' };
}

function limitedBy({ denySource }: Decision): Cause | undefined {
  return denySource !== null && limits.has(denySource)
    ? { kind: 'limited', policy: denySource as PolicyKind }
    : undefined;
}

function shutKeyPolicy(
  denial: Denial,
  { decision, applying, crossAccount, conditional }: Decided,
  live: LiveKey | undefined,
): Cause | undefined {
  // Callers of another account are told three reasons at once, of which the key policy is left when the key is there.
  const saysKeyPolicy =
    denial.deniedBy === 'no-resource-policy' ||
    (crossAccount && live !== undefined && /no resource-based policies allow access/i.test(denial.message));
  const shut = decision.keyPolicyLock === 'shut' || (decision.keyPolicyLock === 'unknown' && saysKeyPolicy);
  if (!shut) {
    return undefined;
  }
  const unmet = conditional ?? applying?.grants.find(g => g.effect === 'unmet' || isConstrained(g.reason))?.reason;
  if (unmet) {
    return { kind: 'condition-unmet', reason: unmet };
  }
  return { kind: crossAccount && decision.iamLock !== 'open' ? 'both-shut' : 'key-policy-shut' };
}

/** The key policy leaves it to IAM: IAM says no, AWS says that it does, or nothing else is left. */
function leftToIam(deniedBy: DeniedBy | null, { decision, who }: Decided): Cause {
  const nothingElse = decision.keyPolicyLock !== 'unknown' && decision.iamLock === 'unknown';
  if (
    decision.iamLock === 'shut' ||
    (decision.outcome !== 'allowed' && (deniedBy === 'no-identity-policy' || nothingElse))
  ) {
    return { kind: who?.serviceLinked === true ? 'service-linked-role' : 'iam-shut' };
  }
  return { kind: decision.outcome === 'allowed' ? 'allowed-now' : 'undecided' };
}

function mayDeny(applying: WhatApplies | undefined, policy: PolicyKind): Reason | undefined {
  return applyingIn(policy, applying)?.find(a => a.effect === 'denies')?.reason;
}

function applyingIn(policy: PolicyKind, applying: WhatApplies | undefined): readonly Applying[] | undefined {
  switch (policy) {
    case 'key-policy':
      return applying?.keyPolicy;
    case 'identity-policy':
      return applying?.iam;
    case 'boundary':
      return applying?.boundary;
    default:
      return undefined;
  }
}

function isConstrained(reason: Reason): boolean {
  return reason.kind === 'grant' && Object.keys(reason.grant.Constraints ?? {}).length > 0;
}

const limits: ReadonlySet<string> = new Set(['boundary', 'session-policy', 'scp', 'rcp', 'vpc-endpoint-policy']);

/** Which policy AWS's words blame (IAM User Guide, "Troubleshoot access denied error messages"). */
const reasonsInMessage: Readonly<Partial<Record<DeniedBy, { policy: PolicyKind; explicit?: true; limit?: true }>>> = {
  'no-identity-policy': { policy: 'identity-policy' },
  'no-resource-policy': { policy: 'key-policy' },
  'no-scp': { policy: 'scp', limit: true },
  'no-rcp': { policy: 'rcp', limit: true },
  'no-boundary': { policy: 'boundary', limit: true },
  'no-session': { policy: 'session-policy', limit: true },
  'explicit-deny-identity': { policy: 'identity-policy', explicit: true },
  'explicit-deny-resource': { policy: 'key-policy', explicit: true },
  'explicit-deny-scp': { policy: 'scp', explicit: true },
  'explicit-deny-rcp': { policy: 'rcp', explicit: true },
  'explicit-deny-boundary': { policy: 'boundary', explicit: true },
  'explicit-deny-session': { policy: 'session-policy', explicit: true },
  'vpc-endpoint': { policy: 'vpc-endpoint-policy', limit: true },
};

/** The policy that AWS's words blame; undefined when they blame none. */
export function blamedPolicy(deniedBy: DeniedBy | null): PolicyKind | undefined {
  return deniedBy === null ? undefined : reasonsInMessage[deniedBy]?.policy;
}

const unreadable: ReadonlySet<PolicyKind> = new Set(['scp', 'rcp', 'session-policy', 'vpc-endpoint-policy']);

/** Whether AWS's words and what was read tell different stories. */
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
