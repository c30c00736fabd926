import type { Applying, Decision, PolicyKind, Reason, WhatApplies } from '../access';
import type { Denial } from '../denial';
import type { PolicyDocument } from '../policy';
import type { KeyState } from '../reference';
import type { LiveKey } from '../ports';
import { blameOf } from './awsWords';
import { conditionalAllow } from './conditionalAllow';
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
export function isCuredByKeyPolicy({ kind }: Cause): boolean {
  return kind === 'key-policy-shut' || kind === 'both-shut' || kind === 'service-linked-role';
}

/** What the cause is read from. */
interface Facts {
  readonly denial: Denial;
  /** What a decision needs and the error does not say; empty exactly where there is a decision. */
  readonly missing: Missing;
  readonly live: LiveKey | undefined;
  readonly who: Who | undefined;
  readonly crossAccount: boolean;
  readonly decision: Decision | undefined;
  readonly applying: WhatApplies | undefined;
  readonly keyPolicy: PolicyDocument | undefined;
}

type CauseOf<Kind extends Cause['kind']> = Extract<Cause, { readonly kind: Kind }>;

/** A row of the table: a cause, and the function that finds it where the facts lead to it. */
type Row = {
  readonly [Kind in Cause['kind']]: {
    readonly kind: Kind;
    readonly find: (facts: Facts) => CauseOf<Kind> | undefined;
  };
}[Cause['kind']];

/**
 * The causes in the order in which they are asked; each may take for granted that none above it was found. What could not be
 * seen from here AWS saw: where the decision is unknown, its words decide.
 */
const rows: readonly Row[] = [
  { kind: 'key-state', find: stateForbids },
  { kind: 'not-found', find: notFound },
  { kind: 'other-failure', find: otherFailure },
  // Whatever else is missing: a deny cannot be overcome, and an upper limit not from below.
  { kind: 'explicit-deny', find: denyInWhatWasRead },
  { kind: 'explicit-deny', find: denyInAwsWords },
  { kind: 'limited', find: limitInAwsWords },
  // From here on there is a decision.
  { kind: 'incomplete', find: incomplete },
  // No key policy would change these.
  { kind: 'aws-managed-key', find: awsManagedKey },
  { kind: 'not-cross-account', find: neverAcrossAccounts },
  { kind: 'service-linked-role', find: serviceLinkedRoleOfAnotherAccount },
  // From here on there is a key policy.
  { kind: 'key-policy-unread', find: unreadKeyPolicy },
  { kind: 'limited', find: limitInWhatWasRead },
  { kind: 'condition-unmet', find: unmetCondition },
  { kind: 'both-shut', find: bothShut },
  { kind: 'key-policy-shut', find: shutKeyPolicy },
  { kind: 'service-linked-role', find: serviceLinkedRoleLeftToIam },
  { kind: 'iam-shut', find: shutIam },
  { kind: 'allowed-now', find: allowedNow },
];

/** Finds the cause: the first row of the table that the facts lead to; undecided where neither what was read nor AWS's words settle it. */
export function causeOf(facts: Facts): Cause {
  for (const { find } of rows) {
    const cause = find(facts);
    if (cause !== undefined) {
      return cause;
    }
  }
  return { kind: 'undecided' };
}

/** KMS says that the key's state forbids the operation. */
function stateForbids({ denial: { kind }, live }: Facts): CauseOf<'key-state'> | undefined {
  return kind === 'disabled' || kind === 'invalid-state' ? { kind: 'key-state', state: live?.state } : undefined;
}

/** KMS says that there is no such key. */
function notFound({ denial }: Facts): CauseOf<'not-found'> | undefined {
  return denial.kind === 'not-found' ? { kind: 'not-found' } : undefined;
}

/** KMS says anything else than that access is denied. */
function otherFailure({ denial }: Facts): CauseOf<'other-failure'> | undefined {
  return denial.kind === 'access-denied' ? undefined : { kind: 'other-failure' };
}

/** A policy that was read certainly denies. */
function denyInWhatWasRead({ decision }: Facts): CauseOf<'explicit-deny'> | undefined {
  return decision?.outcome === 'denied' && decision.explicit
    ? { kind: 'explicit-deny', policy: decision.denySource as PolicyKind, reason: decision.decidedBy[0] }
    : undefined;
}

/**
 * AWS says that a policy denies. Whether the conditions of a Deny that was read were met could not be seen; AWS saw that they
 * were. A key policy that was read and holds no such Deny is not believed to deny: it has changed.
 */
function denyInAwsWords({ denial, applying, keyPolicy }: Facts): CauseOf<'explicit-deny'> | undefined {
  const blame = blameOf(denial.deniedBy);
  if (blame?.for !== 'deny') {
    return undefined;
  }
  const reason = applyingIn(blame.policy, applying)?.find(a => a.effect === 'denies')?.reason;
  const gone = reason === undefined && blame.policy === 'key-policy' && keyPolicy !== undefined;
  return gone ? undefined : { kind: 'explicit-deny', policy: blame.policy, reason };
}

/** AWS says that a policy which limits what others give allows too little. */
function limitInAwsWords({ denial }: Facts): CauseOf<'limited'> | undefined {
  const blame = blameOf(denial.deniedBy);
  return blame?.for === 'limit' ? { kind: 'limited', policy: blame.policy } : undefined;
}

/** The error does not say enough for a decision. */
function incomplete({ decision, missing }: Facts): CauseOf<'incomplete'> | undefined {
  return decision === undefined ? { kind: 'incomplete', missing } : undefined;
}

/** AWS wrote the key's policy, and nobody can edit it. */
function awsManagedKey({ live }: Facts): CauseOf<'aws-managed-key'> | undefined {
  return live?.manager === 'AWS' ? { kind: 'aws-managed-key' } : undefined;
}

/** The operation works within the key's account only, and the caller belongs to another. */
function neverAcrossAccounts({ decision }: Facts): CauseOf<'not-cross-account'> | undefined {
  return decision?.denySource === 'not-cross-account' ? { kind: 'not-cross-account' } : undefined;
}

/** Another account's key takes an IAM policy, and nobody can edit a service-linked role's. */
function serviceLinkedRoleOfAnotherAccount({
  crossAccount,
  who,
  decision,
}: Facts): CauseOf<'service-linked-role'> | undefined {
  return crossAccount && who?.serviceLinked === true && decision?.outcome !== 'allowed'
    ? { kind: 'service-linked-role' }
    : undefined;
}

/** The key policy could not be read: AWS's words alone tell how its lock stands. */
function unreadKeyPolicy({ keyPolicy, denial, crossAccount }: Facts): CauseOf<'key-policy-unread'> | undefined {
  if (keyPolicy !== undefined) {
    return undefined;
  }
  if (denial.deniedBy === 'no-resource-policy') {
    return { kind: 'key-policy-unread', lock: 'shut' };
  }
  const notToBlame = denial.deniedBy === 'no-identity-policy' && !crossAccount;
  return { kind: 'key-policy-unread', lock: notToBlame ? 'not-to-blame' : 'unknown' };
}

const limits: ReadonlySet<string> = new Set(['boundary', 'session-policy', 'scp', 'rcp', 'vpc-endpoint-policy']);

/** A policy that limits what others give was read, and allows too little. */
function limitInWhatWasRead({ decision }: Facts): CauseOf<'limited'> | undefined {
  const source = decision?.denySource ?? null;
  return source !== null && limits.has(source) ? { kind: 'limited', policy: source as PolicyKind } : undefined;
}

/** The key policy's lock is shut, but a statement or a grant would open it under other circumstances. */
function unmetCondition(facts: Facts): CauseOf<'condition-unmet'> | undefined {
  const { decision, applying } = facts;
  if (decision === undefined || !isKeyPolicyShut(facts)) {
    return undefined;
  }
  const reason =
    conditionalAllow(decision.evaluation) ??
    applying?.grants.find(g => g.effect === 'unmet' || isConstrained(g.reason))?.reason;
  return reason && { kind: 'condition-unmet', reason };
}

/** The key policy's lock is shut for another account's caller, and that its IAM policies allow is not known. */
function bothShut(facts: Facts): CauseOf<'both-shut'> | undefined {
  return isKeyPolicyShut(facts) && facts.crossAccount && facts.decision?.iamLock !== 'open'
    ? { kind: 'both-shut' }
    : undefined;
}

/** The key policy's lock is shut, and nothing else stands in the way. */
function shutKeyPolicy(facts: Facts): CauseOf<'key-policy-shut'> | undefined {
  return isKeyPolicyShut(facts) ? { kind: 'key-policy-shut' } : undefined;
}

/** The key policy leaves it to IAM, and nobody can edit a service-linked role's IAM policy. */
function serviceLinkedRoleLeftToIam(facts: Facts): CauseOf<'service-linked-role'> | undefined {
  return isIamToBlame(facts) && facts.who?.serviceLinked === true ? { kind: 'service-linked-role' } : undefined;
}

/** The key policy leaves it to IAM, which does not allow it. */
function shutIam(facts: Facts): CauseOf<'iam-shut'> | undefined {
  return isIamToBlame(facts) ? { kind: 'iam-shut' } : undefined;
}

/** What was read allows it. */
function allowedNow({ decision }: Facts): CauseOf<'allowed-now'> | undefined {
  return decision?.outcome === 'allowed' ? { kind: 'allowed-now' } : undefined;
}

/** Whether the key policy's lock is shut, as it was read or, where that leaves it open, as AWS says. */
function isKeyPolicyShut({ denial, decision, crossAccount, live }: Facts): boolean {
  // Callers of another account are told three reasons at once, of which the key policy is left when the key is there.
  const saysKeyPolicy =
    denial.deniedBy === 'no-resource-policy' ||
    (crossAccount && live !== undefined && /no resource-based policies allow access/i.test(denial.message));
  return decision?.keyPolicyLock === 'shut' || (decision?.keyPolicyLock === 'unknown' && saysKeyPolicy);
}

/** Whether the IAM policies are to blame: they were read and do not allow it, AWS says so, or nothing else is left. */
function isIamToBlame({ denial, decision }: Facts): boolean {
  if (decision === undefined) {
    return false;
  }
  const nothingElse = decision.keyPolicyLock !== 'unknown' && decision.iamLock === 'unknown';
  return (
    decision.iamLock === 'shut' ||
    (decision.outcome !== 'allowed' && (denial.deniedBy === 'no-identity-policy' || nothingElse))
  );
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
