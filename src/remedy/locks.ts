import type { IamLock, KeyPolicyLock } from '../access';
import { message, type Message, type Say } from '../text/message';
import type { Diagnosis } from './diagnosis';

/** How one lock, the grants or the key's state stand. */
export interface LockRow {
  readonly id: 'key-policy' | 'iam' | 'grants' | 'key-state';
  readonly name: Message;
  readonly verdict: 'open' | 'shut' | 'delegated' | 'not-needed' | 'unknown';
  readonly says: Message;
}

/** The rows that table, tree and picture show: the same facts everywhere. Empty while nothing is decided. */
export function lockRows({ decision, evidence, crossAccount }: Diagnosis): LockRow[] {
  if (decision === undefined) { return []; }
  const keyPolicy: Record<KeyPolicyLock, [LockRow['verdict'], Message]> = {
    open: ['open', message('lets the caller in')],
    'delegated-to-iam': ['delegated', message('lets the account in: IAM policies decide')],
    shut: ['shut', decision.explicit && decision.denySource === 'key-policy' ? message('denies explicitly') : message('lets nobody in who makes this call')],
    unknown: ['unknown', evidence.keyPolicy?.ok === true ? message('depends on something the error does not show') : message('could not be read')],
  };
  const iam: Record<IamLock, [LockRow['verdict'], Message]> = {
    open: ['open', message('an IAM policy allows it')],
    'not-needed': ['not-needed', message('not needed: the key policy names the caller itself')],
    shut: ['shut', decision.explicit && decision.denySource === 'identity-policy' ? message('denies explicitly') : message('no IAM policy allows it')],
    unknown: ['unknown', evidence.identity === 'reading' ? message('still reading') : message('the caller’s IAM policies could not be read')],
  };
  const [keyVerdict, keySays] = keyPolicy[decision.keyPolicyLock];
  const [iamVerdict, iamSays] = iam[decision.iamLock];
  const iamWithoutEffect = decision.keyPolicyLock === 'shut' && !crossAccount && iamVerdict === 'open';
  return [
    { id: 'key-policy', name: message('Key-policy lock'), verdict: keyVerdict, says: keySays },
    { id: 'iam', name: message('IAM lock'), verdict: iamVerdict, says: iamWithoutEffect ? message('allows it, without effect while the key policy is shut') : iamSays },
    ...grantRow(evidence),
    ...stateRow(evidence),
  ];
}

function grantRow({ grants }: Diagnosis['evidence']): LockRow[] {
  if (grants === undefined) { return []; }
  const name = message('Grants');
  if (!grants.ok) { return [{ id: 'grants', name, verdict: 'unknown', says: message('could not be listed') }]; }
  return [{
    id: 'grants', name, verdict: grants.value.length === 0 ? 'not-needed' : 'unknown',
    says: grants.value.length === 0 ? message('none') : message('{count} on this key', { count: grants.value.length }),
  }];
}

function stateRow({ key }: Diagnosis['evidence']): LockRow[] {
  if (key?.ok !== true) { return []; }
  const { state } = key.value;
  return [{ id: 'key-state', name: message('Key state'), verdict: state === 'Enabled' ? 'open' : 'shut', says: message('{state}', { state }) }];
}

const verdictWords: Readonly<Record<LockRow['verdict'], Message>> = {
  open: message('open'), shut: message('shut'), delegated: message('left to IAM'), 'not-needed': message('not needed'), unknown: message('unknown'),
};

/** A verdict in a word or two. */
export function verdictSays(verdict: LockRow['verdict']): Message {
  return verdictWords[verdict];
}

/** The rows as a Markdown table. */
export function locksTable(diagnosis: Diagnosis, say: Say): string[] {
  const rows = lockRows(diagnosis);
  if (rows.length === 0) { return []; }
  const lines = rows.map(r => `| ${say(r.name)} | **${say(verdictWords[r.verdict])}** | ${say(r.says)} |`);
  return [[`| | | |`, '|---|---|---|', ...lines].join('\n')];
}
