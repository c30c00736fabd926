import { type AccessRequest, type Decision, decide, type Grant, type IdentityPolicy, type Known, type PolicyKind, type Reason, whatApplies, type WhatApplies } from '../access';
import type { Denial, DeniedBy } from '../denial';
import { parseKeyArn, parsePolicy, type PolicyDocument } from '../policy';
import { type KeyState, kmsOperation } from '../reference';
import { propose, type Proposal, sidsOf } from './proposal';
import { requestOf } from './request';
import type { Answer, Caller, IdentityPolicies, LiveKey } from './sources';
import { identityStatement, keyPolicyStatement, type StatementJson } from './statements';
import { type Who, whoIs } from './who';

/** Everything that is known about one denial: the text's facts and what could be fetched. An absent part was not asked for. */
export interface Evidence {
  readonly denial: Denial;
  readonly key?: Answer<LiveKey>;
  readonly keyPolicy?: Answer<string>;
  readonly grants?: Answer<readonly Grant[]>;
  /** Whose credentials did the reading. */
  readonly caller?: Answer<Caller>;
  /** The denied principal's IAM side; `reading` until it is there. */
  readonly identity?: Answer<IdentityPolicies> | 'reading';
  /** Name of the profile that did the reading. */
  readonly profile?: string;
}

/** Why the request fails, as one of the stories that need telling apart. */
export type Cause =
  | { readonly kind: 'key-policy-shut' }
  | { readonly kind: 'iam-shut' }
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
  | { readonly kind: 'incomplete'; readonly missing: readonly ('action' | 'key' | 'principal')[] }
  /** Not an authorization failure at all. */
  | { readonly kind: 'other-failure' };

/** The facts of an explanation. Sentences are made of them elsewhere. */
export interface Diagnosis {
  readonly evidence: Evidence;
  readonly cause: Cause;
  readonly who: Who | undefined;
  /** The exact key ARN, once known. */
  readonly keyArn: string | undefined;
  readonly keyAccount: string | undefined;
  readonly crossAccount: boolean;
  readonly request: AccessRequest | undefined;
  readonly decision: Decision | undefined;
  /** What concerns the request, lock by lock; also what stands behind a shut lock. */
  readonly applying: WhatApplies | undefined;
  /** The policies as they were read. */
  readonly known: Known;
  readonly keyPolicy: PolicyDocument | undefined;
  /** The change to the key policy that opens its lock; only where that is the cure. */
  readonly proposal: Proposal | undefined;
  /** The key-policy statement for the key's owner, also where the live policy could not be read. */
  readonly keyStatement: StatementJson | undefined;
  /** The identity-based statement of the caller's account, where that side needs one or may need one. */
  readonly iamStatement: StatementJson | undefined;
  /** The text blames another policy than what was read does. */
  readonly disagreement: boolean;
}

/** Reads the evidence. Pure; call it again when more evidence is in. */
export function diagnose(evidence: Evidence): Diagnosis {
  const { denial } = evidence;
  const live = evidence.key?.ok === true ? evidence.key.value : undefined;
  const identity = evidence.identity !== undefined && evidence.identity !== 'reading' && evidence.identity.ok ? evidence.identity.value : undefined;
  const keyArn = live?.arn ?? (denial.resource !== null && parseKeyArn(denial.resource)?.keyId !== undefined ? denial.resource : undefined);
  const keyAccount = (keyArn !== undefined ? parseKeyArn(keyArn)?.account : undefined) ?? denial.resourceAccount ?? undefined;
  const who = denial.principal === null ? undefined : whoIs(denial.principal, identity?.principalArn);
  const crossAccount = who?.account !== undefined && keyAccount !== undefined && who.account !== keyAccount;
  const policyText = evidence.keyPolicy?.ok === true ? evidence.keyPolicy.value : undefined;
  const keyPolicy = policyText === undefined ? undefined : parsePolicy(policyText);
  const known = knownOf(evidence, keyPolicy, identity, live?.state);
  const request = who && keyArn !== undefined && denial.action !== null ? requestOf(denial, who, keyArn, known, identity?.principalArn) : undefined;
  const decision = request && decideOn(request, known, identity);

  const applying = request && whatApplies(request, known);
  const facts = { evidence, who, keyArn, keyAccount, crossAccount, request, decision, applying, known, keyPolicy };
  const cause = causeOf(denial, live, decision, crossAccount, keyPolicy !== undefined, missingOf(denial, keyArn));
  const keyStatement = wantsKeyStatement(cause) && who?.named && denial.action !== null
    ? keyPolicyStatement(who.named, who.name, denial.action, keyPolicy ? sidsOf(keyPolicy) : new Set())
    : undefined;
  return {
    ...facts,
    cause,
    keyStatement,
    proposal: keyStatement && policyText !== undefined ? propose(policyText, keyStatement) : undefined,
    iamStatement: wantsIamStatement(cause, crossAccount, who) && denial.action !== null && keyArn !== undefined
      ? identityStatement(denial.action, keyArn) : undefined,
    disagreement: disagrees(denial.deniedBy, decision),
  };
}

function knownOf(evidence: Evidence, keyPolicy: PolicyDocument | undefined, identity: IdentityPolicies | undefined, keyState: KeyState | undefined): Known {
  const identityPolicies = identity?.policies.map((p): IdentityPolicy => ({ name: p.name, document: parsePolicy(p.text) }));
  return {
    keyPolicy,
    identityPolicies,
    grants: evidence.grants?.ok === true ? evidence.grants.value : undefined,
    boundary: identity?.boundary && parsePolicy(identity.boundary.text),
    keyState,
    // SCPs, RCPs, session and endpoint policies can hardly ever be read; the boundary comes with the IAM side.
    unread: ['scp', 'rcp', 'session-policy', 'vpc-endpoint-policy', ...(boundaryRead(identity) ? [] : ['boundary'] as const)],
  };
}

function boundaryRead(identity: IdentityPolicies | undefined): boolean {
  return identity !== undefined && !identity.unread.some(u => u.what === 'boundary');
}

// A part of the IAM policies may be unread: then they can show an allow or a deny, but not that there is none.
function decideOn(request: AccessRequest, known: Known, identity: IdentityPolicies | undefined): Decision {
  const decision = decide(request, known);
  const partly = identity?.unread.some(u => u.what !== 'boundary') === true;
  return partly && decision.iamLock === 'shut' && !decision.explicit ? decide(request, { ...known, identityPolicies: undefined }) : decision;
}

function missingOf(denial: Denial, keyArn: string | undefined): ('action' | 'key' | 'principal')[] {
  return [
    ...(denial.action === null ? ['action'] as const : []),
    ...(keyArn === undefined ? ['key'] as const : []),
    ...(denial.principal === null ? ['principal'] as const : []),
  ];
}

function causeOf(
  denial: Denial, live: LiveKey | undefined, decision: Decision | undefined, crossAccount: boolean, policyRead: boolean,
  missing: readonly ('action' | 'key' | 'principal')[],
): Cause {
  if (denial.kind === 'disabled' || denial.kind === 'invalid-state') { return { kind: 'key-state', state: live?.state }; }
  if (denial.kind === 'not-found') { return { kind: 'not-found' }; }
  if (denial.kind !== 'access-denied') { return { kind: 'other-failure' }; }
  const told = denial.deniedBy === null ? undefined : toldBy[denial.deniedBy];
  if (decision?.outcome === 'denied' && decision.explicit) { return explicitDeny(decision); }
  if (told?.explicit === true && (told.policy !== 'key-policy' || !policyRead)) { return { kind: 'explicit-deny', policy: told.policy, reason: undefined }; }
  if (told?.limit === true) { return { kind: 'limited', policy: told.policy }; }
  if (missing.length > 0 || decision === undefined) { return { kind: 'incomplete', missing }; }
  if (live?.manager === 'AWS') { return { kind: 'aws-managed-key' }; }
  if (decision.denySource === 'not-cross-account') { return { kind: 'not-cross-account' }; }
  if (decision.denySource === 'key-state') { return { kind: 'key-state', state: live?.state }; }
  if (!policyRead) {
    const lock = denial.deniedBy === 'no-resource-policy' ? 'shut' : denial.deniedBy === 'no-identity-policy' && !crossAccount ? 'not-to-blame' : 'unknown';
    return { kind: 'key-policy-unread', lock };
  }
  if (decision.denySource !== null && limits.has(decision.denySource)) { return { kind: 'limited', policy: decision.denySource as PolicyKind }; }
  if (decision.keyPolicyLock === 'shut') {
    return { kind: crossAccount && decision.iamLock !== 'open' ? 'both-shut' : 'key-policy-shut' };
  }
  if (decision.iamLock === 'shut') { return { kind: 'iam-shut' }; }
  if (decision.outcome === 'allowed') { return { kind: 'allowed-now' }; }
  // What could not be seen here AWS saw: its word decides.
  if (decision.keyPolicyLock === 'unknown' && denial.deniedBy === 'no-resource-policy') {
    return { kind: crossAccount && decision.iamLock !== 'open' ? 'both-shut' : 'key-policy-shut' };
  }
  if (denial.deniedBy === 'no-identity-policy') { return { kind: 'iam-shut' }; }
  // The key policy leaves it to IAM, and nothing else is left.
  if (decision.keyPolicyLock !== 'unknown' && decision.iamLock === 'unknown') { return { kind: 'iam-shut' }; }
  return { kind: 'undecided' };
}

function explicitDeny(decision: Decision): Cause {
  return { kind: 'explicit-deny', policy: decision.denySource as PolicyKind, reason: decision.decidedBy[0] };
}

const limits: ReadonlySet<string> = new Set(['boundary', 'session-policy', 'scp', 'rcp', 'vpc-endpoint-policy']);

/** Which policy AWS's words blame (IAM User Guide, "Troubleshoot access denied error messages"). */
const toldBy: Readonly<Partial<Record<DeniedBy, { policy: PolicyKind; explicit?: true; limit?: true }>>> = {
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
  return deniedBy === null ? undefined : toldBy[deniedBy]?.policy;
}

function disagrees(deniedBy: DeniedBy | null, decision: Decision | undefined): boolean {
  if (decision === undefined) { return false; }
  if (decision.outcome === 'allowed') { return true; }
  if (deniedBy === 'no-resource-policy') { return decision.keyPolicyLock !== 'shut' && decision.keyPolicyLock !== 'unknown'; }
  if (deniedBy === 'no-identity-policy') { return decision.iamLock === 'open'; }
  if (deniedBy === 'explicit-deny-resource') { return !(decision.explicit && decision.denySource === 'key-policy') && decision.keyPolicyLock !== 'unknown'; }
  return false;
}

function wantsKeyStatement(cause: Cause): boolean {
  return cause.kind === 'key-policy-shut' || cause.kind === 'both-shut' || (cause.kind === 'key-policy-unread' && cause.lock !== 'not-to-blame');
}

function wantsIamStatement(cause: Cause, crossAccount: boolean, who: Who | undefined): boolean {
  if (who?.account === undefined || who.principal.kind === 'account') { return false; }
  return cause.kind === 'iam-shut' || cause.kind === 'both-shut' || (crossAccount && cause.kind === 'key-policy-shut')
    || (cause.kind === 'key-policy-unread' && (crossAccount || cause.lock !== 'shut'));
}

/** Whether the action is one that needs the key's material, so that the key's state matters. */
export function isCryptographic(action: string | null): boolean {
  return action !== null && kmsOperation(action)?.cryptographic === true;
}
