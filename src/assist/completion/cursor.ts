import { createScanner, type JSONPath } from 'jsonc-parser';
import { type Span, statementElements } from '../../policy';

/** Where somebody types in a JSON text, however broken it is before and after. */
export interface Cursor {
  /** From the scanned object to what is typed: names of members, indexes of items. A name being typed is its last part. */
  readonly path: JSONPath;
  /** The name of a member is typed, not a value. */
  readonly atKey: boolean;
  /** What is typed so far and what an answer replaces: the inside of the quotes, or a bare word. */
  readonly typed: Span;
  /** `none` = no quotes at all; `open` = the closing one is missing. */
  readonly quotes: 'none' | 'open' | 'closed';
  /** Names of the members around the one that is typed, after it too. */
  readonly siblings: ReadonlySet<string>;
  /** Strings among the items around the one that is typed. */
  readonly items: ReadonlySet<string>;
  /** The colon after a name stands there already. */
  readonly hasColon: boolean;
  /** Where a comma is missing before: the end of the value there. */
  readonly commaAt: number | undefined;
  /** Another member or item follows without a comma. */
  readonly commaAfter: boolean;
}

// jsonc-parser's SyntaxKind; a const enum cannot be imported file by file.
const Kind = {
  OpenBrace: 1,
  CloseBrace: 2,
  OpenBracket: 3,
  CloseBracket: 4,
  Comma: 5,
  Colon: 6,
  Null: 7,
  True: 8,
  False: 9,
  String: 10,
  Numeric: 11,
  LineComment: 12,
  BlockComment: 13,
  Unknown: 16,
  EOF: 17,
} as const;
/** What ends a value or may follow it. */
const punctuation: readonly number[] = [Kind.Comma, Kind.Colon, Kind.CloseBrace, Kind.CloseBracket, Kind.EOF];

interface Token {
  readonly kind: number;
  readonly offset: number;
  readonly end: number;
  /** Its closing quote is missing. */
  readonly open: boolean;
}

interface Frame {
  readonly array: boolean;
  /** The member being read, or the number of the item. */
  key: string;
  index: number;
  expects: 'key' | 'colon' | 'value' | 'comma';
  readonly names: Set<string>;
  readonly items: Set<string>;
  /** The end of the last value. */
  end: number;
}

const statementNames = new Set(statementElements);
const wordBefore = /[A-Za-z*][\w*./@:-]*$/;
const wordAfter = /^[\w*./@:+=-]*/;
// A closing quote is missing when what follows the word looks like JSON's own punctuation.
const swallowed = /^[\w*./@:+=-]*\s*[,}\]]/;

/** Reads the object or array that begins at `start` up to `offset`; undefined where nothing can be typed: in comments, behind its end, right behind a value. */
export function cursorIn(text: string, start: number, offset: number): Cursor | undefined {
  const reader = new Reader(text, start, offset);
  return reader.read();
}

class Reader {
  private readonly frames: Frame[] = [];
  private readonly scanner;
  private lastString = '';

  constructor(
    private readonly text: string,
    start: number,
    private readonly offset: number,
  ) {
    this.scanner = createScanner(text);
    this.scanner.setPosition(start);
  }

  read(): Cursor | undefined {
    const { offset } = this;
    const word = this.startOfWord();
    for (let token = this.next(); token.kind !== Kind.EOF && token.offset < offset; token = this.next()) {
      if (isStringAround(token, offset)) {
        return this.inString(token);
      }
      if (isCommentAround(token, offset)) {
        return undefined;
      }
      const inWord = token.offset >= word;
      if (inWord && isBare(token.kind)) {
        break;
      }
      // A bare word with a colon in it (`kms:de`) is scanned as several tokens.
      if (inWord && token.kind === Kind.Colon) {
        continue;
      }
      this.take(token.kind, token.end);
      if (this.frames.length === 0) {
        return undefined;
      }
    }
    return this.inBareWord(word);
  }

  /** Where the bare word before the cursor begins; the cursor itself when there is none. */
  private startOfWord(): number {
    const { text, offset } = this;
    const line = text.slice(Math.max(0, offset - 2048), offset);
    return offset - (wordBefore.exec(line)?.[0].length ?? 0);
  }

  private next(): Token {
    const { scanner } = this;
    const kind = scanner.scan();
    const offset = scanner.getTokenOffset();
    const open = kind === Kind.String && scanner.getTokenError() !== 0;
    return { kind, offset, end: offset + scanner.getTokenLength(), open };
  }

  private inBareWord(word: number): Cursor | undefined {
    const { text, offset } = this;
    const frame = this.frames.at(-1);
    if (frame === undefined || (word === offset && frame.end === offset)) {
      return undefined;
    }
    const after = offset + (wordAfter.exec(text.slice(offset, offset + 1024))?.[0].length ?? 0);
    return this.cursor({ offset: word, length: (word === offset ? offset : after) - word }, 'none');
  }

  private inString({ offset: at, end, open }: Token): Cursor | undefined {
    const { text, offset } = this;
    const rest = text.slice(offset, end - (open ? 0 : 1));
    const next = open ? Kind.EOF : this.nextAfter(end).kind;
    const broken = open || (swallowed.test(rest) && !punctuation.includes(next));
    const stop = broken ? offset + (wordAfter.exec(rest)?.[0].length ?? 0) : end - 1;
    return this.cursor({ offset: at + 1, length: stop - at - 1 }, broken ? 'open' : 'closed');
  }

  private cursor(typed: Span, quotes: Cursor['quotes']): Cursor | undefined {
    const name = this.text.slice(typed.offset, typed.offset + typed.length);
    const frame = this.frameFor(name);
    if (frame === undefined || frame.expects === 'colon') {
      return undefined;
    }
    const atKey = !frame.array && frame.expects !== 'value';
    const after = this.after(typed.offset + typed.length + (quotes === 'closed' ? 1 : 0));
    const inGapForValue = quotes === 'none' && typed.length === 0 && !frame.array && !atKey;
    const valueFollows = !punctuation.includes(after.kind) && !after.isMember;
    if (inGapForValue && valueFollows) {
      return undefined;
    }
    const hasColon = atKey && after.kind === Kind.Colon;
    return {
      path: [...this.frames.slice(0, -1).map(segmentOf), atKey ? name : segmentOf(frame)],
      atKey,
      typed,
      quotes,
      siblings: new Set([...frame.names, ...after.names].filter(n => !atKey || n !== name)),
      items: new Set([...frame.items, ...after.items]),
      hasColon,
      commaAt: frame.expects === 'comma' ? frame.end : undefined,
      commaAfter: !hasColon && !punctuation.includes(after.kind),
    };
  }

  /** The frame that a name belongs to: an element of a statement inside of its Principal or Condition tells that a brace is missing. */
  private frameFor(name: string): Frame | undefined {
    const top = this.frames.at(-1);
    if (
      top === undefined ||
      top.array ||
      top.expects === 'value' ||
      top.expects === 'colon' ||
      !statementNames.has(name)
    ) {
      return top;
    }
    const owner = this.frames.findLastIndex(f => !f.array && [...f.names].some(n => statementNames.has(n)));
    if (owner < 0 || owner === this.frames.length - 1) {
      return top;
    }
    this.frames.length = owner + 1;
    const frame = this.frames[owner];
    if (frame) {
      frame.expects = 'key';
    }
    return frame;
  }

  private take(kind: number, end: number): void {
    const top = this.frames.at(-1);
    switch (kind) {
      case Kind.OpenBrace:
      case Kind.OpenBracket: {
        const array = kind === Kind.OpenBracket;
        this.frames.push({
          array,
          key: '',
          index: 0,
          expects: array ? 'value' : 'key',
          names: new Set(),
          items: new Set(),
          end: -1,
        });
        return;
      }
      case Kind.CloseBrace:
        return this.close(false, end);
      case Kind.CloseBracket:
        return this.close(true, end);
      case Kind.Comma:
        if (top) {
          top.expects = top.array ? 'value' : 'key';
          top.index++;
          top.end = -1;
        }
        return;
      case Kind.Colon:
        return this.colon();
      case Kind.String:
        return this.string(this.scanner.getTokenValue(), end);
      default:
        if (top && isBare(kind)) {
          this.value(top, end);
        }
    }
  }

  private colon(): void {
    const top = this.frames.at(-1);
    if (top === undefined) {
      return;
    }
    if (!top.array) {
      top.expects = 'value';
      return;
    }
    // A name in a list: the list's bracket is missing.
    const outer = this.frames.at(-2);
    if (outer === undefined || outer.array) {
      return;
    }
    this.frames.pop();
    Object.assign(outer, { key: this.lastString, expects: 'value' });
    outer.names.add(this.lastString);
  }

  private string(value: string, end: number): void {
    const top = this.frameFor(value);
    this.lastString = value;
    if (top === undefined) {
      return;
    }
    if (top.array) {
      top.items.add(value);
      return this.value(top, end);
    }
    if (top.expects === 'value' || top.expects === 'colon') {
      return this.value(top, end);
    }
    Object.assign(top, { key: value, expects: 'colon', end: -1 });
    top.names.add(value);
  }

  private value(frame: Frame, end: number): void {
    if (frame.array && frame.expects === 'comma') {
      frame.index++;
    }
    frame.end = end;
    if (frame.array || frame.expects !== 'key') {
      frame.expects = 'comma';
    }
  }

  private close(array: boolean, end: number): void {
    const at = this.frames.findLastIndex(f => f.array === array);
    if (at < 0) {
      return;
    }
    this.frames.length = at;
    const top = this.frames.at(-1);
    if (top) {
      this.value(top, end);
    }
  }

  /** The first token behind a place. */
  private nextAfter(end: number): { readonly kind: number } {
    const scanner = createScanner(this.text, true);
    scanner.setPosition(end);
    return { kind: scanner.scan() };
  }

  /** What follows in the same object or list. */
  private after(end: number): {
    readonly kind: number;
    readonly isMember: boolean;
    readonly names: readonly string[];
    readonly items: readonly string[];
  } {
    const scanner = createScanner(this.text, true);
    scanner.setPosition(end);
    const first = scanner.scan();
    const names: string[] = [];
    const items: string[] = [];
    let depth = 0;
    let last: string | undefined;
    let isMember = false;
    let count = 0;
    for (let kind = first; kind !== Kind.EOF && depth >= 0; kind = scanner.scan()) {
      if (kind === Kind.OpenBrace || kind === Kind.OpenBracket) {
        depth++;
      }
      if (kind === Kind.CloseBrace || kind === Kind.CloseBracket) {
        depth--;
      }
      if (++count === 2) {
        isMember = kind === Kind.Colon;
      }
      if (depth === 0 && kind === Kind.Colon && last !== undefined) {
        names.push(last);
        items.pop();
      }
      last = kind === Kind.String ? scanner.getTokenValue() : undefined;
      if (depth === 0 && last !== undefined) {
        items.push(last);
      }
      if (scanner.getTokenOffset() - end > 65_536) {
        break;
      }
    }
    return { kind: first, isMember, names, items };
  }
}

/** Where in the frame the reader is: the number of the item, or the name of the member. */
function segmentOf({ array, index, key }: Frame): number | string {
  return array ? index : key;
}

/** A token without quotes: a number, a literal, or a word that JSON does not know. */
function isBare(kind: number): boolean {
  return (
    kind === Kind.Numeric || kind === Kind.True || kind === Kind.False || kind === Kind.Null || kind === Kind.Unknown
  );
}

/** Whether an offset behind the beginning of a token is inside of it, and the token a string; one without a closing quote has no end. */
function isStringAround({ kind, end, open }: Token, offset: number): boolean {
  return kind === Kind.String && (offset < end || (open && offset === end));
}

/** Whether an offset behind the beginning of a token is inside of it, and the token a comment; one to the end of the line has no end. */
function isCommentAround({ kind, end }: Token, offset: number): boolean {
  return (kind === Kind.LineComment && offset <= end) || (kind === Kind.BlockComment && offset < end);
}
