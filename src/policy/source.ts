/** What a policy is written in, and the way between it and the JSON that rules read. */
import { findNodeAtLocation, type Node } from 'jsonc-parser';
import { lastIndexUpTo } from '../text/binarySearch';
import type { Change } from './change';
import { applyEdits, type TextEdit } from './edit';
import { parseJson, pathOf } from './json';
import type { Span } from './text';
import { isWhole, writeJson } from './writeJson';

/**
 * What a policy is written in: the document's own JSON text, or a string of it. Everything reads `json`, whose places are
 * those of the tree; this is the one way from there to the document and back.
 */
export interface Source {
  /** `text` = the document itself; `string` = escapes are counted in, and everything stands on one line. */
  readonly kind: 'text' | 'string';
  /** The JSON that is read. */
  readonly json: string;
  /** The place in the document of a place in `json`. */
  toDocument(span: Span): Span;
  /** The place in `json` of a place in the document; undefined when it lies outside of what is read. */
  toJson(span: Span): Span | undefined;
  /** A piece of JSON as it has to be typed in the document. */
  encode(json: string): string;
  /**
   * The edits of the document that make all of the changes, whose nodes are of the tree of `json`. What they write is read
   * again: undefined when that is not what is wanted, and when the document is open or broken at one of the places.
   */
  edits(changes: readonly Change[]): readonly TextEdit[] | undefined;
}

/** The source of a document that is JSON. */
export function textSource(text: string): Source {
  return {
    kind: 'text',
    json: text,
    toDocument: span => span,
    toJson: span => span,
    encode: json => json,
    edits: changes => writeJson(text, changes),
  };
}

/** A text that stands encoded in another one, character by character. */
interface Decoded {
  readonly text: string;
  /** Where each character of `text` begins in the encoded text, and its end. */
  readonly offsets: Uint32Array;
}

/**
 * The text that a JSON string of another source holds, when that may be JSON of its own: written out, or percent-encoded as IAM's API
 * answers it (IAM API Reference, "PolicyVersion": "URL-encoded compliant with RFC 3986"). Undefined for any other string.
 */
export function stringSource(outer: Source, node: Node): Source | undefined {
  const value = String(node.value).trimStart();
  const isPercent = /^%(7B|5B)/i.test(value);
  if (!isPercent && !value.startsWith('{') && !value.startsWith('[')) {
    return undefined;
  }
  const unescaped = unescape(outer.json, node);
  const { text, offsets } = isPercent ? inTermsOf(unescaped, unpercent(unescaped.text)) : unescaped;
  return new StringSource(outer, node, isPercent, {
    text,
    offsets: outer.kind === 'text' ? offsets : offsets.map(offset => outer.toDocument({ offset, length: 0 }).offset),
  });
}

class StringSource implements Source {
  readonly kind = 'string';
  readonly json: string;
  readonly #offsets: Uint32Array;

  constructor(
    private readonly outer: Source,
    private readonly node: Node,
    private readonly isPercent: boolean,
    decoded: Decoded,
  ) {
    this.json = decoded.text;
    this.#offsets = decoded.offsets;
  }

  toDocument({ offset, length }: Span): Span {
    const start = this.#offsets[offset] ?? 0;
    return { offset: start, length: (this.#offsets[offset + length] ?? start) - start };
  }

  toJson({ offset, length }: Span): Span | undefined {
    const start = this.indexOf(offset);
    const end = this.indexOf(offset + length);
    return start === undefined || end === undefined ? undefined : { offset: start, length: end - start };
  }

  encode(json: string): string {
    return this.outer.encode(JSON.stringify(this.isPercent ? encodeURIComponent(json) : json).slice(1, -1));
  }

  edits(changes: readonly Change[]): readonly TextEdit[] | undefined {
    const inJson = this.isIntact() ? writeJson(this.json, changes) : undefined;
    if (inJson === undefined) {
      return undefined;
    }
    const edits = inJson.map(edit => ({ ...this.toDocument(edit), newText: this.encode(edit.newText) }));
    return this.readAgain(edits) === applyEdits(this.json, inJson) ? edits : undefined;
  }

  /** Whether the string and those around it end and have nothing in them that is no escape. */
  private isIntact(): boolean {
    return (
      isWhole(this.outer.json, this.node) &&
      (!this.isPercent || unpercented(String(this.node.value)) !== undefined) &&
      (!(this.outer instanceof StringSource) || this.outer.isIntact())
    );
  }

  /** What is read of the document with the edits in it. */
  private readAgain(edits: readonly TextEdit[]): string | undefined {
    const { text, offset } = this.token();
    return this.read(
      applyEdits(
        text,
        edits.map(edit => ({ ...edit, offset: edit.offset - offset })),
      ),
    );
  }

  /** The document's string that holds all of it. */
  private token(): { readonly text: string; readonly offset: number } {
    const { outer, node } = this;
    return outer instanceof StringSource
      ? outer.token()
      : { text: outer.json.slice(node.offset, node.offset + node.length), offset: node.offset };
  }

  /** The text that is in the document's string. */
  private read(token: string): string | undefined {
    const { outer, node } = this;
    const around = outer instanceof StringSource ? outer.read(token) : undefined;
    const { root } = parseJson(outer instanceof StringSource ? (around ?? '') : token);
    const string = root && (outer instanceof StringSource ? findNodeAtLocation(root, pathOf(node)) : root);
    const value: unknown = string?.value;
    if (typeof value !== 'string') {
      return undefined;
    }
    return this.isPercent ? unpercented(value) : value;
  }

  /** The last character that begins at or before an offset of the document; undefined outside of the string. */
  private indexOf(offset: number): number | undefined {
    if (offset < (this.#offsets[0] ?? 0) || offset > (this.#offsets.at(-1) ?? 0)) {
      return undefined;
    }
    return lastIndexUpTo(this.#offsets, offset);
  }
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

/** Undefined when something in it is no code for a character. */
function unpercented(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
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
