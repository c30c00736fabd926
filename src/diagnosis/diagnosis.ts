import {
  type AccessRequest,
  decide,
  type Decision,
  type Grant,
  type IdentityPolicy,
  type Known,
  type NearMiss,
  nearMissesOf,
  type PolicyKind,
  whatApplies,
  type WhatApplies,
} from '../access';
import type { Denial } from '../denial';
import { parseKeyArn, parsePolicy, type PolicyDocument } from '../policy';
import type { KeyState } from '../reference';
import { disagrees } from './awsWords';
import { type Cause, causeOf, type Missing, isCuredByKeyPolicy } from './cause';
import type { KeyDefinition } from './definitions';
import type { Proposal } from './proposal';
import { remediesOf, type Remedy, type RemedyId } from './remedies';
import { requestOf } from './request';
import type { Answer, CallerIdentity, IdentityPolicies, LiveKey } from '../ports';
import { roleNamedIn, type Who, whoIs } from './who';

/** Everything that is known about one denial: the text's facts and what could be fetched. An absent part was not asked for. */
export interface Evidence {
  readonly denial: Denial;
  readonly key?: Answer<LiveKey>;
  readonly keyPolicy?: Answer<string>;
  readonly grants?: Answer<readonly Grant[]>;
  /** Whose credentials did the reading. */
  readonly caller?: Answer<CallerIdentity>;
  /** The denied principal's IAM side; `reading` until it is there. */
  readonly identity?: Answer<IdentityPolicies> | 'reading';
  /** Name of the profile that did the reading. */
  readonly profile?: string;
  /** Where KMS was asked, where that is not AWS. */
  readonly endpoint?: string;
  /** The key policy is a text that somebody pasted, not read from KMS. */
  readonly pasted?: true;
  /** Where the workspace's code defines KMS keys. */
  readonly definitions?: readonly KeyDefinition[];
}

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
  /** The Allows that serve the caller but for one thing. */
  readonly misses: { readonly keyPolicy: readonly NearMiss[]; readonly iam: readonly NearMiss[] };
  /** The policies as they were read. */
  readonly known: Known;
  readonly keyPolicy: PolicyDocument | undefined;
  /** The cures, the one that gives least first; empty where no permission is the cure. */
  readonly remedies: readonly Remedy[];
  /** The cure on show: the one asked for, else the first. */
  readonly remedy: Remedy | undefined;
  /** The change to the key policy that belongs on the screen: where it is the cure, or was asked for. */
  readonly proposal: Proposal | undefined;
  /** The text blames another policy than what was read does. */
  readonly disagreement: boolean;
}

/**
 * Reads the evidence. Pure; call it again when more evidence is in.
 * @param wanted the cure to show, where the user has chosen one
 */
export function diagnose(evidence: Evidence, wanted?: RemedyId): Diagnosis {
  const { denial } = evidence;
  const live = answered(evidence.key);
  const identity = answered(evidence.identity);
  const policyText = answered(evidence.keyPolicy);
  const keyPolicy = policyText === undefined ? undefined : parsePolicy(policyText);

  const keyArn = live?.arn ?? keyArnIn(denial);
  const keyAccount = keyAccountOf(keyArn, denial);
  const { who, realArn } = callerOf(evidence, keyPolicy);
  const crossAccount = isCrossAccount(who?.account, keyAccount);

  const known = knownOf(evidence, keyPolicy, identity, live?.state);
  const complete = who !== undefined && keyArn !== undefined && denial.action !== null;
  const request = complete ? requestOf({ denial, who, keyArn, realArn }, known) : undefined;
  const read = { evidence, who, keyArn, keyAccount, crossAccount, request, known, keyPolicy };
  const facts = { ...read, ...whatComesOf(request && decide(request, known)) };

  const cause = causeOf({ ...facts, denial, live, missing: missingOf(denial, keyArn) });
  const iamOpen = facts.decision?.iamLock === 'open';
  const remedies = remediesOf({ denial, cause, who, keyArn, crossAccount, keyPolicy, policyText, iamOpen });
  const chosen = remedies.find(r => r.id === wanted);
  const remedy = chosen ?? remedies[0];
  return {
    ...facts,
    cause,
    remedies,
    remedy,
    proposal: chosen || isCuredByKeyPolicy(cause) ? remedy?.proposal : undefined,
    disagreement: disagrees(denial.deniedBy, facts.decision),
  };
}

/** Who was denied, and the ARN that IAM knows it by: as it was read, else as the key policy or a grant has it; undefined where neither does. */
function callerOf(
  { denial: { principal }, identity, grants }: Evidence,
  keyPolicy: PolicyDocument | undefined,
): { readonly who: Who | undefined; readonly realArn: string | undefined } {
  const realArn = answered(identity)?.principalArn ?? roleNamedIn(principal ?? '', keyPolicy, answered(grants) ?? []);
  return { who: principal === null ? undefined : whoIs(principal, realArn), realArn };
}

/** What was answered; undefined where nothing was asked, the answer is not there yet, or it is a failure. */
export function answered<T>(answer: Answer<T> | 'reading' | undefined): T | undefined {
  return answer !== undefined && answer !== 'reading' && answer.ok ? answer.value : undefined;
}

/** The key's ARN where the error has the exact one: an alias is none. */
function keyArnIn({ resource }: Denial): string | undefined {
  return resource !== null && parseKeyArn(resource)?.keyId !== undefined ? resource : undefined;
}

function keyAccountOf(keyArn: string | undefined, { resourceAccount }: Denial): string | undefined {
  return (keyArn === undefined ? undefined : parseKeyArn(keyArn)?.account) ?? resourceAccount ?? undefined;
}

/** Only where both accounts are known; a service has none. */
function isCrossAccount(caller: string | undefined, key: string | undefined): boolean {
  return caller !== undefined && key !== undefined && caller !== key;
}

/** The decision and what bears on it, of the one evaluation that it was made of; nothing where there is none. */
function whatComesOf(decision: Decision | undefined): Pick<Diagnosis, 'decision' | 'applying' | 'misses'> {
  if (decision === undefined) {
    return { decision, applying: undefined, misses: { keyPolicy: [], iam: [] } };
  }
  const { evaluation } = decision;
  return {
    decision,
    applying: whatApplies(evaluation),
    misses: {
      keyPolicy: nearMissesOf(evaluation, 'key-policy'),
      iam: nearMissesOf(evaluation, 'identity-policy'),
    },
  };
}

function knownOf(
  evidence: Evidence,
  keyPolicy: PolicyDocument | undefined,
  identity: IdentityPolicies | undefined,
  keyState: KeyState | undefined,
): Known {
  const identityPolicies = identity?.policies.map((p): IdentityPolicy => ({
    name: p.name,
    document: parsePolicy(p.text),
  }));
  return {
    keyPolicy,
    identityPolicies,
    grants: answered(evidence.grants),
    boundary: identity?.boundary && parsePolicy(identity.boundary.text),
    keyState,
    // SCPs, RCPs, session and endpoint policies can hardly ever be read; the boundary comes with the IAM side.
    unread: ['scp', 'rcp', 'session-policy', 'vpc-endpoint-policy', ...unreadOfIam(identity)],
  };
}

/** What may exist unread on the IAM side. Policies read in part can show an allow or a deny, but not that there is none. */
function unreadOfIam(identity: IdentityPolicies | undefined): readonly PolicyKind[] {
  if (identity === undefined) {
    return ['boundary'];
  }
  return [
    ...(identity.unread.some(u => u.what === 'boundary') ? (['boundary'] as const) : []),
    ...(identity.unread.some(u => u.what !== 'boundary') ? (['identity-policy'] as const) : []),
  ];
}

function missingOf(denial: Denial, keyArn: string | undefined): Missing {
  return [
    ...(denial.action === null ? (['action'] as const) : []),
    ...(keyArn === undefined ? (['key'] as const) : []),
    ...(denial.principal === null ? (['principal'] as const) : []),
  ];
}
