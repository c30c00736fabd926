import type { Node } from 'jsonc-parser';
import type { Embedding } from './located';

/** A text that stands encoded in another one, character by character. */
interface Decoded {
  readonly text: string;
  /** Where each character of `text` begins in the encoded text, and its end. */
  readonly offsets: Uint32Array;
}

/**
 * The text that a JSON string node of `outer` holds, when that may be JSON of its own: written out, or percent-encoded as IAM's API
 * answers it (IAM API Reference, "PolicyVersion": "URL-encoded compliant with RFC 3986"). Undefined for any other string.
 */
export function embeddedJson(outer: string, node: Node, around: Embedding | undefined): Embedding | undefined {
  const value = String(node.value).trimStart();
  const percent = /^%(7B|5B)/i.test(value);
  if (!percent && !value.startsWith('{') && !value.startsWith('[')) {
    return undefined;
  }
  const unescaped = unescape(outer, node);
  const decoded = percent ? inTermsOf(unescaped, unpercent(unescaped.text)) : unescaped;
  const encode = (text: string) => JSON.stringify(percent ? encodeURIComponent(text) : text).slice(1, -1);
  return around === undefined
    ? { ...decoded, encode }
    : { ...inTermsOf(around, decoded), encode: text => around.encode(encode(text)) };
}

function inTermsOf(outer: Decoded, inner: Decoded): Decoded {
  return { text: inner.text, offsets: inner.offsets.map(offset => outer.offsets[offset] ?? 0) };
}

const escapes: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

/** Undoes JSON's escapes; reads what it can of a string that is broken. */
function unescape(outer: string, node: Node): Decoded {
  const end = node.offset + node.length - (node.length > 1 && outer[node.offset + node.length - 1] === '"' ? 1 : 0);
  return decode(outer, node.offset + 1, end, at => {
    if (outer[at] !== '\\') {
      return undefined;
    }
    const letter = outer[at + 1] ?? '';
    if (letter !== 'u') {
      return { text: escapes[letter] ?? letter, length: 2 };
    }
    const code = parseInt(outer.slice(at + 2, at + 6), 16);
    return { text: Number.isNaN(code) ? '' : String.fromCharCode(code), length: 6 };
  });
}

function unpercent(text: string): Decoded {
  return decode(text, 0, text.length, at => {
    if (text[at] !== '%') {
      return undefined;
    }
    const lead = parseInt(text.slice(at + 1, at + 3), 16);
    const length = 3 * bytesOfCharacter(lead);
    try {
      return { text: decodeURIComponent(text.slice(at, at + length)), length };
    } catch {
      return undefined;
    }
  });
}

/** How many bytes a character has in UTF-8, which its first one tells. */
function bytesOfCharacter(lead: number): number {
  if (lead >= 0xf0) {
    return 4;
  }
  if (lead >= 0xe0) {
    return 3;
  }
  return lead >= 0xc0 ? 2 : 1;
}

function decode(
  text: string,
  start: number,
  end: number,
  read: (at: number) => { readonly text: string; readonly length: number } | undefined,
): Decoded {
  const offsets = new Uint32Array(end - start + 2);
  const pieces: string[] = [];
  let plain = start;
  let count = 0;
  for (let at = start; at < end;) {
    const special = read(at);
    if (special === undefined) {
      offsets[count++] = at++;
      continue;
    }
    if (at > plain) {
      pieces.push(text.slice(plain, at));
    }
    pieces.push(special.text);
    for (let i = 0; i < special.text.length; i++) {
      offsets[count++] = at;
    }
    at = Math.min(end, at + special.length);
    plain = at;
  }
  if (end > plain) {
    pieces.push(text.slice(plain, end));
  }
  offsets[count] = end;
  return { text: pieces.join(''), offsets: offsets.subarray(0, count + 1) };
}
