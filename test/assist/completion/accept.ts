import assert from 'node:assert/strict';
import { complete, type Knowledge, namesIn, type Ordered, type Surroundings } from '../../../src/assist/completion';
import { applyEdits, locate, type LocatedKind, type LocatedPolicy } from '../../../src/policy';
import { services } from '../../rules/examples';

export const knowing: Knowledge = { services, seen: { principals: [], keys: [], accounts: [] }, accounts: [] };

/** A file that the name alone does not make a policy, in which somebody pressed Ctrl+Space. */
const plain: Surroundings = { path: 'src/a.json', settled: undefined, schema: false, invoked: true };

/** A kind that somebody settled, or more about the document. */
type About = LocatedKind | Partial<Surroundings>;

/** What is offered where `|` stands. */
export function offered(
  marked: string,
  known: Partial<Knowledge> = {},
  about: About = {},
): { readonly text: string; readonly offset: number; readonly items: readonly Ordered[] } {
  const offset = marked.indexOf('|');
  const text = marked.slice(0, offset) + marked.slice(offset + 1);
  assert.ok(offset >= 0);
  const surroundings = { ...plain, ...(typeof about === 'string' ? { settled: about } : about) };
  const { settled: kind, path } = surroundings;
  const find = (content: string): LocatedPolicy[] =>
    locate(content, { path, ...(kind !== undefined && { kind, isPolicy: true }) });
  const document = { text, policies: find(text), locate: find, surroundings };
  const items = complete(document, offset, { ...knowing, seen: namesIn(text), ...known });
  for (const { span, filter, label } of items) {
    assert.ok(span.offset <= offset && offset <= span.offset + span.length, `${label} replaces the cursor's place`);
    assert.ok(!/[\r\n]/.test(text.slice(span.offset, span.offset + span.length)), `${label} replaces one line`);
    assert.ok(filter !== '');
  }
  return { text, offset, items };
}

/** The labels that VS Code would show: those that begin with, or hold in order, what stands before the cursor. */
export function labels(marked: string, known: Partial<Knowledge> = {}, about: About = {}): string[] {
  const { text, offset, items } = offered(marked, known, about);
  return items.filter(({ span, filter }) => fuzzy(text.slice(span.offset, offset), filter)).map(i => i.label);
}

/** The text after accepting an item. */
export function accept(marked: string, label: string, known: Partial<Knowledge> = {}, about: About = {}): string {
  const { text, offset, items } = offered(marked, known, about);
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
