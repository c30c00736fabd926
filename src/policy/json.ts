import { type Node, type ParseError, type ParseOptions, parseTree, printParseErrorCode } from 'jsonc-parser';
import { firstIndex } from '../text/binarySearch';
import { message, type Message } from '../text/message';

/** A value that can be written as JSON. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonMembers;

/** Members of an object, or a whole one. */
export interface JsonMembers {
  readonly [name: string]: JsonValue;
}

/** A JSON or JSONC text's tree, and what JSON finds wrong with it: comments and trailing commas too, unless they are let pass. */
export interface JsonTree {
  readonly root: Node | undefined;
  readonly errors: readonly ParseError[];
}

/** What a parser lets pass. */
const strict: ParseOptions = { allowTrailingComma: false, disallowComments: true, allowEmptyContent: true };
/** JSONC as VS Code reads its own files: comments, trailing commas, and a text without a value. */
export const withComments: ParseOptions = { allowTrailingComma: true, allowEmptyContent: true };

/** Parses a text, however broken. Never throws: a text nested too deep for the parser's recursion has no tree. */
export function parseJson(text: string, options: ParseOptions = strict): JsonTree {
  const errors: ParseError[] = [];
  const root = unlessTooDeep(() => parseTree(text, errors, options) ?? 'none');
  if (root === undefined) {
    return { root: undefined, errors: [] };
  }
  return { root: root === 'none' ? undefined : root, errors: withinText(errors, text) };
}

/** What a recursion over a tree gives; undefined when the tree is nested too deep for it. */
export function unlessTooDeep<T>(walk: () => T): T | undefined {
  try {
    return walk();
  } catch (error) {
    if (error instanceof RangeError) {
      return undefined;
    }
    throw error;
  }
}

/** The errors, none of which ends beyond the text: the scanner counts the end that a comment lacks. */
function withinText(errors: readonly ParseError[], text: string): readonly ParseError[] {
  return errors.map(e =>
    e.offset + e.length > text.length ? { ...e, length: Math.max(0, text.length - e.offset) } : e,
  );
}

/** Whether JSON with comments allows what strict JSON complains of: a comment, or a comma before a closing bracket. */
export function isLegalInJsonc(text: string, { error, offset }: ParseError): boolean {
  if (printParseErrorCode(error) === 'InvalidCommentToken') {
    return true;
  }
  return (
    /[}\]]/.test(text[offset] ?? '') &&
    /,(?:\s|\/\/[^\n]*\n|\/\*[^]*?\*\/)*$/.test(text.slice(Math.max(0, offset - 200), offset))
  );
}

/** What is wrong with a text that is no JSON, in a few words. */
export function jsonProblem({ error }: ParseError): Message {
  return problems[printParseErrorCode(error)] ?? message('invalid symbol');
}

/** By the name of jsonc-parser's `ParseErrorCode`. */
const problems: Readonly<Partial<Record<string, Message>>> = {
  InvalidNumberFormat: message('invalid number'),
  PropertyNameExpected: message('property name expected'),
  ValueExpected: message('value expected'),
  ColonExpected: message('colon expected'),
  CommaExpected: message('comma expected'),
  CloseBraceExpected: message('closing brace expected'),
  CloseBracketExpected: message('closing bracket expected'),
  EndOfFileExpected: message('end of file expected'),
  InvalidCommentToken: message('a comment'),
  UnexpectedEndOfComment: message('unexpected end of a comment'),
  UnexpectedEndOfString: message('unexpected end of a string'),
  UnexpectedEndOfNumber: message('unexpected end of a number'),
  InvalidUnicode: message('invalid Unicode escape'),
  InvalidEscapeCharacter: message('invalid escape character'),
  InvalidCharacter: message('invalid character in a string'),
};

/** JSON pointer (RFC 6901) of a path of member names and array indexes, which count from 0; empty for an empty path. */
export function jsonPointer(path: readonly (string | number)[]): string {
  return path.map(segment => `/${String(segment).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** The names and indexes that lead to a node from the root of its tree. */
export function pathOf(node: Node): (string | number)[] {
  const path: (string | number)[] = [];
  for (let inner = node, outer = node.parent; outer; inner = outer, outer = outer.parent) {
    if (outer.type === 'property') {
      path.push(String(outer.children?.[0]?.value));
    } else if (outer.type === 'array') {
      path.push(indexIn(outer.children ?? [], inner));
    }
  }
  return path.reverse();
}

/** The index of a node among its siblings. They stand in the order of their offsets, so a long list is not looked through. */
export function indexIn(siblings: readonly Node[], node: Node): number {
  return firstIndex(siblings.length, i => (siblings[i]?.offset ?? 0) >= node.offset);
}

/** Whether a JSON text has nothing in it but white space and comments. */
export function isBlankJson(text: string): boolean {
  return text.length < 4096 && withoutComments(text).trim() === '';
}

/** Whether a JSON text names its schema itself, with `$schema` in its outermost object. Half-typed texts too. */
export function namesSchema(text: string): boolean {
  return (
    text.includes('"$schema"') &&
    parseJson(text).root?.children?.some(property => property.children?.[0]?.value === '$schema') === true
  );
}

function withoutComments(text: string): string {
  return text.replace(/\/\/.*|\/\*[^]*?\*\//g, '');
}

/** Whether a JSON text has nothing in it yet: white space, comments, and at most a pair of braces or brackets with a word in it, or what will be one. */
export function isEmptyJson(text: string): boolean {
  return text.length < 4096 && /^\s*(?:[{[]\s*"?\w*"?\s*[}\]]?|\w*)\s*$/.test(withoutComments(text));
}
