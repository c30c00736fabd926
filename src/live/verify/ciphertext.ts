/** The most that Decrypt takes, in bytes (KMS API Reference, "Decrypt", CiphertextBlob). */
export const largestCiphertext = 6144;

/** In bytes. Larger files are not even read: Base64 with line breaks, within JSON, stays below. */
export const largestCiphertextFile = 64 * 1024;

/**
 * The ciphertext in a file: binary as it is, Base64 as the CLI prints it, or the JSON that `aws kms encrypt` and
 * `generate-data-key` print.
 * @returns undefined when it is empty or larger than KMS takes
 */
export function ciphertextIn(bytes: Uint8Array): Uint8Array | undefined {
  const text = asText(bytes)?.trim();
  const blob = text === undefined ? bytes : (fromBase64(blobInJson(text) ?? text) ?? bytes);
  return blob.length === 0 || blob.length > largestCiphertext ? undefined : blob;
}

function asText(bytes: Uint8Array): string | undefined {
  return bytes.every(b => (b >= 0x20 && b < 0x7f) || b === 0x0a || b === 0x0d || b === 0x09)
    ? new TextDecoder().decode(bytes)
    : undefined;
}

function blobInJson(text: string): string | undefined {
  return /"CiphertextBlob"\s*:\s*"([^"]*)"/.exec(text)?.[1] ?? /^"([^"]*)"$/.exec(text)?.[1];
}

function fromBase64(text: string): Uint8Array | undefined {
  const plain = text.replace(/\s+/g, '').replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, '');
  if (plain === '' || !/^[A-Za-z0-9+/]+$/.test(plain) || plain.length % 4 === 1) {
    return undefined;
  }
  return Uint8Array.from(atob(plain), c => c.charCodeAt(0));
}
