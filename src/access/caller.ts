import { parsePrincipal, type Principal } from '../policy';
import { Maybe, No, type Truth, truth } from './truth';

/** The principal of a request, with what its ARN says about it. */
export interface Caller {
  readonly kind: 'user' | 'role' | 'session' | 'federated-user' | 'root' | 'service' | 'other';
  readonly arn: string;
  readonly account: string | undefined;
  readonly partition: string | undefined;
  /** `arn:…:root` of the caller's account. */
  readonly accountArn: string | undefined;
  /** User name, role name, service or federation name. */
  readonly name: string;
  /** ARN of the role (also for its sessions) or user as IAM knows it. Of a session whose role path is not known, the ARN without a path. */
  readonly identityArn: string | undefined;
  /** False for a session of which it is not known what path its role has: the session's ARN does not show it. */
  readonly pathKnown: boolean;
}

/**
 * Reads the caller of a request.
 * @param partition the key's, for a caller that is given as twelve digits
 * @param principalArn the request's `aws:PrincipalArn`, which for a role session is the ARN of the role with its path
 *   (IAM User Guide, "AWS global condition context keys", aws:PrincipalArn); `'unknown'` when it is not known;
 *   undefined when nothing is said of it, which means that the role has no path
 */
export function readCaller(text: string, partition?: string, principalArn?: string): Caller {
  const principal = parsePrincipal(text);
  switch (principal.kind) {
    case 'account':
      return caller({
        kind: 'root',
        arn: text,
        account: principal.account,
        partition: principal.partition ?? partition ?? 'aws',
        name: '',
        identityArn: undefined,
      });
    case 'user':
    case 'role':
      return caller({ ...principal, kind: principal.kind, arn: text, identityArn: text });
    case 'assumed-role': {
      const { account, name } = principal;
      const plain = `arn:${principal.partition}:iam::${account}:role/${name}`;
      const role = roleOf(principal, principalArn);
      return {
        ...caller({ ...principal, kind: 'session', arn: text, identityArn: role ?? plain }),
        pathKnown: role !== undefined || principalArn !== 'unknown',
      };
    }
    case 'federated-user': {
      const user = principalArn === undefined ? undefined : parsePrincipal(principalArn);
      const identityArn = user?.kind === 'user' && user.account === principal.account ? user.arn : undefined;
      return caller({ ...principal, arn: text, identityArn });
    }
    case 'service':
      return caller({ ...withoutAccount, kind: 'service', arn: text, name: principal.service });
    default:
      return caller({ ...withoutAccount, kind: 'other', arn: text, name: text });
  }
}

const withoutAccount = { account: undefined, partition: undefined, identityArn: undefined } as const;

function caller(read: Omit<Caller, 'accountArn' | 'pathKnown'>): Caller {
  const { kind, arn, account, partition, name, identityArn } = read;
  const accountArn = account === undefined ? undefined : `arn:${partition ?? 'aws'}:iam::${account}:root`;
  return { kind, arn, account, partition, accountArn, name, identityArn, pathKnown: true };
}

function roleOf(
  session: Extract<Principal, { kind: 'assumed-role' }>,
  principalArn: string | undefined,
): string | undefined {
  const role = principalArn === undefined ? undefined : parsePrincipal(principalArn);
  return role?.kind === 'role' && role.name === session.name && role.account === session.account ? role.arn : undefined;
}

/**
 * Whether the caller is a service-linked role: its path says so (IAM User Guide, "Create a service-linked role").
 * SCPs and RCPs do not restrict such roles (AWS Organizations User Guide, "Service control policies (SCPs)").
 */
export function isServiceLinked(caller: Caller): Truth {
  if (caller.kind !== 'role' && caller.kind !== 'session') {
    return No;
  }
  if (caller.pathKnown) {
    return truth(caller.identityArn?.includes(':role/aws-service-role/') === true);
  }
  return caller.name.startsWith('AWSServiceRoleFor') ? Maybe : No;
}
