import type { AccessRequest, Known } from '../access';
import { type PolicyDocument, parsePolicy, parsePrincipal, type Principal } from '../policy';
import type { SandboxCaller } from './callers';
import { AwsError } from './errors';
import { judge, type Refusal } from './judge';
import type { KeyTarget } from './target';
import type { PolicyJson, SandboxIdentity, World } from './world';

/** Values of condition keys. */
export type Context = Readonly<Record<string, string | readonly string[]>>;

/** What AWS says in place of a reason to callers who may not know whether the key exists. */
export const hiddenReason =
  'because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access';

/** Who asks, in which world and Region. */
export interface Requester {
  readonly world: World;
  readonly caller: SandboxCaller;
  /** The Region the request was signed for. */
  readonly region: string;
}

/** Checks that the caller may do `action` with a key. @throws AwsError AccessDeniedException, with the reason in AWS's words. */
export function authorize(asker: Requester, action: string, target: KeyTarget, context: Context): void {
  const { caller } = asker;
  const { key } = target;
  const refusal = judge(request(asker, action, key.arn, context), {
    ...known(asker),
    keyPolicy: parsePolicy(key.policy),
    grants: key.grants,
  });
  if (refusal === undefined) {
    return;
  }
  const foreign = key.parts.account !== caller.account;
  const hidden = foreign && (refusal.source === 'key-policy' || refusal.source === 'not-cross-account');
  throw denied(caller, action, whereOf(target, hidden), hidden ? hiddenReason : reason(refusal, action));
}

function whereOf({ key, fromCiphertext }: KeyTarget, hidden: boolean): string {
  if (fromCiphertext) {
    return 'on the resource associated with this ciphertext';
  }
  return hidden ? 'on this resource' : `on resource: ${key.arn}`;
}

/**
 * Checks that the caller's IAM policies allow an action that belongs to no key.
 * @param shown how the error names the resource, where not by its ARN (IAM: `role Reports`).
 * @throws AwsError
 */
export function authorizeAccount(asker: Requester, action: string, resource: string, shown = resource): void {
  const { caller } = asker;
  const delegating = read({
    Statement: { Effect: 'Allow', Principal: { AWS: caller.account }, Action: '*', Resource: '*' },
  });
  const refusal = judge(request(asker, action, resource, {}), {
    ...known(asker),
    keyPolicy: delegating,
    grants: [],
  });
  if (refusal !== undefined) {
    throw denied(caller, action, `on resource: ${shown}`, reason(refusal, action));
  }
}

/** Whether the caller could change the key's policy again if it were this one. */
export function couldPutKeyPolicy(
  asker: Requester,
  { key }: KeyTarget,
  keyPolicy: PolicyDocument,
  context: Context,
): boolean {
  const again = request(asker, 'kms:PutKeyPolicy', key.arn, context);
  return judge(again, { ...known(asker), keyPolicy, grants: key.grants }) === undefined;
}

/**
 * Checks that the caller may assume a role: its trust policy decides as a key policy would, only without `Resource`.
 * @throws AwsError AccessDenied, also when there is no such role
 */
export function authorizeAssumeRole(asker: Requester, roleArn: string, context: Context): SandboxIdentity {
  const { world, caller } = asker;
  const action = 'sts:AssumeRole';
  const role = world.identity(roleArn);
  const statements = role?.trust?.['Statement'];
  const trust = read({ Statement: [statements ?? []].flat().map(s => ({ ...s, Resource: '*' })) });
  const refusal = judge(request(asker, action, roleArn, context), {
    ...known(asker),
    keyPolicy: trust,
    grants: [],
  });
  if (role === undefined || refusal !== undefined) {
    throw denied(caller, action, `on resource: ${roleArn}`, '');
  }
  return role;
}

/** `User: … is not authorized to perform: …` */
export function denied(caller: SandboxCaller, action: string, where: string, why: string): AwsError {
  const text = ['User:', caller.arn, 'is not authorized to perform:', action, where, why]
    .filter(p => p !== '')
    .join(' ');
  return /^(kms|cloudtrail):/.test(action)
    ? new AwsError('AccessDeniedException', text)
    : new AwsError('AccessDenied', text, 403);
}

// IAM User Guide, "Troubleshoot access denied error messages".
function reason({ source, explicit }: Refusal, action: string): string {
  const policy = policyNames[source];
  if (policy === undefined) {
    return '';
  }
  if (!explicit) {
    return `because no ${policy} allows the ${action} action`;
  }
  return `with an explicit deny in ${policy.startsWith('identity') ? 'an' : 'a'} ${policy}`;
}

const policyNames: Readonly<Partial<Record<Refusal['source'], string>>> = {
  'key-policy': 'resource-based policy',
  'grant-constraint': 'resource-based policy',
  'identity-policy': 'identity-based policy',
  scp: 'service control policy',
  rcp: 'resource control policy',
  boundary: 'permissions boundary',
  'session-policy': 'session policy',
  'vpc-endpoint-policy': 'VPC endpoint policy',
};

function request({ caller, region }: Requester, action: string, resource: string, context: Context): AccessRequest {
  const service = parsePrincipal(caller.identity.arn).kind === 'service';
  const now = new Date();
  return {
    principal: caller.arn,
    action,
    keyArn: resource,
    context: {
      ...(service ? { ...caller.identity.serves?.context } : principalContext(caller)),
      ...(!service && action.startsWith('kms:') && { 'kms:CallerAccount': caller.account }),
      'aws:CurrentTime': now.toISOString(),
      'aws:EpochTime': String(Math.floor(now.getTime() / 1000)),
      'aws:RequestedRegion': region,
      // The loopback stands for a call over TLS from the outside, made by nobody on behalf of another.
      'aws:SecureTransport': 'true',
      'aws:ViaAWSService': 'false',
      'aws:PrincipalIsAWSService': String(service),
      ...(!service && { 'aws:SourceIp': '127.0.0.1' }),
      ...context,
    },
    contextUnknown: [],
  };
}

/** The condition keys that tell of a user, role session or root user. */
function principalContext({ identity, account, userId }: SandboxCaller): Context {
  const principal = parsePrincipal(identity.arn);
  const type = principalTypes[principal.kind] ?? 'Account';
  return {
    'aws:PrincipalArn': identity.arn,
    'aws:PrincipalAccount': account,
    'aws:PrincipalType': type,
    'aws:userid': userId,
    ...(principal.kind === 'user' && { 'aws:username': principal.name }),
  };
}

const principalTypes: Readonly<Partial<Record<Principal['kind'], string>>> = { role: 'AssumedRole', user: 'User' };

function known({
  world,
  caller: { identity, sessionPolicy },
}: Requester): Pick<Known, 'identityPolicies' | 'boundary' | 'sessionPolicy'> {
  const policies = [identity, ...world.groupsOf(identity)].flatMap(({ inline = {}, attached = [] }) => [
    ...Object.entries(inline),
    ...attached.map(arn => [arn, world.managedPolicy(arn)] as const),
  ]);
  return {
    identityPolicies: policies.map(([name, policy]) => ({ name, document: read(policy) })),
    boundary: identity.boundary === undefined ? undefined : read(world.managedPolicy(identity.boundary)),
    sessionPolicy,
  };
}

const documents = new WeakMap<PolicyJson, PolicyDocument>();

function read(policy: PolicyJson | undefined): PolicyDocument {
  if (policy === undefined) {
    return parsePolicy('{}');
  }
  const document = documents.get(policy) ?? parsePolicy(JSON.stringify(policy));
  documents.set(policy, document);
  return document;
}
