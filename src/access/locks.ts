import { hasNoIam } from './caller';
import type { Evaluation } from './evaluate';
import { and, Maybe, No, not, or, type Truth, Yes } from './truth';
import type { IamLock, KeyPolicyLock } from './types';

/** Whether the caller gets through (the pages that `decide` names, as one formula). */
export function access(evaluation: Evaluation): Truth {
  const { caller, operation, facts, impossible } = evaluation;
  if (impossible) {
    return No;
  }
  const ways = hasNoIam(caller) ? withoutIam(evaluation) : or(byGrant(evaluation), byPolicies(evaluation));
  const result = and(and(ways, and(facts.scp, facts.endpoint)), not(facts.deny));
  if (facts.deny === Yes) {
    return No;
  }
  // Of a caller or an operation that AWS does not know nobody can tell.
  return operation === undefined || caller.kind === 'other' ? Maybe : result;
}

function withoutIam({ caller, iamOnly, facts, crossAccount }: Evaluation): Truth {
  // The root user has every permission of its account that no key policy has to give.
  if (iamOnly) {
    return or(facts.grant, caller.kind === 'root' && !crossAccount ? Yes : No);
  }
  return or(facts.grant, or(facts.direct, facts.role));
}

/** Whether boundary and session policy let the action through: both have to. */
export function limits({ facts }: Evaluation): Truth {
  return and(facts.boundary, facts.session);
}

/**
 * Whether a grant lets the caller in; no more than Maybe where boundary or session policy does not allow the action,
 * for how these limit a grant is not documented.
 */
export function byGrant(evaluation: Evaluation): Truth {
  const { grant } = evaluation.facts;
  return limits(evaluation) === Yes ? grant : and(grant, Maybe);
}

/** The identity policies on top of a key policy that asks for them. */
export function byIam(evaluation: Evaluation): Truth {
  return and(evaluation.facts.iam, limits(evaluation));
}

function byPolicies(evaluation: Evaluation): Truth {
  const { facts, crossAccount, iamOnly } = evaluation;
  if (iamOnly) {
    return and(byIam(evaluation), retirable(evaluation));
  }
  if (crossAccount) {
    return and(or(facts.direct, or(facts.role, facts.account)), byIam(evaluation));
  }
  return or(or(facts.direct, and(facts.role, limits(evaluation))), and(facts.account, byIam(evaluation)));
}

/**
 * RetireGrant by IAM works in the account that created the grant (https://docs.aws.amazon.com/kms/latest/developerguide/grant-delete.html).
 * Which grant is meant is not part of a request: in the key's account one of its own is assumed.
 */
export function retirable({ request, crossAccount }: Evaluation): Truth {
  return request.action.toLowerCase() === 'kms:retiregrant' && crossAccount ? Maybe : Yes;
}

/**
 * The key-policy lock in its own right, without IAM policies, grants and SCPs: `unknown` where something that the key
 * policy asks for is not known.
 */
export function keyPolicyLockOf({ impossible, iamOnly, verdicts, facts }: Evaluation): KeyPolicyLock {
  if (impossible) {
    return 'shut';
  }
  if (iamOnly) {
    return 'delegated-to-iam';
  }
  const deny = verdicts['key-policy']?.deny ?? No;
  const open = or(facts.direct, facts.role);
  const strongest = or(open, facts.account);
  if (deny === Yes || strongest === No) {
    return 'shut';
  }
  if (deny === Maybe || strongest === Maybe || open === Maybe) {
    return 'unknown';
  }
  return open === Yes ? 'open' : 'delegated-to-iam';
}

/** The IAM lock in its own right: the identity policies, without boundary, session policy or SCPs. */
export function iamLockOf(
  { caller, crossAccount, verdicts, facts }: Evaluation,
  keyPolicyLock: KeyPolicyLock,
): IamLock {
  const deny = verdicts['identity-policy']?.deny ?? No;
  if (deny === Yes) {
    return 'shut';
  }
  const needed =
    caller.kind !== 'service' &&
    caller.kind !== 'root' &&
    facts.grant !== Yes &&
    (crossAccount || keyPolicyLock !== 'open');
  const lock = needed ? facts.iam : Yes;
  if (lock === No) {
    return 'shut';
  }
  if (lock === Maybe || deny === Maybe) {
    return 'unknown';
  }
  return needed ? 'open' : 'not-needed';
}
