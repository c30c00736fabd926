import type { Cause, Diagnosis } from '../../diagnosis';
import type { ExplainedCause } from './explained';
import { incomplete, otherFailure } from './errors';
import { awsManagedKey, keyState, notFound } from './keys';
import { allowedNow, iamShut, keyPolicyShut, keyPolicyUnread, serviceLinkedRole, undecided } from './locks';
import { conditionUnmet, explicitDeny, limited, notCrossAccount } from './policies';

export type { ExplainedCause } from './explained';

/** A denial's cause in words, the answer first. */
export function explainCause(diagnosis: Diagnosis): ExplainedCause {
  const { cause } = diagnosis;
  // The row of a cause's kind takes a cause of that kind, which the compiler cannot follow.
  const explain = rows[cause.kind] as (diagnosis: Diagnosis, cause: Cause) => ExplainedCause;
  return explain(diagnosis, cause);
}

const rows: {
  readonly [Kind in Cause['kind']]: (
    diagnosis: Diagnosis,
    cause: Extract<Cause, { readonly kind: Kind }>,
  ) => ExplainedCause;
} = {
  'key-policy-shut': keyPolicyShut,
  'both-shut': keyPolicyShut,
  'iam-shut': iamShut,
  'service-linked-role': serviceLinkedRole,
  'condition-unmet': conditionUnmet,
  'explicit-deny': explicitDeny,
  limited,
  'not-cross-account': notCrossAccount,
  'key-state': keyState,
  'not-found': notFound,
  'aws-managed-key': awsManagedKey,
  'key-policy-unread': keyPolicyUnread,
  'allowed-now': allowedNow,
  undecided,
  incomplete,
  'other-failure': otherFailure,
};
