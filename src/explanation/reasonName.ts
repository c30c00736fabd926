import type { Reason } from '../access';
import { nameOfStatement } from '../policy';
import { inlineCode } from '../text/markdown';
import { message, type Message, verbatim } from '../text/message';

/** What a list calls a statement or grant: its Sid, its place, its id. Plain text from outside. */
export function reasonName(reason: Reason): Message {
  if (reason.kind === 'grant') {
    return verbatim(grantId(reason));
  }
  const name = nameOfStatement(reason.statement);
  return 'sid' in name ? verbatim(name.sid) : message('statement {number}', { number: name.number });
}

/** The same within a plain sentence: the Sid in quotation marks, or `#` and the number. */
export function quotedName(reason: Reason): string {
  if (reason.kind === 'grant') {
    return grantId(reason);
  }
  const name = nameOfStatement(reason.statement);
  return 'sid' in name ? `"${name.sid}"` : `#${name.number}`;
}

/** The same within Markdown, with the policy's name where it is an IAM policy. */
export function markdownName(reason: Reason): string {
  if (reason.kind === 'grant') {
    return inlineCode(grantId(reason));
  }
  const name = nameOfStatement(reason.statement);
  const which = 'sid' in name ? inlineCode(name.sid) : `#${name.number}`;
  return reason.name === undefined ? which : `${which} (${inlineCode(reason.name)})`;
}

function grantId({ grant }: Extract<Reason, { kind: 'grant' }>): string {
  return grant.GrantId ?? '?';
}
