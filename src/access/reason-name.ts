import type { Reason } from './types';

/** How a statement or grant is called in a sentence: its Sid, or its place. */
export function nameOf(reason: Reason): string {
  if (reason.kind === 'grant') {
    return reason.grant.GrantId ?? '?';
  }
  const sid = reason.statement.sid?.value?.value;
  return sid === undefined || sid === '' ? `#${reason.statement.index + 1}` : `"${sid}"`;
}
