import { isUtf8 } from 'node:buffer';

type Utf16 = 'utf-16le' | 'utf-16be';

/**
 * The text of a file: UTF-8, or UTF-16, as PowerShell's `>` writes it. A byte order mark stays in the text.
 * Throws when the bytes are neither, or are no text: no text has a zero in it.
 */
export function decode(bytes: Buffer): string {
  const text = decodeAny(bytes);
  if (text.includes('\0')) {
    throw new Error('it has zero bytes, which no text has');
  }
  return text;
}

function decodeAny(bytes: Buffer): string {
  const utf16 = utf16Of(bytes);
  if (utf16) {
    return new TextDecoder(utf16, { fatal: true, ignoreBOM: true }).decode(bytes);
  }
  if (!isUtf8(bytes)) {
    throw new Error('its bytes are neither UTF-8 nor UTF-16 text');
  }
  return bytes.toString('utf8');
}

/**
 * The text of a log, in which some bytes may be of another encoding or half a character: what cannot be read becomes U+FFFD.
 * Throws when it is no text at all.
 */
export function decodeLog(bytes: Buffer): string {
  if (utf16Of(bytes) !== undefined || isUtf8(bytes)) {
    return decodeAny(bytes);
  }
  const text = bytes.toString('utf8');
  const unread = text.match(/[\uFFFD\0]/g)?.length ?? 0;
  if (unread * 5 > text.length) {
    throw new Error('it is no text');
  }
  return text;
}

/** The bytes of a text in the encoding that `like` has. */
export function encode(text: string, like: Buffer): Buffer {
  const utf16 = utf16Of(like);
  if (utf16 === undefined) {
    return Buffer.from(text, 'utf8');
  }
  const bytes = Buffer.from(text, 'utf16le');
  return utf16 === 'utf-16be' ? bytes.swap16() : bytes;
}

// JSON begins with two ASCII characters, so zero bytes tell UTF-16 without a byte order mark (RFC 4627, "Encoding").
function utf16Of([a, b, c, d]: Buffer): Utf16 | undefined {
  if ((a === 0xff && b === 0xfe) || (a !== 0 && b === 0 && c !== 0 && d === 0)) {
    return 'utf-16le';
  }
  return (a === 0xfe && b === 0xff) || (a === 0 && b !== 0 && c === 0 && d !== 0) ? 'utf-16be' : undefined;
}
