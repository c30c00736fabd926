/** What shall become of a policy's values, said of the nodes of its tree: data that no syntax is told by. A writer makes text edits of it. */
import type { Node } from 'jsonc-parser';
import type { JsonMembers, JsonValue } from './json';
import type { Span } from './text';

/** Where a member or an item is added: after one of its siblings, as the first, or (absent) as the last. */
export type Where = Node | 'first' | undefined;

/** One change of a value. Its nodes are of the tree that the policy was read from. */
export type Change = ValueChange | TextChange;

/** A change that every syntax can write. */
export type ValueChange =
  /** Another value. What both values have in common stays as it is written. */
  | { readonly kind: 'set'; readonly node: Node; readonly value: JsonValue }
  /** Another name for a member (its `property` node), whose value stays. */
  | { readonly kind: 'rename'; readonly property: Node; readonly name: string }
  | { readonly kind: 'insert-members'; readonly object: Node; readonly members: JsonMembers; readonly after: Where }
  | { readonly kind: 'insert-item'; readonly list: Node; readonly value: JsonValue; readonly after: Where }
  /** A member (its `property` node) or an item goes. */
  | { readonly kind: 'remove'; readonly node: Node }
  /** The value, as it is written, becomes an item of a list, with others before and after it. */
  | {
      readonly kind: 'to-list';
      readonly node: Node;
      readonly before: readonly JsonValue[];
      readonly after: readonly JsonValue[];
    }
  /** One of a list's items takes the list's place. */
  | { readonly kind: 'to-single'; readonly list: Node; readonly item: Node };

/**
 * A change of JSON text as text, where white space or single characters are meant and no value: no other syntax has it.
 * `node` is the value in which `span` lies; `keeps` says what must be the same afterwards: the value, or all of it but the
 * texts of its strings. A rewrite sets the whole value anew, in a layout of its own, and takes its comments with it.
 */
export type TextChange =
  | {
      readonly kind: 'text';
      readonly node: Node;
      readonly span: Span;
      readonly newText: string;
      readonly keeps: 'value' | 'shape';
    }
  | { readonly kind: 'rewrite'; readonly node: Node; readonly value: JsonValue; readonly layout: 'minified' | 'lines' };

/** Puts another value in the place of a value. Comments in what both have in common stay. */
export function setValue(node: Node, value: JsonValue): ValueChange {
  return { kind: 'set', node, value };
}

/** Renames a member (its `property` node); its value stays. */
export function renameKey(property: Node, name: string): ValueChange {
  return { kind: 'rename', property, name };
}

/** Removes a member of an object (its `property` node) or an item of a list. */
export function remove(node: Node): ValueChange {
  return { kind: 'remove', node };
}

/** Adds members to an object after `after`, one of its properties: as the last when it is absent, as the first when it is `'first'`. */
export function insertMembers(object: Node, members: JsonMembers, after?: Where): ValueChange {
  return { kind: 'insert-members', object, members, after };
}

/** Adds an item to a list after `after`, one of its items: as the last when it is absent, as the first when it is `'first'`. */
export function insertItem(list: Node, value: JsonValue, after?: Where): ValueChange {
  return { kind: 'insert-item', list, value, after };
}

/** Adds a value to a value-or-list: a single value becomes a list. */
export function addValue(node: Node, value: JsonValue): ValueChange {
  return node.type === 'array' ? insertItem(node, value) : { kind: 'to-list', node, before: [], after: [value] };
}

/** Adds values to a value-or-list. */
export function addValues(node: Node, values: readonly JsonValue[]): readonly ValueChange[] {
  return node.type === 'array'
    ? values.map(value => insertItem(node, value))
    : [{ kind: 'to-list', node, before: [], after: values }];
}

/** The change with each of its new texts (strings and names) turned into another. */
export function withTexts(change: Change, turn: (text: string) => string): Change {
  const turned = (value: JsonValue): JsonValue => {
    if (typeof value === 'string') {
      return turn(value);
    }
    if (typeof value !== 'object' || value === null) {
      return value;
    }
    return isList(value) ? value.map(turned) : turnedMembers(value);
  };
  const turnedMembers = (members: JsonMembers): JsonMembers =>
    Object.fromEntries(Object.entries(members).map(([name, value]) => [turn(name), turned(value)]));
  switch (change.kind) {
    case 'set':
    case 'insert-item':
    case 'rewrite':
      return { ...change, value: turned(change.value) };
    case 'insert-members':
      return { ...change, members: turnedMembers(change.members) };
    case 'rename':
      return { ...change, name: turn(change.name) };
    case 'to-list':
      return { ...change, before: change.before.map(turned), after: change.after.map(turned) };
    case 'text':
      return { ...change, newText: turn(change.newText) };
    case 'remove':
    case 'to-single':
      return change;
  }
}

/** Whether a value is a list. */
export function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}
