import { getNodeValue } from 'jsonc-parser';
import {
  addValue,
  type Change,
  type Element,
  insertMembers,
  intrinsicName,
  type JsonValue,
  remove,
  type Statement,
  statementElements,
} from '../../policy';
import type { ConditionTest } from './conditions';
import type { PolicyView } from './view';

/** A test to be added to a statement's Condition. */
export interface NewTest {
  readonly operator: string;
  readonly key: string;
  readonly value: JsonValue;
}

/** Adds a statement as the last one; no changes when the document has no Statement to add to. */
export function appendStatement({ document }: PolicyView, statement: JsonValue): Change[] {
  const node = document.statement?.node;
  return node?.type === 'array' || node?.type === 'object' ? [addValue(node, statement)] : [];
}

/** Adds a test to a statement's Condition; no changes when it has one of the key under this operator, or is no object. */
export function addTest(statement: Statement, { operator, key, value }: NewTest): Change[] {
  const block = statement.condition;
  if (block === undefined) {
    return [insertMembers(statement.node, { Condition: { [operator]: { [key]: value } } })];
  }
  if (block.node?.type !== 'object' || intrinsicName(block.node) !== undefined) {
    return [];
  }
  const there = block.value.operators.find(o => isSameName(o.name, operator));
  if (there === undefined) {
    return [insertMembers(block.node, { [operator]: { [key]: value } })];
  }
  return there.node?.type === 'object' && there.complete && !there.value.some(k => isSameName(k.name, key))
    ? [insertMembers(there.node, { [key]: value })]
    : [];
}

/** Whether two names of operators or condition keys, whose case means nothing, are the same. */
export function isSameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** What has to go so that a test is gone and nothing empty is left: its key, its operator, or the whole Condition. */
export function wholeOf({ statement: { condition }, operator, key }: TestPlace): Element<unknown> {
  if (operator.value.length > 1) {
    return key;
  }
  return condition === undefined || condition.value.operators.length > 1 ? operator : condition;
}

type TestPlace = Pick<ConditionTest, 'statement' | 'operator' | 'key'>;

/** Takes a test out of a Condition, with what would be left empty. */
export function removeTest(test: TestPlace): Change[] {
  return [remove(wholeOf(test).property)];
}

/** A statement's JSON, with some elements replaced (undefined = left out). */
export function statementValue(
  { node }: Statement,
  changes: Readonly<Record<string, JsonValue | undefined>>,
): JsonValue {
  const members: [string, JsonValue][] = [];
  for (const property of node.children ?? []) {
    const [key, value] = property.children ?? [];
    const name = String(key?.value);
    if (value === undefined || name in changes) {
      continue;
    }
    members.push([name, getNodeValue(value) as JsonValue]);
  }
  for (const [name, value] of Object.entries(changes)) {
    if (value !== undefined) {
      members.push([name, value]);
    }
  }
  return Object.fromEntries(members.sort(([a], [b]) => statementElements.indexOf(a) - statementElements.indexOf(b)));
}
