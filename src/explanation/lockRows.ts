import type { Applying, IamLock, KeyPolicyLock, PolicyKind } from '../access';
import { kmsOperation, resultInState } from '../reference';
import { asCode, asText, message, type Message, verbatim } from '../text/message';
import { blamedPolicy, type Diagnosis } from '../diagnosis';

/** How one lock, a policy that limits, the grants or the key's state stand. */
export interface LockRow {
  readonly id: 'iam' | 'key-policy' | 'grants' | 'key-state' | LimitKind;
  readonly name: Message;
  readonly verdict: 'open' | 'shut' | 'delegated' | 'not-needed' | 'none' | 'unknown';
  readonly says: Message;
  /** The statements and grants behind it, denies first. */
  readonly applying: readonly Applying[];
}

/** Policies that give nothing and limit everything. */
export type LimitKind = Exclude<PolicyKind, 'key-policy' | 'identity-policy'>;

type Verdict = readonly [LockRow['verdict'], Message];

/** Whether rows tell more than the verdict above them: something was read, and something of it is known. */
export function saysSomething(
  { evidence: { keyPolicy, identity, grants, key } }: Diagnosis,
  rows: readonly LockRow[],
): boolean {
  const read = [keyPolicy, identity, grants, key].some(answer => answer === 'reading' || answer?.ok === true);
  return read && rows.some(row => row.verdict !== 'unknown');
}

/**
 * The rows that table, tree and picture show: the same facts everywhere. Without a decision no more than the key's state, where
 * it is known.
 */
export function lockRows(diagnosis: Diagnosis): LockRow[] {
  const { decision } = diagnosis;
  if (decision === undefined) {
    return stateRow(diagnosis);
  }
  const [iamVerdict, iamSays] = iam(diagnosis, decision.iamLock);
  const [keyVerdict, keySays] = keyPolicy(diagnosis, decision.keyPolicyLock);
  const { applying } = diagnosis;
  return [
    { id: 'iam', name: message('IAM lock'), verdict: iamVerdict, says: iamSays, applying: applying?.iam ?? [] },
    {
      id: 'key-policy',
      name: message('Key-policy lock'),
      verdict: keyVerdict,
      says: keySays,
      applying: keyStatements(diagnosis),
    },
    ...limitRows(diagnosis),
    grantRow(diagnosis),
    ...stateRow(diagnosis),
  ];
}

const notAcross = message('never works across accounts');
const hangsOn = message('depends on something that the error does not show');

function keyPolicy({ decision, evidence, applying, cause }: Diagnosis, lock: KeyPolicyLock): Verdict {
  if (decision?.denySource === 'not-cross-account') {
    return ['shut', notAcross];
  }
  if (cause.kind === 'condition-unmet' && cause.reason.kind === 'statement') {
    return ['shut', message('lets the caller in under conditions that this call did not meet')];
  }
  const denies = applying?.keyPolicy.some(a => a.effect === 'denies' && a.certain) === true;
  switch (lock) {
    case 'open':
      return ['open', message('lets the caller in')];
    case 'delegated-to-iam':
      return ['delegated', message('lets the account in: IAM policies decide')];
    case 'shut':
      return ['shut', denies ? message('denies explicitly') : message('lets neither the caller nor its account in')];
    case 'unknown':
      return saidByMessage(evidence.denial.deniedBy, 'key-policy', evidence.keyPolicy);
  }
}

/** The statements behind the key-policy lock; AWS's refusal settles that the conditions of the one to blame were not met. */
function keyStatements({ applying, cause }: Diagnosis): readonly Applying[] {
  const found = applying?.keyPolicy ?? [];
  if (cause.kind !== 'condition-unmet' || cause.reason.kind !== 'statement') {
    return found;
  }
  const { reason } = cause;
  const others = found.filter(
    a => !(a.reason.kind === 'statement' && reason.kind === 'statement' && a.reason.statement === reason.statement),
  );
  return [{ reason, effect: 'unmet', certain: true }, ...others];
}

function iam({ decision, evidence, applying, crossAccount, who }: Diagnosis, lock: IamLock): Verdict {
  const denies = applying?.iam.some(a => a.effect === 'denies' && a.certain) === true;
  const { identity } = evidence;
  switch (lock) {
    case 'open':
      return [
        'open',
        decision?.keyPolicyLock === 'shut' && !crossAccount
          ? message('an IAM policy allows it, without effect while the key policy is shut')
          : message('an IAM policy allows it'),
      ];
    case 'not-needed':
      return ['not-needed', whyIamIsNotNeeded(who, decision)];
    case 'shut':
      return ['shut', denies ? message('denies explicitly') : message('no IAM policy allows it')];
    case 'unknown':
      if (identity === 'reading') {
        return ['unknown', message('still reading')];
      }
      if (identity?.ok === true && identity.value.unread.length > 0) {
        return ['unknown', message('could be read in part only')];
      }
      return saidByMessage(evidence.denial.deniedBy, 'identity-policy', identity);
  }
}

function whyIamIsNotNeeded(who: Diagnosis['who'], decision: Diagnosis['decision']): Message {
  switch (who?.principal.kind) {
    case 'service':
      return message('a service has no IAM policies');
    case 'account':
      return message('the root user needs no IAM policy');
    default:
      return decision?.keyPolicyLock === 'open'
        ? message('the key policy names the caller itself')
        : message('a grant lets the caller in');
  }
}

/** Where reading does not settle it: what AWS's words say, if anything. */
function saidByMessage(
  deniedBy: Diagnosis['evidence']['denial']['deniedBy'],
  policy: PolicyKind,
  read: { readonly ok: boolean } | undefined,
): Verdict {
  if (blamedPolicy(deniedBy) === policy) {
    return [
      'shut',
      deniedBy?.startsWith('explicit-deny') === true
        ? message('denies explicitly, as AWS says')
        : message('does not allow it, as AWS says'),
    ];
  }
  if (read === undefined) {
    return ['unknown', message('was not read')];
  }
  return ['unknown', read.ok ? hangsOn : message('could not be read')];
}

const limitNames: Readonly<Record<LimitKind, Message>> = {
  boundary: message('Permissions boundary'),
  'session-policy': message('Session policy'),
  scp: message('Service control policy'),
  rcp: message('Resource control policy'),
  'vpc-endpoint-policy': message('VPC endpoint policy'),
};

// Only what was read or is to blame: that the others exist at all is not known.
function limitRows({ decision, applying, evidence: { denial } }: Diagnosis): LockRow[] {
  return (Object.keys(limitNames) as LimitKind[]).flatMap(id => {
    const row = ([verdict, says]: Verdict, found: readonly Applying[] = []): LockRow[] => [
      { id, name: limitNames[id], verdict, says, applying: found },
    ];
    const read = id === 'boundary' ? applying?.boundary : undefined;
    if (read) {
      return row(readLimit(read), read);
    }
    if (blamedPolicy(denial.deniedBy) === id) {
      return row(saidByMessage(denial.deniedBy, id, undefined));
    }
    return decision?.denySource === id ? row(['shut', message('does not allow it')]) : [];
  });
}

function readLimit(applying: readonly Applying[]): Verdict {
  const sure = (effect: Applying['effect']): boolean => applying.some(a => a.effect === effect && a.certain);
  if (sure('denies')) {
    return ['shut', message('denies explicitly')];
  }
  if (applying.some(a => a.effect === 'denies') || (applying.length > 0 && !sure('allows'))) {
    return ['unknown', hangsOn];
  }
  return applying.length > 0 ? ['open', message('allows it')] : ['shut', message('does not allow it')];
}

function grantRow({ evidence: { denial, grants }, applying, decision }: Diagnosis): LockRow {
  const row = (verdict: LockRow['verdict'], says: Message): LockRow => ({
    id: 'grants',
    name: message('Grants'),
    verdict,
    says,
    applying: applying?.grants ?? [],
  });
  const found = applying?.grants ?? [];
  if (denial.action !== null && kmsOperation(denial.action)?.grantOperation === false) {
    return row('none', message('no grant can give this operation'));
  }
  if (decision?.denySource === 'not-cross-account') {
    return row('none', notAcross);
  }
  if (grants?.ok !== true) {
    return row('unknown', grants === undefined ? message('were not read') : message('could not be listed'));
  }
  if (found.some(a => a.effect === 'allows' && a.certain)) {
    return row('open', message('a grant lets the caller in'));
  }
  if (found.some(a => !a.certain)) {
    return row('unknown', hangsOn);
  }
  if (found.length > 0) {
    return row('shut', message('there is one for the caller, but the request does not meet its constraints'));
  }
  return row(
    'none',
    grants.value.length === 0
      ? message('the key has none')
      : message('none of {count} is for this caller and operation', { count: grants.value.length }),
  );
}

function stateRow({ evidence: { denial, key }, decision }: Diagnosis): LockRow[] {
  const row = (verdict: LockRow['verdict'], says: Message): LockRow[] => [
    { id: 'key-state', name: message('Key state'), verdict, says, applying: [] },
  ];
  if (key?.ok !== true) {
    return denial.kind === 'disabled' || denial.kind === 'invalid-state'
      ? row('shut', message('forbids the operation, as AWS says'))
      : [];
  }
  const { state } = key.value;
  return row(
    ...inState(
      state,
      decision?.keyState?.result ?? (denial.action === null ? undefined : resultInState(denial.action, state)),
    ),
  );
}

/** @param result `ok`, the exceptions that KMS documents, or a condition in words */
function inState(state: string, result: string | undefined): Verdict {
  if (result === 'ok' || (state === 'Enabled' && !isException(result))) {
    return ['open', verbatim(asText(state))];
  }
  if (isException(result)) {
    return [
      'shut',
      message('{state}: the operation fails with {exception}', { state: asCode(state), exception: asCode(result) }),
    ];
  }
  return [
    'unknown',
    result === undefined || result === 'n/a'
      ? message('{state}: AWS does not document what becomes of this operation', { state: asCode(state) })
      : message('{state}: {result}', { state: asCode(state), result }),
  ];
}

function isException(result: string | undefined): result is string {
  return result !== undefined && /^\w+Exception( or \w+Exception)*$/.test(result);
}

const verdictWords: Readonly<Record<LockRow['verdict'], Message>> = {
  open: message('open'),
  shut: message('shut'),
  delegated: message('left to IAM'),
  'not-needed': message('not needed'),
  none: message('none'),
  unknown: message('unknown'),
};

/** A verdict in a word or two. */
export function verdictSays(verdict: LockRow['verdict']): Message {
  return verdictWords[verdict];
}

/** What a statement or grant does to the request, in a few words. */
export function applyingSays({ effect, certain }: Applying): Message {
  switch (effect) {
    case 'allows':
      return certain ? message('allows it') : message('may allow it');
    case 'leaves-to-iam':
      return certain ? message('leaves it to IAM') : message('may leave it to IAM');
    case 'denies':
      return certain ? message('denies it') : message('may deny it');
    case 'unmet':
      return message('its conditions are not met');
  }
}
