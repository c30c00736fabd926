import { canonicalElement, type JsonValue } from '../../policy';
import { type StatementValue, union, withElement } from './values';

/** The elements in which two statements may differ and still be one: it then lists what both list. */
const mergeable = ['Action', 'Resource', 'Principal'] as const;

export type MergeableElement = (typeof mergeable)[number];

/**
 * Which element of the first statement to replace by what, so that it says what both say; undefined when no single statement
 * does. Two statements merge when they differ in one of Action, Resource and Principal alone, besides their Sids.
 */
export function mergeInto(
  a: StatementValue,
  b: StatementValue,
): { readonly element: MergeableElement; readonly value: JsonValue } | undefined {
  const differing = [...new Set([...Object.keys(a), ...Object.keys(b)])].filter(
    k => k !== 'Sid' && canonicalElement(a[k]) !== canonicalElement(b[k]),
  );
  const element = mergeable.find(m => m === (differing[0] ?? 'Action'));
  if (element === undefined || differing.length > 1 || a[element] === undefined || b[element] === undefined) {
    return undefined;
  }
  const value = unionOf([a[element], b[element]], element);
  return value === undefined ? undefined : { element, value };
}

/** Merges all statements that can be, each in the place of the first one. */
export function mergeAll(statements: readonly StatementValue[]): readonly StatementValue[] {
  // What one pass merges can make others alike; few passes find nearly all of it.
  let all = statements;
  for (let pass = 0; pass < 4; pass++) {
    const before = all.length;
    for (const element of mergeable) {
      all = mergeOn(all, element);
    }
    if (all.length === before) {
      break;
    }
  }
  return all;
}

function mergeOn(statements: readonly StatementValue[], element: MergeableElement): readonly StatementValue[] {
  const groups = new Map<string, StatementValue[]>();
  for (const statement of statements) {
    const form = formOf(statement, element);
    const others = canonicalElement(
      Object.fromEntries(Object.entries(statement).filter(([name]) => name !== element && name !== 'Sid')),
    );
    const group = groups.get(form + others);
    if (group === undefined) {
      groups.set(form + others, [statement]);
    } else {
      group.push(statement);
    }
  }
  return [...groups.values()].flatMap(group => {
    const [first] = group;
    const value =
      group.length < 2
        ? undefined
        : unionOf(
            group.map(s => s[element]),
            element,
          );
    if (first === undefined) {
      return [];
    }
    return value === undefined ? [first] : [withElement(first, element, value)];
  });
}

/** A text that is the same for statements whose elements can be put together. */
function formOf(statement: StatementValue, element: MergeableElement): string {
  // A bare "*" has no list to stand in: it and a map of principals stay apart.
  if (element === 'Principal' && !isMap(statement.Principal)) {
    return canonicalElement(statement.Principal);
  }
  return statement[element] === undefined ? 'none' : '';
}

function unionOf(values: readonly (JsonValue | undefined)[], element: MergeableElement): JsonValue | undefined {
  if (element !== 'Principal') {
    return union(values);
  }
  const maps = values.filter(isMap);
  if (maps.length < values.length) {
    return new Set(values.map(canonicalElement)).size === 1 ? values[0] : undefined;
  }
  const types = [...new Set(maps.flatMap(Object.keys))];
  return Object.fromEntries(types.map(type => [type, union(maps.map(m => m[type]))]));
}

function isMap(value: JsonValue | undefined): value is Readonly<Record<string, JsonValue>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
