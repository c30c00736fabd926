import { randomBytes } from 'node:crypto';
import { kmsOperations } from '../../reference';
import { parsePrincipal } from '../../policy';
import { AwsError, broken, missingParameter, validation } from '../errors';
import type { StoredGrant } from '../world';
import { authorizedKeyById, endDryRun, type KmsCall, page } from './call';

/**
 * KMS API Reference, "ListGrants": of one key, a page at a time.
 * @throws AwsError in AWS’s words
 */
export function listGrants(call: KmsCall): object {
  const { key } = authorizedKeyById(call, 'kms:ListGrants');
  const id = call.input.string('GrantId');
  const grantee = call.input.string('GranteePrincipal');
  const wanted = key.grants.filter(
    g => (id === undefined || g.GrantId === id) && (grantee === undefined || g.GranteePrincipal === grantee),
  );
  const { items, rest } = page(call, wanted, 50, 100);
  const entry = (grant: StoredGrant): object => ({
    KeyId: key.arn,
    Name: '',
    IssuingAccount: `arn:${key.parts.partition}:iam::${key.parts.account}:root`,
    ...grant,
  });
  return { Grants: items.map(entry), ...rest };
}

/**
 * KMS API Reference, "CreateGrant". The grant works at once: the sandbox has no eventual consistency.
 * @throws AwsError in AWS’s words
 */
export function createGrant(call: KmsCall): object {
  const { input, world } = call;
  const grantee = input.required('GranteePrincipal');
  const retiring = input.string('RetiringPrincipal');
  const operations = input.strings('Operations');
  const constraints = input.object('Constraints');
  const kinds = ['EncryptionContextEquals', 'EncryptionContextSubset'].filter(kind => constraints.has(kind));
  const target = authorizedKeyById(call, 'kms:CreateGrant', {
    'kms:GrantOperations': operations,
    'kms:GranteePrincipal': grantee,
    ...(retiring !== undefined && { 'kms:RetiringPrincipal': retiring }),
    ...(kinds[0] !== undefined && { 'kms:GrantConstraintType': kinds[0] }),
    'kms:GrantIsForAWSResource': 'false',
  });
  checkOperations(operations);
  for (const arn of [grantee, retiring].filter(a => a !== undefined)) {
    if (!isPrincipal(arn) || (parsePrincipal(arn).kind !== 'assumed-role' && world.identity(arn) === undefined)) {
      throw new AwsError('InvalidArnException', `ARN does not refer to a valid principal: ${arn}`);
    }
  }
  endDryRun(call);
  const name = input.string('Name');
  const grant: StoredGrant = {
    GrantId: randomBytes(32).toString('hex'),
    GranteePrincipal: grantee,
    ...(retiring !== undefined && { RetiringPrincipal: retiring }),
    ...(name !== undefined && { Name: name }),
    IssuingAccount: `arn:${target.key.parts.partition}:iam::${call.caller.account}:root`,
    CreationDate: Math.floor(Date.now() / 1000),
    Operations: operations,
    ...(kinds.length > 0 && { Constraints: Object.fromEntries(kinds.map(kind => [kind, constraints.map(kind)])) }),
  };
  target.key.grants.push(grant);
  return { GrantId: grant.GrantId, GrantToken: randomBytes(96).toString('base64') };
}

/**
 * KMS API Reference, "RevokeGrant": takes the grant away at once.
 * @throws AwsError in AWS’s words
 */
export function revokeGrant(call: KmsCall): object {
  const { key } = authorizedKeyById(call, 'kms:RevokeGrant', { 'kms:GrantIsForAWSResource': 'false' });
  const id = call.input.required('GrantId');
  const index = key.grants.findIndex(g => g.GrantId === id);
  if (index < 0) {
    throw new AwsError('NotFoundException', `Grant ID ${id} not found`);
  }
  endDryRun(call);
  key.grants.splice(index, 1);
  return {};
}

function checkOperations(operations: readonly string[]): void {
  const possible = kmsOperations.filter(o => o.grantOperation).map(o => o.action.slice('kms:'.length));
  const odd = operations.find(o => !possible.includes(o));
  if (odd !== undefined) {
    throw broken(
      'Operations',
      `Value '[${operations.join(', ')}]'`,
      `Member must satisfy constraint: [Member must satisfy enum value set: [${possible.join(', ')}]]`,
    );
  }
  if (operations.length === 0) {
    throw missingParameter('Operations');
  }
  if (operations.every(o => o === 'CreateGrant')) {
    throw validation('Grants must not contain only the CreateGrant operation.');
  }
}

function isPrincipal(arn: string): boolean {
  return ['account', 'role', 'user', 'assumed-role', 'federated-user'].includes(parsePrincipal(arn).kind);
}
