import type { Grant } from '../access';
import {
  accountArn,
  isIdentityCenterName,
  isRoleOfSession,
  isServiceLinked,
  isServiceLinkedName,
  parsePrincipal,
  type PolicyDocument,
  type Principal,
  roleArn,
  type RoleSession,
} from '../policy';
import { serviceOfLinkedRole } from '../reference';

/**
 * The principal of a denial, as a policy has to name it. More than a `Principal`: who is to be let in is named by the role, never by the
 * session, and where the role's path is not known, by what can be known of it.
 */
export interface Who {
  /** As it stands in the error. */
  readonly arn: string;
  readonly principal: Principal;
  readonly account: string | undefined;
  /** What people call it: `MyRole`, `alice`, `logs.eu-west-1.amazonaws.com`, `root user of 111122223333`. */
  readonly name: string;
  /** A service-linked role, or what is called like one: AWS owns its IAM policy, and only the service can take it on. */
  readonly serviceLinked: boolean;
  /** What a key policy's Principal must hold; undefined when nothing sensible can be named. */
  readonly named: NamedCaller | undefined;
}

/** How a statement names somebody: a Principal element, and a condition where the ARN alone cannot be known. */
export interface NamedCaller {
  readonly principal: { readonly AWS: string } | { readonly Service: string };
  readonly condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Why the name may still be wrong. */
  readonly doubt?: 'role-path-unknown';
}

/**
 * Works out whom a policy must name for a caller. A session is named by its role: a session ARN would match that one session only
 * (IAM User Guide, "AWS JSON policy elements: Principal").
 * @param realArn the role's or user's ARN as IAM knows it, where it could be read: a session ARN does not show the path
 */
export function whoIs(arn: string, realArn?: string): Who {
  const principal = parsePrincipal(arn);
  const identity = principal.kind === 'assumed-role' && realArn !== undefined ? parsePrincipal(realArn) : principal;
  return {
    arn,
    principal,
    account: 'account' in principal ? principal.account : undefined,
    name: nameOf(principal),
    serviceLinked: isServiceLinked(identity) !== false,
    named: naming(principal, realArn),
  };
}

function nameOf(principal: Principal): string {
  switch (principal.kind) {
    case 'account':
      return `root user of ${principal.account}`;
    case 'service':
      return principal.service;
    case 'unique-id':
      return principal.id;
    case 'anyone':
      return '*';
    case 'other':
      return principal.text;
    default:
      return principal.name;
  }
}

function naming(principal: Principal, realArn: string | undefined): NamedCaller | undefined {
  switch (principal.kind) {
    case 'assumed-role':
      return realArn === undefined ? namedBySession(principal) : { principal: { AWS: realArn } };
    case 'role':
    case 'user':
    case 'federated-user':
      return { principal: { AWS: principal.arn } };
    case 'account':
      return { principal: { AWS: accountArn(principal.account, principal.partition) } };
    case 'service':
      return { principal: { Service: principal.service } };
    default:
      return undefined;
  }
}

/**
 * The ARN of a session's role with its path, where a key policy or a grant names it: names of roles are unique in an
 * account, whatever their path (IAM User Guide, "IAM identifiers"), and KMS keeps no principal that does not exist.
 * Undefined for another caller, and where none or more than one ARN is named.
 * @param session the caller, as it stands in the error
 */
export function roleNamedIn(
  session: string,
  keyPolicy: PolicyDocument | undefined,
  grants: readonly Grant[],
): string | undefined {
  const caller = parsePrincipal(session);
  if (caller.kind !== 'assumed-role') {
    return undefined;
  }
  const named = [
    ...(keyPolicy?.statements ?? [])
      .flatMap(s => (s.principal ?? s.notPrincipal)?.value.entries ?? [])
      .flatMap(e => e.value.strings.map(s => s.value)),
    ...grants.flatMap(g => g.GranteePrincipal ?? []),
  ];
  const [only, ...others] = new Set(named.filter(text => isRoleOfSession(text, caller)));
  return others.length === 0 ? only : undefined;
}

function namedBySession(session: RoleSession): NamedCaller | undefined {
  const { partition, account, name } = session;
  if (isIdentityCenterName(name)) {
    // The path holds the Region of the identity source, and the suffix changes when the permission set is provisioned again
    // (IAM Identity Center User Guide, "Referencing permission sets in resource policies, Amazon EKS cluster config maps, and AWS KMS key policies").
    const role = { partition, account, name: `*${name.replace(/_[0-9a-f]{16}$/, '_*')}` };
    return {
      principal: { AWS: accountArn(account, partition) },
      condition: { ArnLike: { 'aws:PrincipalArn': roleArn(role, '/aws-reserved/sso.amazonaws.com/') } },
    };
  }
  const service = serviceOfLinkedRole(name);
  if (service !== undefined) {
    return { principal: { AWS: roleArn(session, `/aws-service-role/${service}.amazonaws.com/`) } };
  }
  return isServiceLinkedName(name) ? undefined : { principal: { AWS: roleArn(session) }, doubt: 'role-path-unknown' };
}
