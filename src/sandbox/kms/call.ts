import { formatArn, type KeyArn, parseKeyArn } from '../../policy';
import { type KeyState, resultInState } from '../../reference';
import { type Requester, authorize, type Context, denied, hiddenReason } from '../authorize';
import { AwsError, notFound } from '../errors';
import type { Input } from '../input';
import type { KeyTarget } from '../target';
import { aliasArnOf, arnOfKeyId, type StoredKey } from '../world';

/** One call to KMS. */
export interface KmsCall extends Requester {
  readonly input: Input;
}

/**
 * Finds the key that a `KeyId` parameter names: key id, key ARN, alias name or alias ARN (KMS API Reference, "KeyId").
 * @throws AwsError as KMS words it when there is none.
 */
export function findKey(call: KmsCall, keyId: string, action: string): KeyTarget {
  const { world, caller, region } = call;
  const arn = parseKeyArn(arnOfKeyId(keyId, region, caller.account));
  if (arn === undefined) {
    throw notFound(`Invalid arn ${keyId}`);
  }
  if (arn.region !== region) {
    throw notFound(`Invalid arn ${arn.region}`);
  }
  const text = formatArn(arn);
  const key = arn.alias === undefined ? world.key(text) : world.aliased(text);
  if (key !== undefined) {
    return arn.alias === undefined ? { key } : { key, alias: arn.alias };
  }
  if (arn.account !== caller.account) {
    throw denied(caller, action, 'on this resource', hiddenReason);
  }
  throw missingKey(keyId, arn, text);
}

function missingKey(keyId: string, arn: KeyArn, text: string): AwsError {
  if (arn.alias !== undefined) {
    return notFound(`Alias ${text} is not found.`);
  }
  const looksLikeId = /^(mrk-[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.test(arn.keyId ?? '');
  return notFound(
    looksLikeId || keyId.startsWith('arn:') ? `Key '${text}' does not exist` : `Invalid keyId '${keyId}'`,
  );
}

/**
 * Finds the key of the input’s `KeyId` and checks that the caller may do `kms:…` with it, in its state.
 * @throws AwsError in AWS’s words
 */
export function authorizedKey(call: KmsCall, action: string, context: Context = {}): KeyTarget {
  const target = findKey(call, call.input.required('KeyId'), action);
  authorizeOn(call, action, target, context);
  return target;
}

/**
 * The same for operations that take a key id or key ARN, and no alias.
 * @throws AwsError in AWS’s words
 */
export function authorizedKeyById(call: KmsCall, action: string, context: Context = {}): KeyTarget {
  if (/^(arn:.*:)?alias\//.test(call.input.required('KeyId'))) {
    throw new AwsError('InvalidArnException', 'Key Aliases are not supported for this operation.');
  }
  return authorizedKey(call, action, context);
}

/** Checks that the caller may do `action` with the key, then that the key's state allows it. @throws AwsError in AWS's words. */
export function authorizeOn(call: KmsCall, action: string, target: KeyTarget, context: Context = {}): void {
  authorize(call, action, target, { ...keyContext(target), ...context });
  requireState(target, action);
}

/** The condition keys that every operation on a key has (KMS Developer Guide, "AWS KMS condition keys"). */
export function keyContext({ key, alias }: KeyTarget): Context {
  return {
    'aws:ResourceAccount': key.parts.account,
    'kms:KeySpec': 'SYMMETRIC_DEFAULT',
    'kms:KeyUsage': 'ENCRYPT_DECRYPT',
    'kms:KeyOrigin': key.state === 'PendingImport' ? 'EXTERNAL' : 'AWS_KMS',
    'kms:MultiRegion': String(key.multiRegion !== undefined),
    ...(key.multiRegion && { 'kms:MultiRegionKeyType': key.multiRegion.primary === key.arn ? 'PRIMARY' : 'REPLICA' }),
    ...(key.aliases?.length && { 'kms:ResourceAliases': key.aliases }),
    ...(alias !== undefined && { 'kms:RequestAlias': alias }),
  };
}

const unusable: Readonly<Partial<Record<KeyState, string>>> = {
  Disabled: 'is disabled.',
  PendingDeletion: 'is pending deletion.',
  PendingReplicaDeletion: 'is pending replica deletion.',
  PendingImport: 'is pending import.',
  Unavailable: 'is unavailable.',
  Creating: 'is creating.',
};

/** Refuses an operation that the key's state does not allow (KMS Developer Guide, "Key states of AWS KMS keys"). */
function requireState({ key }: KeyTarget, action: string): void {
  const result = resultInState(action, key.state);
  const text = unusable[key.state];
  if (result === undefined || result === 'ok' || text === undefined) {
    return;
  }
  throw new AwsError(key.state === 'Disabled' ? 'DisabledException' : 'KMSInvalidStateException', `${key.arn} ${text}`);
}

/**
 * Ends a call whose `DryRun` is set: everything was checked, nothing is done (KMS Developer Guide, "Testing your permissions").
 * @throws AwsError DryRunOperationException when it is set
 */
export function endDryRun({ input }: KmsCall): void {
  if (input.flag('DryRun')) {
    throw new AwsError(
      'DryRunOperationException',
      'The request would have succeeded, but the DryRun option is set.',
      412,
    );
  }
}

/** A part of a list. */
export interface ListPage<T> {
  readonly items: readonly T[];
  /** The rest of the answer: `Truncated`, `NextMarker`. */
  readonly rest: { readonly Truncated: boolean; readonly NextMarker?: string };
}

/**
 * One page of a list, by `Limit` and `Marker`.
 * @param usual how many items, where the input does not say; `most` is the largest `Limit`
 * @throws AwsError for a Marker that no page of this list gave
 */
export function page<T>({ input }: KmsCall, all: readonly T[], usual: number, most: number): ListPage<T> {
  const limit = input.number('Limit', 1, most) ?? usual;
  const marker = input.string('Marker');
  const start = marker === undefined ? 0 : Number(Buffer.from(marker, 'base64').toString('utf8'));
  if (!Number.isInteger(start) || start < 0 || start > all.length) {
    throw new AwsError('InvalidMarkerException', 'Could not deserialize marker');
  }
  const next = start + limit;
  const more = next < all.length;
  return {
    items: all.slice(start, next),
    rest: { Truncated: more, ...(more && { NextMarker: Buffer.from(String(next)).toString('base64') }) },
  };
}

/** The alias ARNs of a key. */
export const aliasArns = (key: StoredKey): readonly string[] => (key.aliases ?? []).map(name => aliasArnOf(key, name));
