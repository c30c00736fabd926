import { type Arn, formatArn, parseArn } from './arn';

/**
 * What a principal string names (IAM User Guide, "AWS JSON policy elements: Principal"). `name` is without the path,
 * `path` begins and ends with a slash. This is the one place that takes a principal apart; what more is known of one stands on it:
 * of the caller in a decision (access, `Caller`), of whom a policy is to let in (diagnosis, `Who`), and of a name as an error has it,
 * cut or redacted (denial, `CallerFacts`).
 */
export type Principal =
  | { readonly kind: 'anyone' }
  | { readonly kind: 'account'; readonly account: string; readonly partition: string | undefined }
  | {
      readonly kind: 'role' | 'user' | 'group' | 'instance-profile';
      readonly account: string;
      readonly partition: string;
      readonly path: string;
      readonly name: string;
      readonly arn: string;
    }
  | {
      readonly kind: 'assumed-role';
      readonly account: string;
      readonly partition: string;
      readonly name: string;
      readonly session: string;
      readonly arn: string;
    }
  | {
      readonly kind: 'federated-user';
      readonly account: string;
      readonly partition: string;
      readonly name: string;
      readonly arn: string;
    }
  | { readonly kind: 'service'; readonly service: string }
  /** A unique id that AWS shows in place of the ARN once the role or user was deleted. */
  | { readonly kind: 'unique-id'; readonly id: string }
  | { readonly kind: 'other'; readonly text: string };

/** A session of a role. Its ARN has the role's name, but not its path. */
export type RoleSession = Extract<Principal, { readonly kind: 'assumed-role' }>;

/** Reads an entry of `"AWS"`, a caller's ARN, or a service principal's name. Never throws: what it does not know is `other`. */
export function parsePrincipal(text: string): Principal {
  if (text === '*') {
    return { kind: 'anyone' };
  }
  if (/^\d{12}$/.test(text)) {
    return { kind: 'account', account: text, partition: undefined };
  }
  if (/^A(ROA|IDA|NPA|NVA|GPA)[A-Z0-9]{12,}$/.test(text)) {
    return { kind: 'unique-id', id: text };
  }
  const arn = parseArn(text);
  const named = arn === undefined ? serviceNamed(text) : identityNamed(text, arn);
  return named ?? { kind: 'other', text };
}

function serviceNamed(text: string): Principal | undefined {
  return /^[a-z0-9-]+(\.[a-z0-9-]+)*\.amazonaws\.com(\.cn)?$/.test(text) ||
    /^[a-z0-9-]+\.(aws\.internal|api\.aws)$/.test(text)
    ? { kind: 'service', service: text }
    : undefined;
}

function identityNamed(text: string, arn: Arn): Principal | undefined {
  switch (arn.service) {
    case 'iam':
      return identityOfIam(text, arn);
    case 'sts':
      return sessionOfSts(text, arn);
    default:
      return undefined;
  }
}

function identityOfIam(arn: string, { partition, account, resource }: Arn): Principal | undefined {
  if (resource === 'root') {
    return { kind: 'account', account, partition };
  }
  const [type, rest] = typeAndRest(resource);
  const last = rest.lastIndexOf('/');
  const name = rest.slice(last + 1);
  if ((type === 'role' || type === 'user' || type === 'group' || type === 'instance-profile') && name !== '') {
    return { kind: type, account, partition, path: `/${rest.slice(0, last + 1)}`, name, arn };
  }
  return undefined;
}

function sessionOfSts(arn: string, { partition, account, resource }: Arn): Principal | undefined {
  const [type, rest] = typeAndRest(resource);
  const slash = rest.indexOf('/');
  if (type === 'assumed-role' && slash > 0) {
    const [name, session] = [rest.slice(0, slash), rest.slice(slash + 1)];
    return { kind: 'assumed-role', account, partition, name, session, arn };
  }
  if (type === 'federated-user' && rest !== '') {
    return { kind: 'federated-user', account, partition, name: rest, arn };
  }
  return undefined;
}

/** The resource part of an ARN, parted at its first slash. */
function typeAndRest(resource: string): readonly [type: string, rest: string] {
  const slash = resource.indexOf('/');
  return slash < 0 ? [resource, ''] : [resource.slice(0, slash), resource.slice(slash + 1)];
}

/**
 * Whether a principal is a service-linked role or a session of one. The role's path says so; a session does not show it, and only perhaps is
 * one when its role is called like one (IAM User Guide, "Create a service-linked role").
 */
export function isServiceLinked(principal: Principal): boolean | 'perhaps' {
  switch (principal.kind) {
    case 'role':
      return principal.path.startsWith('/aws-service-role/');
    case 'assumed-role':
      return isServiceLinkedName(principal.name) && 'perhaps';
    default:
      return false;
  }
}

/** Whether a role is called like a service-linked one: the services name theirs so. */
export function isServiceLinkedName(role: string): boolean {
  return role.startsWith('AWSServiceRoleFor');
}

/** Whether a role is called like those that IAM Identity Center makes (IAM Identity Center User Guide, "IAM roles created by IAM Identity Center"). */
export function isIdentityCenterName(role: string): boolean {
  return role.startsWith('AWSReservedSSO_');
}

/** The IAM Identity Center permission set behind a role or a session of it; undefined for all others. */
export function permissionSetOf(principal: Principal): string | undefined {
  return principal.kind === 'role' || principal.kind === 'assumed-role'
    ? /^AWSReservedSSO_(.+)_[0-9a-f]{16}$/.exec(principal.name)?.[1]
    : undefined;
}

/** The ARN of a role, or of a session's role, that has this path, which begins and ends with a slash. */
export function roleArn(
  { partition, account, name }: Pick<RoleSession, 'partition' | 'account' | 'name'>,
  path = '/',
): string {
  return formatArn({ partition, service: 'iam', region: '', account, resource: `role${path}${name}` });
}

/** Whether `text` is the ARN of a session's role. Names of roles are unique in an account, whatever their path (IAM User Guide, "IAM identifiers"). */
export function isRoleOfSession(text: string, { account, name }: RoleSession): boolean {
  const role = parsePrincipal(text);
  return role.kind === 'role' && role.account === account && role.name === name;
}

/** The ARN that stands for an account, and for its root user: `arn:aws:iam::ACCOUNT:root`. */
export function accountArn(account: string, partition = 'aws'): string {
  return formatArn({ partition, service: 'iam', region: '', account, resource: 'root' });
}
