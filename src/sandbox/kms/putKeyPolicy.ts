import { parsePolicy, parsePrincipal, type PolicyDocument, type Statement } from '../../policy';
import { couldPutKeyPolicy } from '../authorize';
import { AwsError } from '../errors';
import { uniqueId, type World } from '../world';
import { authorizedKeyById, keyContext, type KmsCall } from './call';

/** 32 KB (KMS Developer Guide, "Resource quotas"). */
const maximumSize = 32_768;

/**
 * Stores another key policy, after the checks that KMS makes (KMS API Reference, "PutKeyPolicy").
 * @throws AwsError in AWS’s words
 */
export function putKeyPolicy(call: KmsCall): object {
  const { input } = call;
  const text = input.required('Policy');
  const bypass = input.flag('BypassPolicyLockoutSafetyCheck');
  const target = authorizedKeyById(
    call,
    'kms:PutKeyPolicy',
    bypass ? { 'kms:BypassPolicyLockoutSafetyCheck': 'true' } : {},
  );
  const name = input.string('PolicyName') ?? 'default';
  if (name !== 'default') {
    throw new AwsError('NotFoundException', 'No such policy exists');
  }
  if (Buffer.byteLength(text) > maximumSize) {
    throw new AwsError('LimitExceededException', `The policy is larger than ${maximumSize} bytes.`);
  }
  const policy = checkedPolicy(text);
  for (const statement of policy.statements) {
    checkPrincipals(call.world, statement);
  }
  if (!bypass && !couldPutKeyPolicy(call, target, policy, keyContext(target))) {
    throw malformed('The new key policy will not allow you to update the key policy in the future.');
  }
  target.key.policy = text;
  return {};
}

function checkedPolicy(text: string): PolicyDocument {
  if (/[^\t\n\r\u0020-\u00ff]/.test(text)) {
    throw malformed('Policy contains invalid characters.');
  }
  if (!isJsonObject(text)) {
    throw malformed('Policy is not valid JSON.');
  }
  const policy = parsePolicy(text);
  if (policy.statements.length === 0) {
    throw malformed('Policy document must contain at least one statement.');
  }
  for (const statement of policy.statements) {
    const { effect, principal, notPrincipal, action, notAction, resource, notResource } = statement;
    const effectText = effect?.value?.value;
    if (effectText !== 'Allow' && effectText !== 'Deny') {
      throw malformed('Policy contains a statement without a valid Effect.');
    }
    if (principal === undefined && notPrincipal === undefined) {
      throw malformed('Policy contains a statement with no principal.');
    }
    if (action === undefined && notAction === undefined) {
      throw malformed('Policy contains a statement with no action.');
    }
    if (resource === undefined && notResource === undefined) {
      throw malformed('Policy contains a statement with no resource.');
    }
  }
  return policy;
}

// The principals of a key policy must exist when it is saved (KMS Developer Guide, "Key policies": Principal).
function checkPrincipals(world: World, { principal, notPrincipal }: Statement): void {
  for (const set of [principal?.value, notPrincipal?.value]) {
    if (set?.star !== undefined && set.star.value !== '*') {
      throw invalidPrincipals();
    }
    for (const { name, value } of set?.entries ?? []) {
      for (const { value: text } of value.strings) {
        if (name === 'AWS' && /^arn:[^:]*:iam::[^:]*:(group|instance-profile)\//.test(text)) {
          throw new AwsError('InvalidArnException', 'An ARN in the specified key policy is invalid.');
        }
        if (!exists(world, name, text)) {
          throw invalidPrincipals();
        }
      }
    }
  }
}

function exists(world: World, kind: string, text: string): boolean {
  const principal = parsePrincipal(text);
  if (kind === 'Service') {
    return principal.kind === 'service';
  }
  if (kind !== 'AWS') {
    return false;
  }
  switch (principal.kind) {
    case 'anyone':
      return true;
    case 'account':
      return world.accounts.has(principal.account);
    case 'role':
    case 'user':
      return world.identity(text) !== undefined;
    case 'assumed-role':
      return [...world.identities].some(
        i =>
          i.arn.startsWith(`arn:${principal.partition}:iam::${principal.account}:role/`) &&
          i.arn.endsWith(`/${principal.name}`),
      );
    case 'federated-user':
      return world.accounts.has(principal.account);
    case 'unique-id':
      return [...world.identities].some(i => uniqueId(i.arn) === principal.id);
    default:
      return false;
  }
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

const malformed = (text: string): AwsError => new AwsError('MalformedPolicyDocumentException', text);
const invalidPrincipals = (): AwsError => malformed('Policy contains a statement with one or more invalid principals.');
