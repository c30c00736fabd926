import { getNodeValue } from 'jsonc-parser';
import { canonicalElement, intrinsicName, type JsonValue, membersOf, type Statement } from '../../policy';

/** A statement as plain JSON. */
export type StatementValue = Readonly<Record<string, JsonValue>>;

/** The statement's JSON; undefined when a template calls a function in place of an element or an entry. */
export function valueOf(statement: Statement): StatementValue | undefined {
  const names = membersOf(statement.node).map(m => m.name);
  if (
    new Set(names).size < names.length ||
    membersOf(statement.node).some(m => m.node === undefined || intrinsicName(m.node) !== undefined)
  ) {
    return undefined;
  }
  return getNodeValue(statement.node) as StatementValue;
}

/** One value or a list, as a list. */
export function asList(value: JsonValue | undefined): readonly JsonValue[] {
  if (value === undefined) {
    return [];
  }
  return Array.isArray(value) ? (value as readonly JsonValue[]) : [value];
}

/** All entries of the values, each once; one alone is no list. */
export function union(values: readonly (JsonValue | undefined)[]): JsonValue {
  const entries = [...new Map(values.flatMap(asList).map(v => [canonicalElement(v), v])).values()];
  const [first] = entries;
  return entries.length === 1 && first !== undefined ? first : entries;
}

/** The statement with an element put in place of another, in the same order. */
export function withElement(statement: StatementValue, name: string, value: JsonValue): StatementValue {
  return Object.fromEntries(Object.entries(statement).map(([key, old]) => [key, key === name ? value : old]));
}
