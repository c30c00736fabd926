import assert from 'node:assert/strict';
import { complete, type Completion, type Knowledge, namesIn } from '../../../src/assist/completion';
import { applyEdits, locate, type LocatedKind, type LocatedPolicy } from '../../../src/policy';
import { services } from '../../rules/examples';

export const knowing: Knowledge = { services, seen: { principals: [], keys: [], accounts: [] }, accounts: [] };

/** What is offered where `|` stands. */
export function offered(
  marked: string,
  known: Partial<Knowledge> = {},
  kind?: LocatedKind,
): { readonly text: string; readonly offset: number; readonly items: readonly Completion[] } {
  const offset = marked.indexOf('|');
  const text = marked.slice(0, offset) + marked.slice(offset + 1);
  assert.ok(offset >= 0);
  const find = (content: string): LocatedPolicy[] =>
    locate(content, kind === undefined ? {} : { kind, isPolicy: true });
  const document = { text, policies: find(text), locate: find };
  const items = complete(document, offset, { ...knowing, seen: namesIn(text), ...known });
  for (const { span, filter, label } of items) {
    assert.ok(span.offset <= offset && offset <= span.offset + span.length, `${label} replaces the cursor's place`);
    assert.ok(!/[\r\n]/.test(text.slice(span.offset, span.offset + span.length)), `${label} replaces one line`);
    assert.ok(filter !== '');
  }
  return { text, offset, items };
}

/** The labels that VS Code would show: those that begin with, or hold in order, what stands before the cursor. */
export function labels(marked: string, known: Partial<Knowledge> = {}, kind?: LocatedKind): string[] {
  const { text, offset, items } = offered(marked, known, kind);
  return items.filter(({ span, filter }) => fuzzy(text.slice(span.offset, offset), filter)).map(i => i.label);
}

/** The text after accepting an item. */
export function accept(marked: string, label: string, known: Partial<Knowledge> = {}, kind?: LocatedKind): string {
  const { text, offset, items } = offered(marked, known, kind);
  const item = items.find(i => i.label === label);
  assert.ok(
    item,
    `${label} is not among ${items
      .map(i => i.label)
      .slice(0, 40)
      .join(', ')}`,
  );
  assert.ok(
    fuzzy(text.slice(item.span.offset, offset), item.filter),
    `${item.filter} would be filtered away by ${text.slice(item.span.offset, offset)}`,
  );
  return applyEdits(text, [...item.besides, { ...item.span, newText: expand(item.insert) }]);
}

// `${1:default}`, `${1|one,two|}`, `${1}` again, or an escaped character.
const special =
  /\$\{(?<number>\d+)(?::(?<value>(?:\\.|[^}\\])*)|\|(?<choices>(?:\\.|[^|\\])*)\|)?\}|\\(?<escaped>[\\$}])/g;

/** A snippet's text with its defaults. */
export function expand(insert: string): string {
  const values = new Map<string, string>();
  return insert.replace(special, (...found) => {
    const { number, value, choices, escaped } = found.at(-1) as Readonly<Record<string, string | undefined>>;
    if (number === undefined) {
      return escaped ?? '';
    }
    if (value !== undefined) {
      values.set(number, value.replace(/\\([\\$}])/g, '$1'));
    }
    if (choices !== undefined) {
      values.set(number, choices.split(',')[0] ?? '');
    }
    return values.get(number) ?? '';
  });
}

function fuzzy(typed: string, filter: string): boolean {
  let at = 0;
  for (const char of typed.toLowerCase()) {
    at = filter.toLowerCase().indexOf(char, at) + 1;
    if (at === 0) {
      return false;
    }
  }
  return true;
}
