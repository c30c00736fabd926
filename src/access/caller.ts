import { accountArn, isRoleOfSession, isServiceLinked, parsePrincipal, roleArn, type RoleSession } from '../policy';
import { Maybe, type Truth, truth } from './truth';

/**
 * The principal of a request, with what its ARN says about it. More than a `Principal`: a decision also needs what the request says
 * besides the ARN (the role behind a session, the user behind a federated one), and what then is still not known of the caller.
 */
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
  /** Whether it is a service-linked role, which SCPs and RCPs do not restrict (AWS Organizations User Guide, "Service control policies (SCPs)"). */
  readonly serviceLinked: Truth;
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
      const role = roleOf(principal, principalArn);
      const identityArn = role ?? roleArn(principal);
      return caller(
        { ...principal, kind: 'session', arn: text, identityArn },
        role !== undefined || principalArn !== 'unknown',
      );
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

function caller(read: Omit<Caller, 'accountArn' | 'pathKnown' | 'serviceLinked'>, pathKnown = true): Caller {
  const { kind, arn, account, partition, name, identityArn } = read;
  return {
    kind,
    arn,
    account,
    partition,
    accountArn: account === undefined ? undefined : accountArn(account, partition),
    name,
    identityArn,
    pathKnown,
    serviceLinked: serviceLinked(pathKnown ? (identityArn ?? arn) : arn),
  };
}

function serviceLinked(arn: string): Truth {
  const linked = isServiceLinked(parsePrincipal(arn));
  return linked === 'perhaps' ? Maybe : truth(linked);
}

function roleOf(session: RoleSession, principalArn: string | undefined): string | undefined {
  return principalArn !== undefined && isRoleOfSession(principalArn, session) ? principalArn : undefined;
}

/**
 * Whether IAM has no say about a caller: a service principal has no IAM policies, and nobody can attach one, or set a boundary, to the
 * root user (IAM User Guide, "Policies and permissions in AWS Identity and Access Management", Policies and the root user).
 */
export function hasNoIam({ kind }: Caller): boolean {
  return kind === 'service' || kind === 'root';
}
