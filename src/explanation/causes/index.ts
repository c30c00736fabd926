import type { Diagnosis } from '../../diagnosis';
import type { ExplainedCause } from './explained';
import { incomplete, otherFailure } from './errors';
import { awsManagedKey, keyState, notFound } from './keys';
import { allowedNow, iamShut, keyPolicyShut, keyPolicyUnread, serviceLinkedRole, undecided } from './locks';
import { conditionUnmet, explicitDeny, limited, notCrossAccount } from './policies';

export type { ExplainedCause, Step } from './explained';

/** A denial's cause in words, the answer first. */
export function explainCause(diagnosis: Diagnosis): ExplainedCause {
  const { cause } = diagnosis;
  switch (cause.kind) {
    case 'key-policy-shut':
    case 'both-shut':
      return keyPolicyShut(diagnosis);
    case 'iam-shut':
      return iamShut(diagnosis);
    case 'service-linked-role':
      return serviceLinkedRole(diagnosis);
    case 'condition-unmet':
      return conditionUnmet(diagnosis, cause);
    case 'explicit-deny':
      return explicitDeny(diagnosis, cause);
    case 'limited':
      return limited(diagnosis, cause);
    case 'not-cross-account':
      return notCrossAccount(diagnosis);
    case 'key-state':
      return keyState(diagnosis, cause.state);
    case 'not-found':
      return notFound(diagnosis);
    case 'aws-managed-key':
      return awsManagedKey(diagnosis);
    case 'key-policy-unread':
      return keyPolicyUnread(diagnosis, cause);
    case 'allowed-now':
      return allowedNow(diagnosis);
    case 'undecided':
      return undecided(diagnosis);
    case 'incomplete':
      return incomplete(diagnosis, cause);
    case 'other-failure':
      return otherFailure(diagnosis);
  }
}
