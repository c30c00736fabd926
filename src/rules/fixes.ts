import { hasMember, type JsonValue, type PolicyString, remove, renameKey, replace, type Statement } from '../policy';
import { type Message, message } from '../text/message';
import type { Fix, FixEffect } from './rule';
import type { ActionUse, PolicyView } from './view';

/** A test to be added to a statement's Condition. */
export interface NewTest {
  readonly operator: string;
  readonly key: string;
  readonly value: JsonValue;
}

/** Whether the statement denies. */
export function denies(statement: Statement): boolean {
  return statement.effect?.value?.value === 'Deny';
}

/** What a change does that makes a statement apply to more requests: an Allow gives more access, a Deny takes some away. */
export function effectOfMore(statement: Statement): FixEffect {
  return denies(statement) ? 'safe' : 'widens';
}

/** What a change does that makes a statement apply to fewer requests. */
export function effectOfLess(statement: Statement): FixEffect {
  return denies(statement) ? 'widens' : 'safe';
}

/**
 * What it does to give the action of a statement another name. Never `safe`: the data is older than AWS, so the name may be a real one,
 * and what a Deny or NotAction loses by a bulk fix is open from then on.
 */
export function effectOfRename({ statement, not }: Pick<ActionUse, 'statement' | 'not'>): FixEffect {
  const effect = not ? effectOfLess(statement) : effectOfMore(statement);
  return effect === 'safe' ? 'review' : effect;
}

/** Replaces a string by another; no fix when a template makes it. */
export function changeTo(string: PolicyString, value: string, effect: FixEffect): Fix[] {
  if (string.node.type !== 'string') {
    return [];
  }
  return [{ title: message('Change to {value}', { value }), edits: [replace(string, JSON.stringify(value))], effect }];
}

/** Takes an item out of a list that has others; no fix for the only one. */
export function takeOut(policy: PolicyView, string: PolicyString, effect: FixEffect): Fix[] {
  const list = string.node.parent;
  if (list?.type !== 'array' || (list.children?.length ?? 0) < 2) {
    return [];
  }
  return [
    { title: message('Remove {value}', { value: string.value }), edits: remove(policy.text, string.node), effect },
  ];
}

/** Removes a member with its value. */
export function removeMember(
  policy: PolicyView,
  element: { readonly name: string; readonly property: PolicyString['node'] },
  effect: FixEffect,
  title?: Message,
): Fix {
  return {
    title: title ?? message('Remove {name}', { name: element.name }),
    edits: remove(policy.text, element.property),
    effect,
  };
}

/** Gives a member another name, unless its object has one of that name already. */
export function rename(
  element: { readonly name: string; readonly property: PolicyString['node'] },
  name: string,
  effect: FixEffect,
): Fix[] {
  if (hasMember(element.property.parent, name)) {
    return [];
  }
  return [{ title: message('Change to {value}', { value: name }), edits: [renameKey(element.property, name)], effect }];
}
