/** What changes make of a value, told one after the other by the simplest means: the writer is held against it. */
import type { Node } from 'jsonc-parser';
import type { Change, JsonValue } from '../../../src/policy';

/** A value that can be changed. */
interface Model {
  text: string;
  slots: Slot[] | undefined;
}

/** A member (with its name) or an item. */
interface Slot {
  readonly node: Node | undefined;
  name: string | undefined;
  value: Model;
  gone: boolean;
  /** What was put in after this one, at which place further ones follow. */
  followers: number;
}

/** The value of a tree, with the order of its members and names that stand twice, as it is when the changes are made. */
export function wanted(root: Node, changes: readonly Change[] = []): string {
  const models = new Map<Node, Model>();
  const slots = new Map<Node, Slot>();
  const whole = modelOf(root, models, slots);
  for (const change of changes) {
    make(
      change,
      node => found(models, node),
      node => found(slots, node),
    );
  }
  return told(whole);
}

function found<T>(all: ReadonlyMap<Node, T>, node: Node): T {
  const one = all.get(node);
  if (one === undefined) {
    throw new Error('a change of a node of another tree');
  }
  return one;
}

function modelOf(node: Node, models: Map<Node, Model>, slots: Map<Node, Slot>): Model {
  const model: Model = { text: JSON.stringify(node.value ?? null), slots: undefined };
  models.set(node, model);
  if (node.type === 'object' || node.type === 'array') {
    model.text = node.type;
    model.slots = (node.children ?? []).map(child => {
      const [key, value] = child.type === 'property' ? (child.children ?? []) : [undefined, child];
      const slot: Slot = {
        node: child,
        name: key === undefined ? undefined : String(key.value),
        value: value === undefined ? { text: '', slots: undefined } : modelOf(value, models, slots),
        gone: false,
        followers: 0,
      };
      slots.set(child, slot);
      return slot;
    });
  }
  return model;
}

function fresh(value: JsonValue): Model {
  if (typeof value !== 'object' || value === null) {
    return { text: JSON.stringify(value), slots: undefined };
  }
  return Array.isArray(value)
    ? { text: 'array', slots: value.map((item: JsonValue) => slotOf(undefined, item)) }
    : { text: 'object', slots: Object.entries(value).map(([name, member]) => slotOf(name, member as JsonValue)) };
}

function slotOf(name: string | undefined, value: JsonValue): Slot {
  return { node: undefined, name, value: fresh(value), gone: false, followers: 0 };
}

function make(change: Change, model: (node: Node) => Model, slot: (node: Node) => Slot): void {
  switch (change.kind) {
    case 'set':
    case 'rewrite':
      Object.assign(model(change.node), fresh(change.value));
      return;
    case 'rename':
      slot(change.property).name = change.name;
      return;
    case 'remove':
      slot(change.node).gone = true;
      return;
    case 'insert-item':
      insert(model(change.list), [slotOf(undefined, change.value)], change.after);
      return;
    case 'insert-members':
      insert(
        model(change.object),
        Object.entries(change.members).map(([name, value]) => slotOf(name, value)),
        change.after,
      );
      return;
    case 'to-list': {
      const inside = model(change.node);
      const item = { ...slotOf(undefined, null), value: { ...inside } };
      const list = [
        ...change.before.map(v => slotOf(undefined, v)),
        item,
        ...change.after.map(v => slotOf(undefined, v)),
      ];
      Object.assign(inside, { text: 'array', slots: list });
      return;
    }
    case 'to-single':
      Object.assign(model(change.list), model(change.item));
      return;
    case 'text':
      return;
  }
}

function insert({ slots = [] }: Model, added: readonly Slot[], after: Node | 'first' | undefined): void {
  if (after === 'first') {
    slots.unshift(...added);
    return;
  }
  const anchor = after === undefined ? undefined : slots.find(s => s.node?.offset === after.offset);
  if (anchor === undefined) {
    slots.push(...added);
    return;
  }
  slots.splice(slots.indexOf(anchor) + 1 + anchor.followers, 0, ...added);
  anchor.followers += added.length;
}

function told({ text, slots }: Model): string {
  if (slots === undefined) {
    return text;
  }
  return `${text}(${slots
    .filter(s => !s.gone)
    .map(s => (s.name === undefined ? told(s.value) : `${JSON.stringify(s.name)}:${told(s.value)}`))
    .join(',')})`;
}
