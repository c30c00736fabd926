/** How JSON is laid out around a place, and values written in the same way. */
import type { Node } from 'jsonc-parser';
import { isList } from './change';
import type { JsonMembers, JsonValue } from './json';

/** How values are laid out around a place. */
export interface Layout {
  /** The white space before the line's first character. */
  readonly indent: string;
  /** One step of indentation; empty = everything on one line. */
  readonly step: string;
  readonly eol: string;
  /** What stands after a colon, and on one line after a comma: a space, or nothing in a minified text. */
  readonly gap: string;
}

/** The layout of a value that stands where `node` does. */
export function layoutAt(text: string, node: Node): Layout {
  const indent = indentOf(text, node.offset);
  const step = stepAt(text, node, indent);
  // A minified object among lines is no model for what gets lines of its own.
  const model = step === '' || node.type === 'property' ? node : (node.parent ?? node);
  return { indent, step, eol: eolAt(text, node.offset), gap: gapAt(text, model) };
}

/** Writes a value as JSON by itself, with `step` as one step of indentation; an empty one keeps it on one line. */
export function printJson(value: JsonValue, step: string): string {
  return print(value, { indent: '', step, eol: '\n', gap: ' ' });
}

/** Writes a value as JSON. Lists of one scalar stay on one line, as people write them. */
export function print(value: JsonValue, layout: Layout): string {
  if (typeof value !== 'object' || value === null) {
    return JSON.stringify(value);
  }
  const inner = deeper(layout);
  const items = isList(value) ? value.map(item => print(item, inner)) : printMembers(value, inner);
  const [open, close] = isList(value) ? ['[', ']'] : ['{', '}'];
  if (items.length === 0) {
    return `${open}${close}`;
  }
  if (layout.step === '' || (isList(value) && items.length === 1 && !items[0]?.includes('\n'))) {
    const pad = isList(value) ? '' : layout.gap;
    return `${open}${pad}${items.join(`,${layout.gap}`)}${pad}${close}`;
  }
  return `${open}${layout.eol}${inner.indent}${items.join(separatorIn(inner))}${layout.eol}${layout.indent}${close}`;
}

/** A member as it is written in an object. */
export function printMember(name: string, value: JsonValue, layout: Layout): string {
  return `${JSON.stringify(name)}:${layout.gap}${print(value, layout)}`;
}

function printMembers(members: JsonMembers, layout: Layout): string[] {
  return Object.entries(members).map(([name, value]) => printMember(name, value, layout));
}

/** The layout one step further in. */
export function deeper(layout: Layout): Layout {
  return { ...layout, indent: layout.indent + layout.step };
}

/** What stands between two members or items. */
export function separatorIn({ step, eol, indent, gap }: Layout): string {
  return step === '' ? `,${gap}` : `,${eol}${indent}`;
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

/** The line end of the line before; of the next one where there is none. */
function eolAt(text: string, offset: number): string {
  const start = lineStart(text, offset);
  const end = text[start - 1] === '\n' ? start - 1 : text.slice(offset, offset + nearby).indexOf('\n') + offset;
  return text[end] === '\n' && text[end - 1] === '\r' ? '\r\n' : '\n';
}

/** A space, unless the nearest member has none between its colon and its value. */
function gapAt(text: string, node: Node): string {
  for (let outer: Node | undefined = node; outer; outer = outer.parent) {
    const property = outer.type === 'object' ? outer.children?.[0] : outer;
    const [key, value] = property?.type === 'property' ? (property.children ?? []) : [];
    if (key && value) {
      return text.slice(key.offset + key.length, value.offset) === ':' ? '' : ' ';
    }
  }
  return ' ';
}

/** The white space at the beginning of the line. */
export function indentOf(text: string, offset: number): string {
  const start = lineStart(text, offset);
  let end = start;
  while (text[end] === ' ' || text[end] === '\t') {
    end++;
  }
  return text.slice(start, end);
}

/** Lines are looked for nearby only: a document of one endless line must not cost its length at every edit. */
export const nearby = 4096;

/** Where the line of an offset begins. */
export function lineStart(text: string, offset: number): number {
  const from = Math.max(0, offset - nearby);
  return from + text.slice(from, offset).lastIndexOf('\n') + 1;
}

/** Whether nothing but white space stands before an offset on a line, which is not the text's first. */
export function startsLine(text: string, offset: number): boolean {
  const start = lineStart(text, offset);
  return text[start - 1] === '\n' && text.slice(start, offset).trim() === '';
}
