/** Writes changes into JSON and JSONC text: keeps indentation, order, comments and line ends, and writes nothing where the text is broken. */
import { createScanner, type Node, type ParseError } from 'jsonc-parser';
import type { Change, TextChange, ValueChange } from './change';
import { applyEdits, areApart, replace, type TextEdit } from './edit';
import { isLegalInJsonc, type JsonValue, parseJson, unlessTooDeep } from './json';
import {
  deeper,
  indentOf,
  type Layout,
  layoutAt,
  lineStart,
  nearby,
  print,
  printMember,
  separatorIn,
  startsLine,
} from './layout';
import {
  type Added,
  containerOf,
  formOf,
  formOfValue,
  leftAlone,
  type Plan,
  planOf,
  sequenceOf,
  type Slot,
} from './plan';
import type { Span } from './text';

/**
 * The edits of `text` that make all of the changes, whose nodes are of its tree. What they write is read again: undefined
 * when that is not the wanted value, when the text is open, broken or nested too deep at one of the places, and when the
 * changes contradict each other.
 */
export function writeJson(text: string, changes: readonly Change[]): readonly TextEdit[] | undefined {
  return unlessTooDeep(() => written(text, changes));
}

function written(text: string, changes: readonly Change[]): readonly TextEdit[] | undefined {
  const [first, ...more] = changes;
  if (first?.kind === 'text' || first?.kind === 'rewrite') {
    return more.length === 0 ? writeText(text, first) : undefined;
  }
  const ofValues = changes.filter((c): c is ValueChange => c.kind !== 'text' && c.kind !== 'rewrite');
  const plan = ofValues.length === changes.length ? planOf(ofValues) : undefined;
  if (plan === undefined || !plan.places.every(place => isWhole(text, place) && isInOrder(text, place))) {
    return undefined;
  }
  const edits = new JsonWriter(text, plan).edits();
  return areApart(edits) && plan.places.every(place => readsAsPlanned(text, place, plan, edits)) ? edits : undefined;
}

/** The text with the changes; undefined as {@link writeJson} says. */
export function changeJson(text: string, changes: readonly Change[]): string | undefined {
  const edits = writeJson(text, changes);
  return edits && applyEdits(text, edits);
}

/** Whether a value stands in the text from its first to its last character, and JSON finds nothing wrong in it but what JSONC allows. */
export function isWhole(text: string, node: Node): boolean {
  let known = wholes.get(node);
  if (known === undefined) {
    const { offset, length } = node;
    wholes.set(node, (known = length > 0 && realErrors(text.slice(offset, offset + length)).length === 0));
  }
  return known;
}

/** Whether nothing but its comma or colon stands between a value and what comes before it: without that the parser has guessed. */
function isInOrder(text: string, place: Node): boolean {
  const { parent } = place;
  const siblings = parent?.children ?? [];
  const before = siblings[siblings.indexOf(place) - 1];
  const start = before === undefined ? (parent?.offset ?? place.offset) + 1 : endOf(before);
  const scanner = createScanner(text.slice(start, Math.max(start, place.offset)), true);
  let found = '';
  for (scanner.scan(); scanner.getTokenLength() > 0; scanner.scan()) {
    found += text.slice(start + scanner.getTokenOffset(), start + scanner.getTokenOffset() + scanner.getTokenLength());
  }
  const separator = parent?.type === 'property' ? ':' : ',';
  return found === (before === undefined ? '' : separator);
}

/** A tree never changes: another text has another one. */
const wholes = new WeakMap<Node, boolean>();

function realErrors(text: string): readonly ParseError[] {
  return parseJson(text).errors.filter(error => !isLegalInJsonc(text, error));
}

/**
 * Whether a place with the edits in it is what the plan says. Values in which nothing is changed are cut out: of a thousand
 * statements one alone is read again.
 */
function readsAsPlanned(text: string, place: Node, plan: Plan, edits: readonly TextEdit[]): boolean {
  const aside = leftAlone(place, plan);
  const cuts = [...aside].map(node => replace(node, '0'));
  const inside = edits.filter(e => e.offset >= place.offset && e.offset + e.length <= endOf(place));
  return (
    areApart([...inside, ...cuts]) &&
    readsAs(formOf(place, plan, aside), edited(text, place, cuts), edited(text, place, [...inside, ...cuts]))
  );
}

/** A part of the text with edits that lie in it. */
function edited(text: string, { offset, length }: Span, edits: readonly TextEdit[]): string {
  return applyEdits(
    text.slice(offset, offset + length),
    edits.map(e => ({ ...e, offset: e.offset - offset })),
  );
}

/** Whether a text has that form, and no more comments or trailing commas than before. */
function readsAs(form: string, before: string, after: string): boolean {
  const { root, errors } = parseJson(after);
  return (
    root !== undefined &&
    formOf(root) === form &&
    errors.every(error => isLegalInJsonc(after, error)) &&
    errors.length <= parseJson(before).errors.length
  );
}

function writeText(text: string, change: TextChange): readonly TextEdit[] | undefined {
  const { node } = change;
  if (!isWhole(text, node)) {
    return undefined;
  }
  if (change.kind === 'rewrite') {
    const edits = [replace(node, rewritten(text, node, change))];
    return readsAs(formOfValue(change.value), textOf(text, node), edited(text, node, edits)) ? edits : undefined;
  }
  const edits = [replace(change.span, change.newText)];
  const after = edited(text, node, edits);
  if (change.keeps === 'value') {
    return readsAs(formOf(node), textOf(text, node), after) ? edits : undefined;
  }
  const { root } = parseJson(after);
  return root && realErrors(after).length === 0 && shapeOf(root) === shapeOf(node) ? edits : undefined;
}

function textOf(text: string, { offset, length }: Span): string {
  return text.slice(offset, offset + length);
}

function rewritten(text: string, node: Node, { value, layout }: TextChange & { kind: 'rewrite' }): string {
  if (layout === 'minified') {
    return JSON.stringify(value);
  }
  const around = layoutAt(text, node);
  return print(value, { ...around, step: around.step === '' ? '  ' : around.step });
}

/** As `formOf`, whatever the strings say. */
function shapeOf(node: Node): string {
  if (node.type === 'string') {
    return '""';
  }
  return node.children === undefined ? String(node.value) : `${node.type}(${node.children.map(shapeOf).join(',')})`;
}

/** The child of an object or list, and what is written in its place, if anything. */
interface Kept {
  readonly child: Node;
  readonly replacement: readonly Added[];
  readonly after: Added[];
}

class JsonWriter {
  readonly #edits: TextEdit[] = [];

  constructor(
    private readonly text: string,
    private readonly plan: Plan,
  ) {}

  edits(): readonly TextEdit[] {
    const { text, plan } = this;
    for (const [node, value] of plan.replaced) {
      this.put(replace(node, print(value, layoutAt(text, node))));
    }
    for (const [property, name] of plan.renamed) {
      this.put(replace(property.children?.[0] ?? property, JSON.stringify(name)));
    }
    for (const [node, { before, after }] of plan.listed) {
      this.list(node, before, after);
    }
    for (const [list, item] of plan.singled) {
      this.single(list, item);
    }
    for (const container of this.containers()) {
      this.contents(container);
    }
    return this.#edits;
  }

  private put(...edits: readonly TextEdit[]): void {
    this.#edits.push(...edits);
  }

  /** The objects and lists whose members or items come and go. */
  private containers(): readonly Node[] {
    const { added, removed, singled } = this.plan;
    const all = new Set(added.keys());
    for (const node of removed) {
      all.add(containerOf(node));
    }
    return [...all].filter(node => !singled.has(node));
  }

  private list(node: Node, before: readonly JsonValue[], after: readonly JsonValue[]): void {
    const layout = layoutAt(this.text, node);
    const isLong = this.text.slice(node.offset, endOf(node)).includes('\n');
    const written = (value: JsonValue): string => print(value, isLong ? layout : { ...layout, step: '' });
    this.put(
      replace({ offset: node.offset, length: 0 }, `[${before.map(v => `${written(v)},${layout.gap}`).join('')}`),
      replace({ offset: endOf(node), length: 0 }, `${after.map(v => `,${layout.gap}${written(v)}`).join('')}]`),
    );
  }

  /** Takes away what stands around an item, but no comment. */
  private single(list: Node, item: Node): void {
    this.clear(list.offset, item.offset);
    this.clear(endOf(item), endOf(list));
  }

  private clear(start: number, end: number): void {
    const scanner = createScanner(this.text.slice(start, end), false);
    const tokens: TextEdit[] = [];
    let hasComment = false;
    for (scanner.scan(); scanner.getTokenLength() > 0; scanner.scan()) {
      const span = { offset: start + scanner.getTokenOffset(), length: scanner.getTokenLength() };
      const written = this.text.slice(span.offset, span.offset + span.length);
      hasComment ||= /^\/[/*]/.test(written);
      if (written.trim() !== '' && !/^\/[/*]/.test(written)) {
        tokens.push(replace(span, ''));
      }
    }
    // A comment to the line's end needs that end.
    this.put(...(hasComment ? tokens : [replace({ offset: start, length: end - start }, '')]));
  }

  private contents(container: Node): void {
    const slots = sequenceOf(container, this.plan);
    if ((container.children ?? []).length === 0) {
      this.fill(
        container,
        slots.flatMap(slot => ('added' in slot ? [slot.added] : [])),
      );
      return;
    }
    const { first, kept, gone } = sorted(slots);
    const last = kept.at(-1)?.child;
    for (const node of gone) {
      this.takeAway(container, node, last === undefined || node.offset < last.offset);
    }
    if (first.length > 0 && kept[0]) {
      this.insertBefore(kept[0].child, first);
    }
    for (const { child, replacement, after } of kept) {
      if (replacement.length > 0) {
        const layout = this.layoutBeside(child);
        this.put(replace(child, this.written(replacement, layout).join(separatorIn(layout))));
      }
      if (after.length > 0) {
        this.insertAfter(container, child, after);
      }
    }
  }

  private written(added: readonly Added[], layout: Layout): string[] {
    return added.map(({ name, value }) =>
      name === undefined ? print(value, layout) : printMember(name, value, layout),
    );
  }

  /** Puts the first members or items into an empty object or list. */
  private fill(container: Node, added: readonly Added[]): void {
    const { text } = this;
    const layout = layoutAt(text, container);
    const [open, close] = [container.offset + 1, endOf(container) - 1];
    if (added.length === 0) {
      return;
    }
    if (layout.step === '') {
      this.put(replace({ offset: open, length: 0 }, this.written(added, layout).join(separatorIn(layout))));
      return;
    }
    const inner = deeper(layout);
    const isEmpty = text.slice(open, close).trim() === '';
    this.put(
      replace(
        { offset: open, length: isEmpty ? close - open : 0 },
        `${layout.eol}${inner.indent}${this.written(added, inner).join(separatorIn(inner))}${layout.eol}${layout.indent}`,
      ),
    );
  }

  private insertBefore(child: Node, added: readonly Added[]): void {
    const layout = this.layoutBeside(child);
    const between = this.separatorBeside(child, layout);
    this.put(
      replace(
        { offset: child.offset, length: 0 },
        this.written(added, layout)
          .map(w => `${w},${between}`)
          .join(''),
      ),
    );
  }

  private insertAfter(container: Node, child: Node, added: readonly Added[]): void {
    const layout = this.layoutBeside(child);
    const between = this.separatorBeside(child, layout);
    const written = this.written(added, layout);
    const end = endOf(child);
    const comment = startsLine(this.text, child.offset) ? this.commentBehind(end) : undefined;
    if (comment === undefined) {
      this.put(replace({ offset: end, length: 0 }, written.map(w => `,${between}${w}`).join('')));
      return;
    }
    // The comment of the line is about what stands before it.
    const isLast = container.children?.at(-1) === child;
    if (!comment.hasComma) {
      this.put(replace({ offset: end, length: 0 }, ','));
    }
    const comma = comment.hasComma && !isLast ? ',' : '';
    this.put(replace({ offset: comment.end, length: 0 }, `${between}${written.join(`,${between}`)}${comma}`));
  }

  /** The comment that ends a line behind a member or an item and its comma. */
  private commentBehind(offset: number): { readonly end: number; readonly hasComma: boolean } | undefined {
    const match = /^([ \t]*,)?[ \t]*(\/\/[^\r\n]*|\/\*(?:[^*\r\n]|\*(?!\/))*\*\/)[ \t]*(?=\r?\n)/.exec(
      this.text.slice(offset, offset + nearby),
    );
    return match === null ? undefined : { end: offset + match[0].trimEnd().length, hasComma: match[1] !== undefined };
  }

  /** How a member or an item is laid out beside another: on one line where that one is, and shares its line. */
  private layoutBeside(child: Node): Layout {
    const layout = layoutAt(this.text, child);
    const isLong = this.text.slice(child.offset, endOf(child)).includes('\n');
    return startsLine(this.text, child.offset) || isLong ? layout : { ...layout, step: '' };
  }

  private separatorBeside(child: Node, layout: Layout): string {
    return startsLine(this.text, child.offset) ? `${layout.eol}${layout.indent}` : layout.gap;
  }

  /** Removes a child with the comma behind it, or, as one of the last, with the comma before it. Comments stay. */
  private takeAway(container: Node, node: Node, isBeforeAnother: boolean): void {
    const { text } = this;
    const siblings = container.children ?? [];
    const at = siblings.indexOf(node);
    const [start, end] = [node.offset, endOf(node)];
    if (isBeforeAnother) {
      const next = siblings[at + 1]?.offset ?? endOf(container) - 1;
      const comma = this.commaBetween(end, next);
      const between = text.slice(end, comma ?? end);
      if (comma !== undefined && between.trim() !== '') {
        this.put(replace({ offset: comma, length: 1 }, ''), this.wholeLine(start, end));
        return;
      }
      const after = comma === undefined ? end : comma + 1;
      const isFollowed = siblings[at + 1] !== undefined && /^ *$/.test(text.slice(after, next));
      this.put(this.wholeLine(start, isFollowed ? next : after));
      return;
    }
    const previous = siblings[at - 1];
    const comma = previous && this.commaBetween(endOf(previous), start);
    if (comma === undefined) {
      this.put(this.wholeLine(start, end));
    } else if (text.slice(comma + 1, start).trim() === '') {
      this.put(replace({ offset: comma, length: end - comma }, ''));
    } else {
      this.put(replace({ offset: comma, length: 1 }, ''), this.wholeLine(start, end));
    }
  }

  /** The deletion from `start` to `end`, with the line when nothing else stands on it. */
  private wholeLine(start: number, end: number): TextEdit {
    const { text } = this;
    const from = lineStart(text, start);
    const newline = end + text.slice(end, end + nearby).indexOf('\n');
    const isAlone =
      text[from - 1] === '\n' &&
      newline >= end &&
      indentOf(text, start).length === start - from &&
      text.slice(end, newline).trim() === '';
    return isAlone
      ? replace({ offset: from, length: newline + 1 - from }, '')
      : replace({ offset: start, length: end - start }, '');
  }

  private commaBetween(start: number, end: number): number | undefined {
    const between = this.text.slice(start, end);
    const scanner = createScanner(between, true);
    scanner.scan();
    const at = scanner.getTokenOffset();
    return between[at] === ',' ? start + at : undefined;
  }
}

/** The children that stay, with what follows each, those that go, and what comes before all. What is added beside one that goes takes its place. */
function sorted(slots: readonly Slot[]): {
  readonly first: readonly Added[];
  readonly kept: readonly Kept[];
  readonly gone: readonly Node[];
} {
  const first: Added[] = [];
  const kept: Kept[] = [];
  const gone: Node[] = [];
  let removed: Node[] = [];
  let added: Added[] = [];
  const endRun = (): void => {
    const [place] = added.length > 0 ? removed : [];
    gone.push(...removed.filter(node => node !== place));
    if (place === undefined) {
      (kept.at(-1)?.after ?? first).push(...added);
    } else {
      kept.push({ child: place, replacement: added, after: [] });
    }
    [removed, added] = [[], []];
  };
  for (const slot of slots) {
    if ('added' in slot) {
      added.push(slot.added);
    } else if (slot.isRemoved) {
      removed.push(slot.child);
    } else {
      endRun();
      kept.push({ child: slot.child, replacement: [], after: [] });
    }
  }
  endRun();
  return { first, kept, gone };
}

function endOf({ offset, length }: Node): number {
  return offset + length;
}
