import { authorizeAccount } from '../authorize';
import { AwsError } from '../errors';
import type { StoredKey } from '../world';
import { aliasArns, authorizedKey, authorizedKeyById, findKey, type KmsCall, page } from './call';

/**
 * KMS API Reference, "DescribeKey": the key’s metadata.
 * @throws AwsError in AWS’s words
 */
export function describeKey(call: KmsCall): object {
  return { KeyMetadata: metadata(authorizedKey(call, 'kms:DescribeKey').key) };
}

function metadata(key: StoredKey): object {
  const { parts, multiRegion } = key;
  return {
    AWSAccountId: parts.account,
    KeyId: parts.keyId,
    Arn: key.arn,
    CreationDate: key.created,
    Enabled: key.state === 'Enabled',
    Description: key.description ?? '',
    KeyUsage: 'ENCRYPT_DECRYPT',
    KeyState: key.state,
    ...(key.state === 'PendingDeletion' && { DeletionDate: key.created + 365 * 86_400 }),
    Origin: key.state === 'PendingImport' ? 'EXTERNAL' : 'AWS_KMS',
    KeyManager: key.manager ?? 'CUSTOMER',
    CustomerMasterKeySpec: 'SYMMETRIC_DEFAULT',
    KeySpec: 'SYMMETRIC_DEFAULT',
    EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
    MultiRegion: multiRegion !== undefined,
    ...(multiRegion && {
      MultiRegionConfiguration: {
        MultiRegionKeyType: multiRegion.primary === key.arn ? 'PRIMARY' : 'REPLICA',
        PrimaryKey: regional(multiRegion.primary),
        ReplicaKeys: multiRegion.replicas.map(regional),
      },
    }),
  };
}

function regional(arn: string): object {
  return { Arn: arn, Region: arn.split(':')[3] };
}

/**
 * KMS API Reference, "GetKeyPolicy": the policy’s text as it was stored; `default` is the only name.
 * @throws AwsError in AWS’s words
 */
export function getKeyPolicy(call: KmsCall): object {
  const { key } = authorizedKeyById(call, 'kms:GetKeyPolicy');
  const name = call.input.string('PolicyName') ?? 'default';
  if (name !== 'default') {
    throw new AwsError('NotFoundException', 'No such policy exists');
  }
  return { Policy: key.policy, PolicyName: 'default' };
}

/**
 * KMS API Reference, "ListKeys": of the caller’s account and Region.
 * @throws AwsError in AWS’s words
 */
export function listKeys(call: KmsCall): object {
  authorizeAccount(call, 'kms:ListKeys', '*');
  const { items, rest } = page(call, ownKeys(call), 100, 1000);
  return { Keys: items.map(k => ({ KeyId: k.parts.keyId, KeyArn: k.arn })), ...rest };
}

/**
 * KMS API Reference, "ListAliases": of the caller’s account and Region, or of one key.
 * @throws AwsError in AWS’s words
 */
export function listAliases(call: KmsCall): object {
  authorizeAccount(call, 'kms:ListAliases', '*');
  const only = call.input.has('KeyId') ? findKey(call, call.input.required('KeyId'), 'kms:ListAliases').key : undefined;
  const all = ownKeys(call)
    .filter(k => only === undefined || k === only)
    .flatMap(k =>
      aliasArns(k).map(arn => ({
        AliasName: arn.slice(arn.indexOf('alias/')),
        AliasArn: arn,
        TargetKeyId: k.parts.keyId,
        CreationDate: k.created,
        LastUpdatedDate: k.created,
      })),
    );
  const { items, rest } = page(call, all, 50, 100);
  return { Aliases: items, ...rest };
}

function ownKeys({ world, caller, region }: KmsCall): readonly StoredKey[] {
  return world.keys.filter(k => k.parts.account === caller.account && k.parts.region === region);
}
