/** What documents call callers, statements, grants and kinds of policies. */
import type { PolicyKind, Reason } from '../access';
import type { Who } from '../diagnosis';
import { nameOfStatement } from '../policy';
import {
  type Arg,
  asCode,
  asName,
  asStatement,
  asText,
  message,
  type Message,
  type Piece,
  verbatim,
} from '../text/message';

/** A caller in a sentence; "the caller" where nobody is known. */
export function callerName(who: Who | undefined): Arg {
  if (who === undefined) {
    return message('the caller');
  }
  return who.principal.kind === 'account'
    ? message('the root user of account {account}', { account: asCode(who.principal.account) })
    : asName(who.name);
}

/** What a list calls a statement or grant: its Sid, its place, its id. */
export function reasonName(reason: Reason): Message {
  if (reason.kind === 'grant') {
    return verbatim(asText(grantId(reason)));
  }
  const name = nameOfStatement(reason.statement);
  return 'sid' in name ? verbatim(asText(name.sid)) : message('statement {number}', { number: name.number });
}

/** The same within a sentence without code: the Sid in quotation marks, or `#` and the number. */
export function quotedName(reason: Reason): Piece {
  if (reason.kind === 'grant') {
    return asStatement(asText(grantId(reason)));
  }
  const name = nameOfStatement(reason.statement);
  return asStatement(asText('sid' in name ? `"${name.sid}"` : `#${name.number}`));
}

/** The same within a document, with the policy's name where it is an IAM policy. */
export function statementName(reason: Reason): Piece {
  if (reason.kind === 'grant') {
    return asStatement(asCode(grantId(reason)));
  }
  const name = nameOfStatement(reason.statement);
  const which: Arg = 'sid' in name ? asCode(name.sid) : message('#{number}', { number: name.number });
  return asStatement(
    reason.name === undefined
      ? which
      : message('{statement} ({policy})', { statement: which, policy: asName(reason.name) }),
  );
}

function grantId({ grant }: Extract<Reason, { kind: 'grant' }>): string {
  return grant.GrantId ?? '?';
}

/** A kind of policy in a sentence, with its article. */
export function policyName(kind: PolicyKind): Message {
  return policies[kind];
}

const policies: Readonly<Record<PolicyKind, Message>> = {
  'key-policy': message('the key policy'),
  'identity-policy': message('an IAM policy of the caller'),
  scp: message('a service control policy (SCP)'),
  rcp: message('a resource control policy (RCP)'),
  'vpc-endpoint-policy': message('the VPC endpoint’s policy'),
  boundary: message('the permissions boundary'),
  'session-policy': message('the session policy'),
};

/** The same at the head of a sentence. */
export function policyTitle(kind: PolicyKind): Message {
  return titles[kind];
}

const titles: Readonly<Record<PolicyKind, Message>> = {
  'key-policy': message('The key policy'),
  'identity-policy': message('An IAM policy of the caller'),
  scp: message('A service control policy (SCP)'),
  rcp: message('A resource control policy (RCP)'),
  'vpc-endpoint-policy': message('The VPC endpoint’s policy'),
  boundary: message('The permissions boundary'),
  'session-policy': message('The session policy'),
};
