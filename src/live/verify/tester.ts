import type { Answer, Failure, Profile, Session } from '../../ports';
import type { Who } from '../../diagnosis';
import { isServiceLinked, parsePrincipal, permissionSetOf } from '../../policy';

/** As whom a test is made. */
export interface Tester {
  /** As STS shows it. */
  readonly arn: string;
  /** `denied`: the principal of the error itself; `assumed`: so too, its role was assumed for the test; `other`: somebody else. */
  readonly as: 'denied' | 'assumed' | 'other';
  /** Why the role of the error could not be assumed; absent where that was not tried. */
  readonly refused?: Failure;
  /** The name of the credentials, for people. */
  readonly label: string;
  /** The AWS profile that is the tester, for command lines. */
  readonly profile?: string;
}

/** A session to test with, and as whom it does. */
export interface Test {
  readonly session: Session;
  readonly tester: Tester;
}

/** A session, and what people call its credentials. */
export interface LabelledSession {
  readonly session: Session;
  readonly label: string;
}

/**
 * Becomes the denied principal as far as a session can: it is that principal, or may assume its role; otherwise it stays who it is.
 * @param realArn the role's ARN with its path, where IAM told it
 * @returns a failure only when not even STS says who the session is
 * @throws AbortError when cancelled
 */
export async function becomeTester(
  { session, label }: LabelledSession,
  who: Who | undefined,
  realArn: string | undefined,
  signal: AbortSignal,
): Promise<Answer<Test>> {
  const me = await session.caller(signal);
  if (!me.ok) {
    return me;
  }
  const profile = session.source.kind === 'profile' ? { profile: session.source.name } : {};
  if (who !== undefined && isSamePrincipal(me.value.arn, who.arn)) {
    return { ok: true, value: { session, tester: { arn: me.value.arn, as: 'denied', label, ...profile } } };
  }
  const role = who && assumableRole(who, realArn);
  if (role === undefined) {
    return { ok: true, value: { session, tester: { arn: me.value.arn, as: 'other', label, ...profile } } };
  }
  const assumed = session.asRole(role);
  const caller = await assumed.caller(signal);
  if (caller.ok) {
    return { ok: true, value: { session: assumed, tester: { arn: caller.value.arn, as: 'assumed', label } } };
  }
  assumed.close();
  return {
    ok: true,
    value: { session, tester: { arn: me.value.arn, as: 'other', refused: caller.failure, label, ...profile } },
  };
}

/** Whether two ARNs are the same principal: a role and its sessions are, whatever the session and the role's path. */
export function isSamePrincipal(one: string, other: string): boolean {
  const [a, b] = [one, other].map(nameOf);
  return a !== undefined && a === b;
}

// A name is unique within its account and kind, whatever its path (IAM User Guide, "IAM identifiers").
function nameOf(arn: string): string | undefined {
  const principal = parsePrincipal(arn);
  switch (principal.kind) {
    case 'role':
    case 'assumed-role':
      return `role ${principal.account} ${principal.name}`;
    case 'user':
    case 'federated-user':
      return `${principal.kind} ${principal.account} ${principal.name}`;
    case 'account':
      return `account ${principal.account}`;
    default:
      return undefined;
  }
}

/** The role that a person could assume to be `who`; service-linked and IAM Identity Center roles trust none. */
export function assumableRole({ principal, named }: Who, realArn: string | undefined): string | undefined {
  if (principal.kind !== 'role' && principal.kind !== 'assumed-role') {
    return undefined;
  }
  const arn = realArn ?? whoArn(named);
  const role = parsePrincipal(arn ?? '');
  return role.kind === 'role' && !isServiceLinked(role) && !role.path.startsWith('/aws-reserved/') ? arn : undefined;
}

function whoArn(named: Who['named']): string | undefined {
  return named !== undefined && 'AWS' in named.principal ? named.principal.AWS : undefined;
}

/** Whether a profile's settings say that it is the principal; `undefined` where only a call could tell. */
export function isProfileOf({ roleArn, account, ssoRole, credentials }: Profile, who: Who): boolean | undefined {
  if (credentials === 'role' || credentials === 'web-identity') {
    return roleArn !== undefined && isSamePrincipal(roleArn, who.arn);
  }
  if (credentials === 'sso' && ssoRole !== undefined) {
    return account === who.account && permissionSetOf(who.principal) === ssoRole;
  }
  return account !== undefined && who.account !== undefined && account !== who.account ? false : undefined;
}
