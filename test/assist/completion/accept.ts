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
  const items = complete(text, offset, find(text), { ...knowing, seen: namesIn(text), ...known }, find);
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

/** A snippet's text with its defaults. */
export function expand(insert: string): string {
  const values = new Map<string, string>();
  const unescape = (text: string): string => text.replace(/\\([\\$}])/g, '$1');
  return insert.replace(
    /\$\{(\d+):((?:\\.|[^}\\])*)\}|\$\{(\d+)\|((?:\\.|[^|\\])*)\|\}|\$\{(\d+)\}|\\([\\$}])/g,
    (_, n1?: string, value?: string, n2?: string, choice?: string, n3?: string, plain?: string) => {
      if (n1 !== undefined) {
        values.set(n1, unescape(value ?? ''));
        return values.get(n1) ?? '';
      }
      if (n2 !== undefined) {
        values.set(n2, (choice ?? '').split(',')[0] ?? '');
        return values.get(n2) ?? '';
      }
      return n3 === undefined ? (plain ?? '') : (values.get(n3) ?? '');
    },
  );
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
