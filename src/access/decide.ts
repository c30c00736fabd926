import { hasNoIam } from './caller';
import { binds, evaluate, type Evaluation } from './evaluate';
import { access, iamLockOf, keyPolicyLockOf, limits } from './locks';
import { certainly } from './policy';
import type { Need } from './needs';
import { reportNeeds } from './reportNeeds';
import { resultInState } from '../reference';
import { No, or, type Truth, Yes } from './truth';
import type { AccessRequest, DenySource, IamLock, KeyPolicyLock, KeyStateFact, Known, Reason } from './types';
import { type PolicyKind, policyKinds } from './policyKinds';

/** May the caller do it, and exactly why. */
export interface Decision {
  readonly outcome: 'allowed' | 'denied' | 'unknown';
  readonly keyPolicyLock: KeyPolicyLock;
  readonly iamLock: IamLock;
  /** Which policy is to blame; null unless denied. */
  readonly denySource: DenySource | null;
  /** Denied by a Deny statement rather than for want of an Allow. */
  readonly explicit: boolean;
  /** The statements and grants that allowed, or the statements that denied. */
  readonly decidedBy: readonly Reason[];
  /** The facts that are missing; empty unless unknown. */
  readonly needs: readonly Need[];
  /** When allowed: policies that were not read and may hold a Deny. It is then allowed as far as could be seen. */
  readonly unread: readonly PolicyKind[];
  readonly keyState?: KeyStateFact;
  /** All that the decision was made of. */
  readonly evaluation: Evaluation;
}

/**
 * Decides a request as AWS does, from what is known: three-valued, with the statements and grants that led there (KMS Developer
 * Guide, "Determining access to AWS KMS keys"; IAM User Guide, "Policy evaluation logic"). Never throws.
 */
export function decide(request: AccessRequest, known: Known): Decision {
  const evaluation = evaluate(request, known);
  const outcome = outcomeOf(access(evaluation));
  const keyPolicyLock = keyPolicyLockOf(evaluation);
  const iamLock = iamLockOf(evaluation, keyPolicyLock);
  const explicit = outcome === 'denied' && !evaluation.impossible && evaluation.facts.deny === Yes;
  const denySource = outcome === 'denied' ? blame(evaluation, explicit) : null;
  const keyState = keyStateOf(evaluation);
  return {
    outcome,
    keyPolicyLock,
    iamLock,
    denySource,
    explicit,
    decidedBy: decidedBy(evaluation, { outcome, denySource, explicit }),
    needs: outcome === 'unknown' ? reportNeeds(evaluation) : [],
    unread: outcome === 'allowed' ? unreadKinds(evaluation) : [],
    ...(keyState && { keyState }),
    evaluation,
  };
}

function outcomeOf(result: Truth): Decision['outcome'] {
  switch (result) {
    case Yes:
      return 'allowed';
    case No:
      return 'denied';
    default:
      return 'unknown';
  }
}

/** What a denial is laid to: a Deny first, then whatever shuts out everybody, then the locks in the order in which they are asked. */
function blame(evaluation: Evaluation, explicit: boolean): DenySource {
  const { impossible, verdicts, facts, grants } = evaluation;
  if (impossible) {
    return 'not-cross-account';
  }
  if (explicit) {
    return policyKinds.find(kind => verdicts[kind]?.deny === Yes) ?? 'key-policy';
  }
  if (facts.scp === No) {
    return 'scp';
  }
  if (facts.endpoint === No) {
    return 'vpc-endpoint-policy';
  }
  if (grants.unmet.length > 0 && or(facts.direct, facts.role) === No) {
    return 'grant-constraint';
  }
  return blameLock(evaluation);
}

/** Which of the two locks is shut; the key policy comes first, unless the operation is one that only IAM gives. */
function blameLock({ facts, caller, crossAccount, iamOnly }: Evaluation): DenySource {
  const open = or(facts.direct, facts.role);
  const noIam = hasNoIam(caller);
  if (!iamOnly && (noIam || or(open, facts.account) === No)) {
    return 'key-policy';
  }
  const needsIam = noIam || crossAccount || open === No;
  if (needsIam && facts.iam === No) {
    return 'identity-policy';
  }
  return facts.boundary === No ? 'boundary' : 'session-policy';
}

function decidedBy(
  evaluation: Evaluation,
  { outcome, denySource, explicit }: Pick<Decision, 'outcome' | 'denySource' | 'explicit'>,
): readonly Reason[] {
  switch (outcome) {
    case 'allowed':
      return allowedBy(evaluation);
    case 'denied':
      return deniedBy(evaluation, denySource, explicit);
    case 'unknown':
      return [];
  }
}

function allowedBy(evaluation: Evaluation): readonly Reason[] {
  const { caller, verdicts, facts, grants, crossAccount } = evaluation;
  const key = certainly(verdicts['key-policy']?.allowing ?? []);
  const open = key.filter(h => or(h.naming.direct, h.naming.role) === Yes).map(h => h.reason);
  const iam = certainly(verdicts['identity-policy']?.allowing ?? []).map(h => h.reason);
  const viaLimits = limits(evaluation) === Yes;
  const noIam = hasNoIam(caller);
  if (!crossAccount || noIam) {
    if (facts.direct === Yes || (facts.role === Yes && (viaLimits || noIam))) {
      return open;
    }
  }
  if (facts.grant === Yes) {
    return grants.allowing.filter(h => h.truth === Yes).map(h => ({ kind: 'grant', grant: h.grant }));
  }
  return [...(open.length > 0 && crossAccount ? open : key.map(h => h.reason)), ...iam];
}

function deniedBy(evaluation: Evaluation, source: DenySource | null, explicit: boolean): readonly Reason[] {
  const { verdicts, grants } = evaluation;
  if (explicit) {
    return policyKinds.flatMap(kind =>
      verdicts[kind]?.deny === Yes ? certainly(verdicts[kind].denying).map(h => h.reason) : [],
    );
  }
  return source === 'grant-constraint' ? grants.unmet.map(grant => ({ kind: 'grant', grant })) : [];
}

/** Policies that may hold a Deny which nobody has seen. */
function unreadKinds({ known, caller, verdicts, request }: Evaluation): readonly PolicyKind[] {
  return policyKinds.filter(kind => {
    if (verdicts[kind]?.more === true) {
      return true;
    }
    return known.unread?.includes(kind) === true && binds(kind, caller, request.action) !== No;
  });
}

function keyStateOf({ known, request }: Evaluation): KeyStateFact | undefined {
  const state = known.keyState;
  return state && { state, result: resultInState(request.action, state) };
}
