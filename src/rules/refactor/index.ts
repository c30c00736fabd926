import type { Node } from 'jsonc-parser';
import {
  editsOf,
  insertItem,
  type LocatedKind,
  type LocatedPolicy,
  type PolicyDocument,
  remove,
  setValue,
  type Span,
  type Statement,
  type Change,
  type TextEdit,
} from '../../policy';
import { message, type Message } from '../../text/message';
import { mergeInto } from './merge';
import { shrink } from './shrink';
import { type Part, splitByAction, splitByPrincipal } from './split';
import { type StatementValue, valueOf, withElement } from './values';

/** A change of form that leaves what the policy allows and denies as it is. */
export interface Refactoring extends ChangeOfForm {
  /** The edits of the document that make the changes. */
  readonly edits: readonly TextEdit[];
}

interface ChangeOfForm {
  readonly title: Message;
  /** None where it cannot be done. */
  readonly changes: readonly Change[];
}

/**
 * The refactorings for a place of a policy.
 * @param at the cursor or selection, in the policy's own text
 */
export function refactoringsAt(located: LocatedPolicy, at: Span): Refactoring[] {
  const { document, kind } = located;
  return [...statementsAt(document, at), ...shrinking(document, kind)]
    .filter(({ changes }) => changes.length > 0)
    .flatMap(({ title, changes }) => {
      const edits = editsOf(located, changes);
      return edits === undefined || edits.length === 0 ? [] : [{ title, changes, edits }];
    });
}

/** What can be done with the statement at the place, or with two of them. */
function statementsAt(document: PolicyDocument, at: Span): ChangeOfForm[] {
  const [first, second, ...more] = document.statements.filter(s => touches(s, at));
  if (first === undefined) {
    return [];
  }
  if (second === undefined) {
    return [...relisting(first, at), ...splittingAndMerging(document, first)];
  }
  return more.length === 0 ? [{ title: message('Merge both statements'), changes: merge(first, second) }] : [];
}

/** A value as a list, or a list of one as the value. */
function relisting(statement: Statement, at: Span): ChangeOfForm[] {
  const value = stringOrList(statement, at);
  if (value?.type === 'string') {
    return [{ title: message('Change to a list'), changes: [setValue(value, [String(value.value)])] }];
  }
  const [only, ...more] = value?.type === 'array' ? (value.children ?? []) : [];
  if (value === undefined || only?.type !== 'string' || more.length > 0) {
    return [];
  }
  return [{ title: message('Change to a single value'), changes: [setValue(value, String(only.value))] }];
}

function splittingAndMerging(document: PolicyDocument, statement: Statement): ChangeOfForm[] {
  const json = valueOf(statement);
  if (json === undefined || statement.node.parent?.type !== 'array') {
    return [];
  }
  const next = document.statements[statement.index + 1];
  return [
    {
      title: message('Split the statement by kind of action'),
      changes: split(document, statement, json, splitByAction(json)),
    },
    {
      title: message('Split the statement by principal'),
      changes: split(document, statement, json, splitByPrincipal(json)),
    },
    {
      title: message('Merge with the next statement'),
      changes: next === undefined ? [] : merge(statement, next),
    },
  ];
}

function shrinking(document: PolicyDocument, kind: LocatedKind): ChangeOfForm[] {
  const shrunk = kind === 'trust' ? undefined : shrink(document, kind === 'key');
  if (shrunk === undefined) {
    return [];
  }
  const { before, after, change } = shrunk;
  return [
    {
      title: message('Shrink the policy from {before} to {after} characters: merges statements, comments are lost', {
        before,
        after,
      }),
      changes: [change],
    },
  ];
}

// The first part takes the statement's place, so that its comments stay; the others follow it.
function split(
  { statements }: PolicyDocument,
  statement: Statement,
  json: StatementValue,
  parts: readonly Part[] | undefined,
): Change[] {
  const array = statement.node.parent;
  const [head, ...rest] = parts ?? [];
  const node = head && elementNode(statement, head.element);
  if (head === undefined || node === undefined || array === undefined) {
    return [];
  }
  const sids = new Set(statements.map(s => s.sid?.value?.value));
  return [
    setValue(node, head.value),
    ...rest.map(part => insertItem(array, renamed(withElement(json, part.element, part.value), sids), statement.node)),
  ];
}

function merge(a: Statement, b: Statement): Change[] {
  const [left, right] = [valueOf(a), valueOf(b)];
  const both = left && right && mergeInto(left, right);
  const node = both && elementNode(a, both.element);
  return both === undefined || node === undefined ? [] : [setValue(node, both.value), remove(b.node)];
}

function elementNode(
  { action, resource, principal }: Statement,
  element: 'Action' | 'Resource' | 'Principal',
): Node | undefined {
  return { Action: action, Resource: resource, Principal: principal }[element]?.node;
}

/** Gives the statement a Sid that no other has: the old one with a number. */
function renamed(statement: StatementValue, sids: Set<string | undefined>): StatementValue {
  const { Sid: sid } = statement;
  if (typeof sid !== 'string') {
    return statement;
  }
  let number = 2;
  while (sids.has(`${sid}${number}`)) {
    number++;
  }
  sids.add(`${sid}${number}`);
  return withElement(statement, 'Sid', `${sid}${number}`);
}

function touches({ offset, length }: Span, at: Span): boolean {
  return at.offset <= offset + length && at.offset + at.length >= offset;
}

/** The value of Action, Resource, a principal or a condition key at the place. */
function stringOrList(statement: Statement, at: Span): Node | undefined {
  const elements = [
    statement.action,
    statement.notAction,
    statement.resource,
    statement.notResource,
    ...(statement.principal?.value.entries ?? []),
    ...(statement.notPrincipal?.value.entries ?? []),
    ...(statement.condition?.value.operators ?? []).flatMap(o => o.value),
  ];
  return elements.find(e => e !== undefined && touches(e.property, at))?.node;
}
