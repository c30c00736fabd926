import type { Denial } from '../denial';
import { takesInAction } from '../policy';
import {
  kmsOperation,
  type ServiceAction,
  type ServiceUse,
  serviceUses,
  serviceUsesBy,
  serviceUsesVia,
} from '../reference';
import type { Who } from './who';

/** A Condition element: operator → condition key → value. */
export type Condition = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Actions that go into one statement, under one condition. */
export interface Permission {
  readonly actions: readonly string[];
  readonly condition?: Condition;
}

/** What a cure has to give. */
export interface Needed {
  /** The denied action's permission first. */
  readonly permissions: readonly Permission[];
  /** The service whose documented needs these are; undefined where the denied action stands for itself. */
  readonly service?: ServiceUse;
}

/**
 * What has to be allowed so that the call, or the whole of what the calling service does, works.
 * @param narrow keep it to the calling service and the encryption context that the error shows
 */
export function neededFor(
  denial: Denial & { readonly action: string },
  who: Who,
  keyArn: string,
  narrow: boolean,
): Needed {
  const via = viaServiceOf(denial, who, keyArn);
  const service = serviceOf(denial, who, via);
  const actions = service ? actionsOf(service, denial.action) : [denial.action];
  const narrowed = narrow ? conditionOf(denial, via) : undefined;
  const condition = who.principal.kind === 'service' ? sourceCondition(denial, who, keyArn) : narrowed;
  return { permissions: split(denial.action, actions, condition, service), ...(service && { service }) };
}

/**
 * The value of `kms:ViaService` in the call, where the error shows a service that calls for the principal. Undefined
 * where it shows none, where the principal is a service itself, and where the ARN has no Region.
 */
export function viaServiceOf({ callingService }: Denial, who: Who, keyArn: string): string | undefined {
  const service = /^([a-z0-9-]+)\.amazonaws\.com(\.cn)?$/.exec(callingService ?? '')?.[1];
  const region = keyArn.split(':')[3];
  return service === undefined || !region || who.principal.kind === 'service'
    ? undefined
    : `${service}.${region}.amazonaws.com`;
}

// EC2 and Spot start instances with encrypted volumes for the user, as Auto Scaling does (Amazon EC2 Auto Scaling User Guide,
// "Required AWS KMS key policy for use with encrypted volumes").
const usesOfRoles: Readonly<Record<string, string>> = {
  AWSServiceRoleForAutoScaling: 'ec2-autoscaling',
  AWSServiceRoleForEC2Spot: 'ec2-autoscaling',
  AWSServiceRoleForEC2SpotFleet: 'ec2-autoscaling',
};

function serviceOf(
  denial: Denial & { readonly action: string },
  who: Who,
  via: string | undefined,
): ServiceUse | undefined {
  const possible = usesBehind(who, via).filter(use => use.documented && groupOf(use, denial.action) !== undefined);
  const shown = Object.keys(denial.encryptionContext ?? {});
  return possible.find(use => Object.keys(use.encryptionContext).some(name => shown.includes(name))) ?? possible[0];
}

/** For whose sake the call may have been: the service whose role the caller is, the caller where it is a service, or the one that called for it. */
function usesBehind(who: Who, via: string | undefined): readonly ServiceUse[] {
  const byRole = usesOfRoles[who.name.split('_')[0] ?? who.name];
  if (byRole !== undefined && isRole(who)) {
    return serviceUses.filter(u => u.id === byRole);
  }
  if (who.principal.kind === 'service') {
    return serviceUsesBy(who.principal.service);
  }
  if (via === undefined) {
    return [];
  }
  const [service] = via.split('.');
  return [...serviceUsesVia(via)].sort((a, b) => Number(b.id === service) - Number(a.id === service));
}

function isRole({ principal }: Who): boolean {
  return principal.kind === 'role' || principal.kind === 'assumed-role';
}

/** The smallest group of a service's needs that holds the action: who may read need not be able to write. */
function groupOf(use: ServiceUse, action: string): readonly ServiceAction[] | undefined {
  const groups = Object.values(use.actions).filter(group => group.some(a => takesInAction(a.action, action)));
  return groups.sort((a, b) => a.length - b.length)[0];
}

function actionsOf(use: ServiceUse, action: string): string[] {
  // Auto Scaling attaches the volumes too: its set is documented as a whole.
  const group =
    use.id === 'ec2-autoscaling'
      ? [...(use.actions.write ?? []), ...(use.actions.setup ?? [])]
      : (groupOf(use, action) ?? []);
  return [...new Set(group.map(a => a.action))].sort(
    (a, b) => Number(takesInAction(b, action)) - Number(takesInAction(a, action)),
  );
}

// A request carries the encryption context with cryptographic operations only: DescribeKey under such a condition never applies.
// CreateGrant is given for the grants that services make for themselves (KMS Developer Guide, "kms:GrantIsForAWSResource"); EKS makes its
// own as the user who creates the cluster, and does not support that condition (Amazon EKS User Guide, "Encrypt Kubernetes secrets with AWS KMS").
function split(
  denied: string,
  actions: readonly string[],
  condition: Condition | undefined,
  service: ServiceUse | undefined,
): Permission[] {
  const ofService = service !== undefined;
  const onContext = Object.values(condition ?? {}).some(keys =>
    Object.keys(keys).some(k => k.startsWith('kms:EncryptionContext')),
  );
  const grants = ofService && service.id !== 'eks' && actions.includes('kms:CreateGrant');
  const describes = (a: string): boolean => takesInAction(a, 'kms:DescribeKey');
  const withoutGrants = actions.filter(a => !(grants && a === 'kms:CreateGrant'));
  const wanted =
    ofService || onContext || denied === 'kms:DescribeKey' || kmsOperation(denied)?.cryptographic !== true
      ? withoutGrants
      : [...withoutGrants, 'kms:DescribeKey'];
  const uses = onContext ? wanted.filter(a => !describes(a)) : wanted;
  const rest = onContext && wanted.some(describes) ? [{ actions: ['kms:DescribeKey'] }] : [];
  const permission = (list: readonly string[], of: Condition | undefined): Permission => ({
    actions: list,
    ...(of && { condition: of }),
  });
  const all = [
    ...(uses.length > 0 ? [permission(uses, condition)] : []),
    ...rest,
    ...(grants
      ? [
          permission(
            ['kms:CreateGrant'],
            mergeConditions(onContext ? undefined : condition, { Bool: { 'kms:GrantIsForAWSResource': 'true' } }),
          ),
        ]
      : []),
  ];
  return all.sort(
    (a, b) =>
      Number(b.actions.some(x => takesInAction(x, denied))) - Number(a.actions.some(x => takesInAction(x, denied))),
  );
}

function conditionOf({ encryptionContext, action }: Denial, via: string | undefined): Condition | undefined {
  if (via !== undefined && serviceUsesVia(via).length > 0) {
    return { StringEquals: { 'kms:ViaService': via } };
  }
  if (encryptionContext === null || action === null || kmsOperation(action)?.cryptographic !== true) {
    return undefined;
  }
  const pairs = Object.entries(encryptionContext).map(
    ([name, value]) => [`kms:EncryptionContext:${name}`, literally(value)] as const,
  );
  return pairs.length === 0 ? undefined : { StringEquals: Object.fromEntries(pairs) };
}

// What tells one customer's call of a service from another's (IAM User Guide, "The confused deputy problem"). Where the service puts its
// resource into the encryption context, AWS asks for that.
function sourceCondition({ encryptionContext }: Denial, who: Who, keyArn: string): Condition | undefined {
  const service = who.principal.kind === 'service' ? who.principal.service : '';
  const [, partition, , region, account] = keyArn.split(':');
  const shown = Object.entries(encryptionContext ?? {}).find(
    ([name, value]) => name.startsWith('aws:') && value.startsWith('arn:'),
  );
  if (shown) {
    return { ArnEquals: { [`kms:EncryptionContext:${shown[0]}`]: literally(shown[1]) } };
  }
  if (/^logs\./.test(service)) {
    return { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': `arn:${partition}:logs:${region}:${account}:*` } };
  }
  if (service === 'cloudtrail.amazonaws.com') {
    return {
      StringLike: { 'kms:EncryptionContext:aws:cloudtrail:arn': `arn:${partition}:cloudtrail:*:${account}:trail/*` },
    };
  }
  return neverSent(who).has('aws:sourceaccount') || !account
    ? undefined
    : { StringEquals: { 'aws:SourceAccount': account } };
}

/**
 * Condition keys, in lower case, that a service never sends although others do: EventBridge's calls for an encrypted SNS topic carry no source
 * keys (Amazon SNS Developer Guide, "Key management").
 */
export function neverSent({ principal }: Who): ReadonlySet<string> {
  return new Set(
    principal.kind === 'service' && principal.service === 'events.amazonaws.com'
      ? ['aws:sourceaccount', 'aws:sourcearn']
      : [],
  );
}

// `${…}` in a condition's value would be read as a policy variable (IAM User Guide, "Policy variables").
function literally(value: string): string {
  return value.replaceAll('${', '${$}{');
}

/** A condition that is met where both are; undefined when neither is there. */
export function mergeConditions(one: Condition | undefined, other: Condition | undefined): Condition | undefined {
  if (one === undefined || other === undefined) {
    return one ?? other;
  }
  return Object.fromEntries(
    [...new Set([...Object.keys(one), ...Object.keys(other)])].map(operator => [
      operator,
      { ...one[operator], ...other[operator] },
    ]),
  );
}
