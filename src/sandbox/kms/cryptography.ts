import { randomBytes } from 'node:crypto';
import { denied, hiddenReason } from '../authorize';
import { AwsError, broken, missingParameter, validation } from '../errors';
import type { StoredKey } from '../world';
import { authorizedKey, authorizeOn, endDryRun, findKey, type KmsCall } from './call';
import type { KeyTarget } from '../target';
import { decipher as open, encipher as seal, type EncryptionContext, keyArnOf } from './cipher';

const algorithm = 'SYMMETRIC_DEFAULT';

/**
 * KMS API Reference, "Encrypt": seals at most 4096 bytes under the key.
 * @throws AwsError in AWS’s words
 */
export function encrypt(call: KmsCall): object {
  const context = call.input.map('EncryptionContext');
  const plaintext = call.input.bytes('Plaintext', 4096);
  if (plaintext === undefined) {
    throw missingParameter('Plaintext');
  }
  const target = checkedKey(call, 'kms:Encrypt', context);
  return {
    CiphertextBlob: sealed(call, target.key, plaintext, context),
    KeyId: target.key.arn,
    EncryptionAlgorithm: algorithm,
  };
}

/**
 * KMS API Reference, "GenerateDataKey": random bytes, plain and sealed.
 * @throws AwsError in AWS’s words
 */
export function generateDataKey(call: KmsCall): object {
  const plaintext = dataKey(call);
  const answer = dataKeyAnswer(call, 'kms:GenerateDataKey', plaintext);
  return { ...answer, Plaintext: plaintext.toString('base64') };
}

/** KMS API Reference, "GenerateDataKeyWithoutPlaintext". */
export function generateDataKeyWithoutPlaintext(call: KmsCall): object {
  return dataKeyAnswer(call, 'kms:GenerateDataKeyWithoutPlaintext', dataKey(call));
}

function dataKeyAnswer(call: KmsCall, action: string, plaintext: Buffer): object {
  const context = call.input.map('EncryptionContext');
  const { key } = checkedKey(call, action, context);
  return { CiphertextBlob: sealed(call, key, plaintext, context), KeyId: key.arn };
}

function dataKey({ input }: KmsCall): Buffer {
  const spec = input.string('KeySpec');
  const size = input.number('NumberOfBytes', 1, 1024);
  if ((spec === undefined) === (size === undefined)) {
    throw validation('Please specify either number of bytes or key spec.');
  }
  if (spec !== undefined && spec !== 'AES_256' && spec !== 'AES_128') {
    throw broken('KeySpec', `Value '${spec}'`, 'Member must satisfy enum value set: [AES_256, AES_128]');
  }
  return randomBytes(size ?? (spec === 'AES_128' ? 16 : 32));
}

/**
 * KMS API Reference, "Decrypt": opens what `encrypt` and its like sealed.
 * @throws AwsError in AWS’s words
 */
export function decrypt(call: KmsCall): object {
  const context = call.input.map('EncryptionContext');
  const { target, blob } = ciphertextKey(call, 'kms:Decrypt', 'CiphertextBlob', 'KeyId');
  authorizeOn(call, 'kms:Decrypt', target, cryptographicContext(context));
  const plaintext = blob && opened(call, target, blob, context);
  endDryRun(call);
  return { Plaintext: plaintext?.toString('base64'), KeyId: target.key.arn, EncryptionAlgorithm: algorithm };
}

/** KMS API Reference, "ReEncrypt": needs kms:ReEncryptFrom and kms:ReEncryptTo. */
export function reEncrypt(call: KmsCall): object {
  const { input } = call;
  const from = input.map('SourceEncryptionContext');
  const to = input.map('DestinationEncryptionContext');
  const source = ciphertextKey(call, 'kms:ReEncryptFrom', 'CiphertextBlob', 'SourceKeyId');
  const destination = findKey(call, input.required('DestinationKeyId'), 'kms:ReEncryptTo');
  const same = { 'kms:ReEncryptOnSameKey': String(source.target.key === destination.key) };
  authorizeOn(call, 'kms:ReEncryptFrom', source.target, { ...cryptographicContext(from), ...same });
  authorizeOn(call, 'kms:ReEncryptTo', destination, { ...cryptographicContext(to), ...same });
  const plaintext = source.blob && opened(call, source.target, source.blob, from);
  endDryRun(call);
  return {
    CiphertextBlob: sealed(call, destination.key, plaintext ?? Buffer.alloc(0), to),
    SourceKeyId: source.target.key.arn,
    KeyId: destination.key.arn,
    SourceEncryptionAlgorithm: algorithm,
    DestinationEncryptionAlgorithm: algorithm,
  };
}

/** Sign, Verify, GenerateMac, VerifyMac: the sandbox’s keys are all symmetric encryption keys, which these do not take. What it makes always throws an AwsError. */
export function wrongUsage(operation: string): (call: KmsCall) => never {
  return call => {
    const { key } = authorizedKey(call, `kms:${operation}`);
    throw new AwsError(
      'InvalidKeyUsageException',
      `${key.arn} key usage is ENCRYPT_DECRYPT which is not valid for ${operation}.`,
    );
  };
}

function checkedKey(call: KmsCall, action: string, context: EncryptionContext): KeyTarget {
  const target = authorizedKey(call, action, cryptographicContext(context));
  endDryRun(call);
  return target;
}

function cryptographicContext(context: EncryptionContext): Record<string, string | readonly string[]> {
  const pairs = Object.entries(context);
  return {
    'kms:EncryptionAlgorithm': algorithm,
    ...Object.fromEntries(pairs.map(([name, value]) => [`kms:EncryptionContext:${name}`, value])),
    ...(pairs.length > 0 && { 'kms:EncryptionContextKeys': pairs.map(([name]) => name) }),
  };
}

/**
 * The key of a call that brings a ciphertext: the one it names, else the one that made the ciphertext. A dry run may leave
 * the ciphertext out with IGNORE_CIPHERTEXT; then only the permission is looked at (KMS API Reference, "DryRunModifiers").
 */
function ciphertextKey(
  call: KmsCall,
  action: string,
  blobName: string,
  keyName: string,
): { readonly target: KeyTarget; readonly blob: Buffer | undefined } {
  const { input } = call;
  const modifiers = input.strings('DryRunModifiers');
  if (modifiers.length > 0 && !input.flag('DryRun')) {
    throw validation('DryRunModifiers can only be specified when DryRun is true.');
  }
  const keyId = input.string(keyName);
  if (modifiers.includes('IGNORE_CIPHERTEXT')) {
    if (keyId === undefined) {
      throw missingParameter(keyName);
    }
    return { target: findKey(call, keyId, action), blob: undefined };
  }
  const blob = input.bytes(blobName, 6144);
  if (blob === undefined) {
    throw missingParameter(blobName);
  }
  if (keyId !== undefined) {
    return { target: findKey(call, keyId, action), blob };
  }
  const arn = keyArnOf(blob);
  if (arn === undefined) {
    throw new AwsError('InvalidCiphertextException');
  }
  const key = madeBy(call, arn);
  if (key === undefined) {
    throw denied(call.caller, action, 'on the resource associated with this ciphertext', hiddenReason);
  }
  return { target: { key, fromCiphertext: true }, blob };
}

// A multi-Region key's ciphertext opens in every Region that has a replica.
function madeBy({ world, region }: KmsCall, arn: string): StoredKey | undefined {
  return world.keys.find(k => k.parts.region === region && (k.arn === arn || isReplicaOf(k, arn)));
}

function isReplicaOf({ multiRegion }: StoredKey, arn: string): boolean {
  return multiRegion !== undefined && [multiRegion.primary, ...multiRegion.replicas].includes(arn);
}

function opened({ world }: KmsCall, { key }: KeyTarget, blob: Buffer, context: EncryptionContext): Buffer {
  const arn = keyArnOf(blob);
  if (arn !== undefined && arn !== key.arn && !isReplicaOf(key, arn)) {
    throw new AwsError(
      'IncorrectKeyException',
      'The key ID in the request does not identify a CMK that can perform this operation.',
    );
  }
  // KMS says nothing more, whether the ciphertext or the encryption context is wrong.
  const plaintext = arn === undefined ? undefined : open(world, key, blob, context);
  if (plaintext === undefined) {
    throw new AwsError('InvalidCiphertextException');
  }
  return plaintext;
}

function sealed({ world }: KmsCall, key: StoredKey, plaintext: Buffer, context: EncryptionContext): string {
  return seal(world, key, plaintext, context).toString('base64');
}
