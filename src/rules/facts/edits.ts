import { getNodeValue, type Node } from 'jsonc-parser';
import {
  type Element,
  insertItem,
  insertMembers,
  type JsonValue,
  remove,
  replace,
  replaceValue,
  type Statement,
  statementElements,
  type TextEdit,
} from '../../policy';
import type { ConditionTest } from './conditions';
import type { PolicyView } from './view';

/** A test to be added to a statement's Condition. */
export interface NewTest {
  readonly operator: string;
  readonly key: string;
  readonly value: JsonValue;
}

/** Adds a statement as the last one; no edits when the document has no Statement to add to. */
export function appendStatement({ document, text }: PolicyView, statement: JsonValue): TextEdit[] {
  const node = document.statement?.node;
  if (node?.type === 'array') {
    return [insertItem(text, node, statement)];
  }
  if (node?.type !== 'object') {
    return [];
  }
  return [
    replace({ offset: node.offset, length: 0 }, '['),
    replace({ offset: node.offset + node.length, length: 0 }, `, ${JSON.stringify(statement)}]`),
  ];
}

/** Adds a test to a statement's Condition. */
export function addTest({ text }: PolicyView, statement: Statement, { operator, key, value }: NewTest): TextEdit[] {
  const block = statement.condition;
  if (block === undefined) {
    return [insertMembers(text, statement.node, { Condition: { [operator]: { [key]: value } } })];
  }
  if (block.node?.type !== 'object') {
    return [];
  }
  const there = block.value.operators.find(o => o.name === operator);
  if (there === undefined) {
    return [insertMembers(text, block.node, { [operator]: { [key]: value } })];
  }
  return there.node?.type === 'object' ? [insertMembers(text, there.node, { [key]: value })] : [];
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
export function removeTest({ text }: PolicyView, test: TestPlace): TextEdit[] {
  return remove(text, wholeOf(test).property);
}

/** Puts a value in the place of another. */
export function replaceWith({ text }: PolicyView, node: Node, value: JsonValue): TextEdit[] {
  return [replaceValue(text, node, value)];
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
