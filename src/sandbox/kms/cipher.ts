import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { StoredKey, World } from '../world';

/** Name-value pairs that are authenticated with a ciphertext, not kept in it. */
export type EncryptionContext = Readonly<Record<string, string>>;

/**
 * The sandbox's ciphertext blob: version, length and ARN of the key, then AES-256-GCM's nonce, tag and text.
 * The head and the encryption context are authenticated, not secret, as with KMS.
 */
export function encipher(world: World, key: StoredKey, plaintext: Buffer, context: EncryptionContext): Buffer {
  const head = blobHead(key.arn);
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', world.material(key), nonce).setAAD(authenticated(head, context));
  const text = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return Buffer.concat([head, nonce, cipher.getAuthTag(), text]);
}

/** The ARN of the key a blob was made with; undefined when it is no blob of ours. */
export function keyArnOf(blob: Buffer): string | undefined {
  if (blob.length < 3 || blob[0] !== version) {
    return undefined;
  }
  const end = 3 + blob.readUInt16BE(1);
  return blob.length < end + 28 ? undefined : blob.subarray(3, end).toString('utf8');
}

/** The plaintext; undefined when the blob was altered or the encryption context is another. */
export function decipher(world: World, key: StoredKey, blob: Buffer, context: EncryptionContext): Buffer | undefined {
  const body = 3 + blob.readUInt16BE(1);
  const decipher = createDecipheriv('aes-256-gcm', world.material(key), blob.subarray(body, body + 12), {
    authTagLength: 16,
  })
    .setAAD(authenticated(blob.subarray(0, body), context))
    .setAuthTag(blob.subarray(body + 12, body + 28));
  try {
    return Buffer.concat([decipher.update(blob.subarray(body + 28)), decipher.final()]);
  } catch {
    return undefined;
  }
}

const version = 1;

function blobHead(keyArn: string): Buffer {
  const arn = Buffer.from(keyArn, 'utf8');
  const head = Buffer.alloc(3);
  head.writeUInt8(version, 0);
  head.writeUInt16BE(arn.length, 1);
  return Buffer.concat([head, arn]);
}

// The pairs have no order, but are compared exactly, case included.
function authenticated(head: Buffer, context: EncryptionContext): Buffer {
  const pairs = Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1));
  return Buffer.concat([head, Buffer.from(JSON.stringify(pairs), 'utf8')]);
}
