import type { Grant } from '../access';
import { parsePrincipal, type PolicyDocument, type Principal } from '../policy';

/** The principal of a denial, as a policy has to name it. */
export interface Who {
  /** As it stands in the error. */
  readonly arn: string;
  readonly principal: Principal;
  readonly account: string | undefined;
  /** What people call it: `MyRole`, `alice`, `logs.eu-west-1.amazonaws.com`, `root user of 111122223333`. */
  readonly name: string;
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
  const who = (account: string | undefined, name: string, named: NamedCaller | undefined): Who => ({
    arn,
    principal,
    account,
    name,
    named,
  });
  switch (principal.kind) {
    case 'assumed-role':
      return who(
        principal.account,
        principal.name,
        realArn === undefined ? roleOfSession(principal) : { principal: { AWS: realArn } },
      );
    case 'role':
    case 'user':
      return who(principal.account, principal.name, { principal: { AWS: arn } });
    case 'federated-user':
      return who(principal.account, principal.name, { principal: { AWS: arn } });
    case 'account':
      return who(principal.account, `root user of ${principal.account}`, {
        principal: { AWS: `arn:${principal.partition ?? 'aws'}:iam::${principal.account}:root` },
      });
    case 'service':
      return who(undefined, principal.service, { principal: { Service: principal.service } });
    case 'group':
    case 'instance-profile':
      return who(principal.account, principal.name, undefined);
    case 'unique-id':
      return who(undefined, principal.id, undefined);
    case 'anyone':
      return who(undefined, '*', undefined);
    case 'other':
      return who(undefined, principal.text, undefined);
  }
}

/**
 * The ARN of a session's role with its path, where a key policy or a grant names it: names of roles are unique in an account, whatever their
 * path (IAM User Guide, "IAM identifiers"), and KMS keeps no principal that does not exist.
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
  const [only, ...others] = new Set(
    named.filter(text => {
      const role = parsePrincipal(text);
      return role.kind === 'role' && role.account === caller.account && role.name === caller.name;
    }),
  );
  return others.length === 0 ? only : undefined;
}

/** Whether the caller is a service-linked role: AWS owns its IAM policy, and only the service can take it on. */
export function isServiceLinked(who: Who | undefined): boolean {
  const named = who?.named?.principal;
  if (named !== undefined && 'AWS' in named && named.AWS.includes(':role/aws-service-role/')) {
    return true;
  }
  return who?.principal.kind === 'assumed-role' && isServiceLinkedName(who.principal.name);
}

/** The IAM Identity Center permission set behind a role; undefined for other callers. */
export function permissionSetOf({ principal }: Who): string | undefined {
  return principal.kind === 'role' || principal.kind === 'assumed-role'
    ? /^AWSReservedSSO_(.+)_[0-9a-f]{16}$/.exec(principal.name)?.[1]
    : undefined;
}

// IAM User Guide, "Create a service-linked role": the services name their roles so; nobody else begins a role's name like that.
function isServiceLinkedName(name: string): boolean {
  return name.startsWith('AWSServiceRoleFor');
}

function roleOfSession({
  partition,
  account,
  name,
}: Extract<Principal, { kind: 'assumed-role' }>): NamedCaller | undefined {
  const roles = `arn:${partition}:iam::${account}:role`;
  if (name.startsWith('AWSReservedSSO_')) {
    // The path holds the Region of the identity source, and the suffix changes when the permission set is provisioned again
    // (IAM Identity Center User Guide, "Referencing permission sets in resource policies, Amazon EKS cluster config maps, and AWS KMS key policies").
    const stem = name.replace(/_[0-9a-f]{16}$/, '_*');
    return {
      principal: { AWS: `arn:${partition}:iam::${account}:root` },
      condition: { ArnLike: { 'aws:PrincipalArn': `${roles}/aws-reserved/sso.amazonaws.com/*${stem}` } },
    };
  }
  // Some take a suffix of the user's: AWSServiceRoleForAutoScaling_batch.
  const service = serviceLinkedRoles[name.split('_')[0] ?? name];
  if (service === undefined && isServiceLinkedName(name)) {
    return undefined;
  }
  if (service !== undefined) {
    return { principal: { AWS: `${roles}/aws-service-role/${service}/${name}` } };
  }
  return { principal: { AWS: `${roles}/${name}` }, doubt: 'role-path-unknown' };
}

// IAM User Guide, "AWS services that work with IAM", column service-linked roles, and the services' own guides.
const serviceLinkedRoles: Readonly<Record<string, string>> = {
  AWSServiceRoleForAutoScaling: 'autoscaling.amazonaws.com',
  AWSServiceRoleForEC2Spot: 'spot.amazonaws.com',
  AWSServiceRoleForEC2SpotFleet: 'spotfleet.amazonaws.com',
  AWSServiceRoleForRDS: 'rds.amazonaws.com',
  AWSServiceRoleForBackup: 'backup.amazonaws.com',
  AWSServiceRoleForAmazonEKS: 'eks.amazonaws.com',
  AWSServiceRoleForAmazonEKSNodegroup: 'eks-nodegroup.amazonaws.com',
  AWSServiceRoleForAmazonFSx: 'fsx.amazonaws.com',
  AWSServiceRoleForAmazonGuardDuty: 'guardduty.amazonaws.com',
  AWSServiceRoleForAmazonGuardDutyMalwareProtection: 'malware-protection.guardduty.amazonaws.com',
  AWSServiceRoleForAmazonInspector2: 'inspector2.amazonaws.com',
  AWSServiceRoleForAmazonMacie: 'macie.amazonaws.com',
  AWSServiceRoleForAmazonOpenSearchService: 'opensearchservice.amazonaws.com',
  AWSServiceRoleForBatch: 'batch.amazonaws.com',
  AWSServiceRoleForCloudTrail: 'cloudtrail.amazonaws.com',
  AWSServiceRoleForConfig: 'config.amazonaws.com',
  AWSServiceRoleForEC2Fleet: 'ec2fleet.amazonaws.com',
  AWSServiceRoleForECS: 'ecs.amazonaws.com',
  AWSServiceRoleForElastiCache: 'elasticache.amazonaws.com',
  AWSServiceRoleForLexBots: 'lex.amazonaws.com',
  AWSServiceRoleForLexV2Bots: 'lexv2.amazonaws.com',
  AWSServiceRoleForRedshift: 'redshift.amazonaws.com',
};
