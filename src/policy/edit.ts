/** Edits of JSON text that keep the user's indentation, key order and comments. All are data: nothing is applied here. */
import { type Node, stripComments } from 'jsonc-parser';
import { indexIn } from './json';
import type { Span } from './text';

/** Replaces `length` characters at `offset` by `newText`. */
export interface TextEdit extends Span {
  readonly newText: string;
}

/** A value that can be written as JSON. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonMembers;

/** Members of an object, or a whole one. */
export interface JsonMembers {
  readonly [name: string]: JsonValue;
}

/** The edit that puts `newText` in a place. Places are those of the text that the edit is for. */
export function replace({ offset, length }: Span, newText: string): TextEdit {
  return { offset, length, newText };
}

/** The edit that replaces a value by another, laid out like its surroundings. `node` is of the tree of `text`. */
export function replaceValue(text: string, node: Node, value: JsonValue): TextEdit {
  return replace(node, print(value, layoutAt(text, node)));
}

/** The edit that renames a member (its `property` node); its value stays. `name` is written as a JSON string. */
export function renameKey(property: Node, name: string): TextEdit {
  const key = property.children?.[0] ?? property;
  return replace(key, JSON.stringify(name));
}

/**
 * Removes a member of an object (its `property` node) or an item of an array, with its comma and, when nothing else stands
 * there, its line. Comments stay.
 */
export function remove(text: string, node: Node): TextEdit[] {
  const siblings = node.parent?.children ?? [];
  const at = indexIn(siblings, node);
  const next = siblings[at + 1];
  const previous = siblings[at - 1];
  const end = node.offset + node.length;
  if (next !== undefined) {
    const comma = commaBetween(text, end, next.offset);
    const after = comma === undefined ? end : comma + 1;
    return [wholeLine(text, node.offset, /^ *$/.test(text.slice(after, next.offset)) ? next.offset : after)];
  }
  if (previous === undefined) {
    return [wholeLine(text, node.offset, end)];
  }
  const comma = commaBetween(text, previous.offset + previous.length, node.offset);
  if (comma === undefined) {
    return [wholeLine(text, node.offset, end)];
  }
  return /^\s*$/.test(text.slice(comma + 1, node.offset))
    ? [replace({ offset: comma, length: end - comma }, '')]
    : [replace({ offset: comma, length: 1 }, ''), wholeLine(text, node.offset, end)];
}

/** Adds members to an object after `after`, one of its properties: as the last when it is absent, as the first when it is `'first'`. */
export function insertMembers(text: string, object: Node, members: JsonMembers, after?: Node | 'first'): TextEdit {
  return insert(text, object, layout => printMembers(members, layout).join(separatorIn(layout)), after);
}

/**
 * Adds an item to an array after `after`, one of its items: as the last when it is absent, as the first when it is
 * `'first'`.
 */
export function insertItem(text: string, array: Node, value: JsonValue, after?: Node | 'first'): TextEdit {
  return insert(text, array, layout => print(value, layout), after);
}

/** Adds a value to a string-or-list: a single value becomes a list. */
export function addValue(text: string, node: Node, value: JsonValue): TextEdit {
  return node.type === 'array'
    ? insertItem(text, node, value)
    : replace(node, `[${text.slice(node.offset, node.offset + node.length)}, ${JSON.stringify(value)}]`);
}

/** The text after the edits, in whatever order they come. Their places are those of `text`, and must not overlap. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = '';
  let last = 0;
  for (const edit of [...edits].sort((a, b) => a.offset - b.offset || a.length - b.length)) {
    result += text.slice(last, edit.offset) + edit.newText;
    last = edit.offset + edit.length;
  }
  return result + text.slice(last);
}

/** How values are laid out around a place. */
interface Layout {
  /** The white space before the line's first character. */
  readonly indent: string;
  /** One step of indentation; empty = everything on one line. */
  readonly step: string;
  readonly eol: string;
}

function insert(
  text: string,
  container: Node,
  write: (layout: Layout) => string,
  after: Node | 'first' | undefined,
): TextEdit {
  const children = container.children ?? [];
  const anchor = after === 'first' ? undefined : (after ?? children.at(-1));
  const open = container.offset + 1;
  const first = children[0];
  if (first === undefined) {
    const layout = layoutAt(text, container);
    if (layout.step === '') {
      return replace({ offset: open, length: 0 }, write(layout));
    }
    const inner = { ...layout, indent: layout.indent + layout.step };
    const close =
      text.slice(open, container.offset + container.length - 1).trim() === '' ? closeOf(text, container) : open;
    return replace(
      { offset: open, length: close - open },
      `${layout.eol}${inner.indent}${write(inner)}${layout.eol}${layout.indent}`,
    );
  }
  const layout = layoutAt(text, first);
  const ownLine = startsLine(text, first.offset);
  const separator = ownLine ? `${layout.eol}${layout.indent}` : ' ';
  const written = write(ownLine ? layout : { ...layout, step: '' });
  return anchor === undefined
    ? replace({ offset: first.offset, length: 0 }, `${written},${separator}`)
    : replace({ offset: anchor.offset + anchor.length, length: 0 }, `,${separator}${written}`);
}

function closeOf(text: string, container: Node): number {
  const end = container.offset + container.length;
  return text[end - 1] === '}' || text[end - 1] === ']' ? end - 1 : end;
}

function layoutAt(text: string, node: Node): Layout {
  const indent = indentOf(text, node.offset);
  const eol = text[lineStart(text, node.offset) - 2] === '\r' ? '\r\n' : '\n';
  return { indent, step: stepAt(text, node, indent), eol };
}

/** One step of indentation, told from the nearest ancestor that starts a line of its own with less indentation. */
function stepAt(text: string, node: Node, indent: string): string {
  for (let outer = node.parent; outer; outer = outer.parent) {
    const outerIndent = indentOf(text, outer.offset);
    if (outerIndent.length < indent.length && indent.startsWith(outerIndent)) {
      return indent.slice(outerIndent.length);
    }
  }
  const child = node.children?.[0];
  if (child && startsLine(text, child.offset)) {
    return indentOf(text, child.offset).slice(indent.length);
  }
  return text[lineStart(text, node.offset) - 1] === '\n' ? '  ' : '';
}

function indentOf(text: string, offset: number): string {
  const start = lineStart(text, offset);
  let end = start;
  while (text[end] === ' ' || text[end] === '\t') {
    end++;
  }
  return text.slice(start, end);
}

// Lines are looked for nearby only: a document of one endless line must not cost its length at every edit.
const nearby = 4096;

function lineStart(text: string, offset: number): number {
  const from = Math.max(0, offset - nearby);
  return from + text.slice(from, offset).lastIndexOf('\n') + 1;
}

function startsLine(text: string, offset: number): boolean {
  const start = lineStart(text, offset);
  return text[start - 1] === '\n' && text.slice(start, offset).trim() === '';
}

/** The deletion from `start` to `end`, with the line when nothing else stands on it. */
function wholeLine(text: string, start: number, end: number): TextEdit {
  const from = lineStart(text, start);
  const newline = end + text.slice(end, end + nearby).indexOf('\n');
  const alone =
    text[from - 1] === '\n' &&
    newline >= end &&
    text.slice(from, start).trim() === '' &&
    text.slice(end, newline).trim() === '';
  if (alone) {
    return replace({ offset: from, length: newline + 1 - from }, '');
  }
  return replace({ offset: start, length: end - start }, '');
}

function commaBetween(text: string, start: number, end: number): number | undefined {
  const comma = stripComments(text.slice(start, end), ' ').indexOf(',');
  return comma < 0 ? undefined : start + comma;
}

/** Writes a value as JSON by itself, with `step` as one step of indentation; an empty one keeps it on one line. */
export function printJson(value: JsonValue, step: string): string {
  return print(value, { indent: '', step, eol: '\n' });
}

/** Writes a value as JSON. Lists of one scalar stay on one line, as people write them. */
function print(value: JsonValue, layout: Layout): string {
  if (typeof value !== 'object' || value === null) {
    return JSON.stringify(value);
  }
  const inner = { ...layout, indent: layout.indent + layout.step };
  const items = isList(value) ? value.map(item => print(item, inner)) : printMembers(value, inner);
  const [open, close] = isList(value) ? ['[', ']'] : ['{', '}'];
  if (items.length === 0) {
    return `${open}${close}`;
  }
  if (layout.step === '' || (isList(value) && items.length === 1 && !items[0]?.includes('\n'))) {
    return isList(value) ? `[${items.join(', ')}]` : `{ ${items.join(', ')} }`;
  }
  return `${open}${layout.eol}${inner.indent}${items.join(separatorIn(inner))}${layout.eol}${layout.indent}${close}`;
}

function printMembers(members: JsonMembers, layout: Layout): string[] {
  return Object.entries(members).map(([name, value]) => `${JSON.stringify(name)}: ${print(value, layout)}`);
}

/** What stands between two members or items. */
function separatorIn({ step, eol, indent }: Layout): string {
  return step === '' ? ', ' : `,${eol}${indent}`;
}

function isList(value: readonly JsonValue[] | JsonMembers): value is readonly JsonValue[] {
  return Array.isArray(value);
}
