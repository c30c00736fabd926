import { type Arg, asCode, message, type Message } from '../text/message';
import { type Diagnosis, namesAccountOnly } from '../diagnosis';
import { type LockRow, lockRows } from './lockRows';

/**
 * What stands in the way besides the cause, so that nobody cures one thing only to meet the next. AWS names one reason, the first it meets.
 */
export function alsoShut(diagnosis: Diagnosis): Message[] {
  const action = asCode(diagnosis.evidence.denial.action ?? 'kms:?');
  const shut = new Set(lockRows(diagnosis).flatMap(row => (row.verdict === 'shut' ? [row.id] : [])));
  return [
    ...otherPolicy(diagnosis, shut, action),
    ...(leftToIam(diagnosis) && shut.has('iam')
      ? [
          message(
            'That is not all: the statement lets in no more than the account, so an IAM policy has to allow {action} as well, and none does.',
            { action },
          ),
        ]
      : []),
    ...(boundaryToo(diagnosis)
      ? [
          message(
            '**That is not all: the permissions boundary does not allow {action} either**, and it limits whatever is given. It has to allow it as well; what to add stands below.',
            { action },
          ),
        ]
      : []),
    ...keyState(diagnosis, shut, action),
  ];
}

/** The locks that are shut beside the policy that denies or limits. */
function otherPolicy({ cause }: Diagnosis, shut: ReadonlySet<LockRow['id']>, action: Arg): Message[] {
  if (cause.kind !== 'explicit-deny' && cause.kind !== 'limited') {
    return [];
  }
  return [
    ...(cause.policy !== 'key-policy' && shut.has('key-policy')
      ? [
          message(
            'That is not all: the key policy does not allow {action} either. Once the first is cured, explain the error again.',
            { action },
          ),
        ]
      : []),
    ...(cause.policy !== 'identity-policy' && shut.has('iam')
      ? [
          message(
            'That is not all: no IAM policy allows {action} either. Once the first is cured, explain the error again.',
            { action },
          ),
        ]
      : []),
  ];
}

function keyState({ cause, evidence: { key } }: Diagnosis, shut: ReadonlySet<LockRow['id']>, action: Arg): Message[] {
  if (key?.ok !== true || cause.kind === 'key-state' || !shut.has('key-state')) {
    return [];
  }
  return [
    message(
      '**That is not all: the key’s state is {state}**, in which {action} fails whoever calls. It has to become {enabled} as well.',
      { state: asCode(key.value.state), action, enabled: asCode('Enabled') },
    ),
  ];
}

/** The statement whose conditions were not met would leave the decision to IAM. */
function leftToIam({ cause, crossAccount }: Diagnosis): boolean {
  return (
    cause.kind === 'condition-unmet' &&
    !crossAccount &&
    cause.reason.kind === 'statement' &&
    namesAccountOnly(cause.reason.statement)
  );
}

/**
 * Whether the boundary has to be widened besides the cure on show. It limits roles, also those that a key policy names, and users where IAM
 * policies give the access (IAM User Guide, "Permissions boundaries for IAM entities").
 */
export function boundaryToo(diagnosis: Diagnosis): boolean {
  const { cause, remedy, who } = diagnosis;
  if (remedy === undefined || cause.kind === 'limited' || cause.kind === 'explicit-deny') {
    return false;
  }
  const limited = who?.principal.kind !== 'user' || remedy.iamStatements.length > 0;
  return limited && lockRows(diagnosis).some(r => r.id === 'boundary' && r.verdict === 'shut');
}
