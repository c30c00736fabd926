/** Changes put together: what each node becomes, and the value that is wanted, to be held against what was written. */
import type { Node } from 'jsonc-parser';
import { insertItem, insertMembers, isList, remove, setValue, type ValueChange, type Where } from './change';
import { indexIn, type JsonMembers, type JsonValue } from './json';
import { membersOf } from './parse';

/** A member or an item that is added; an item has no name. */
export interface Added {
  readonly name: string | undefined;
  readonly value: JsonValue;
}

/** What becomes of which node. */
export interface Plan {
  readonly replaced: ReadonlyMap<Node, JsonValue>;
  /** Of `property` nodes. */
  readonly renamed: ReadonlyMap<Node, string>;
  readonly removed: ReadonlySet<Node>;
  /** By object or list: what is added after which of its children; -1 = before all of them. */
  readonly added: ReadonlyMap<Node, ReadonlyMap<number, readonly Added[]>>;
  readonly listed: ReadonlyMap<Node, { readonly before: readonly JsonValue[]; readonly after: readonly JsonValue[] }>;
  /** By list: the item that takes its place. */
  readonly singled: ReadonlyMap<Node, Node>;
  /** The smallest objects and lists in which all of it happens; none lies in another. */
  readonly places: readonly Node[];
}

/** The plan of changes; undefined when they contradict each other, or would give an object a name twice. */
export function planOf(changes: readonly ValueChange[]): Plan | undefined {
  const plan = new Planner();
  return changes.flatMap(finer).every(change => plan.take(change)) && plan.holds() ? plan : undefined;
}

class Planner implements Plan {
  readonly replaced = new Map<Node, JsonValue>();
  readonly renamed = new Map<Node, string>();
  readonly removed = new Set<Node>();
  readonly added = new Map<Node, Map<number, Added[]>>();
  readonly listed = new Map<Node, { readonly before: readonly JsonValue[]; readonly after: readonly JsonValue[] }>();
  readonly singled = new Map<Node, Node>();
  readonly #touched = new Set<Node>();

  /** Takes a change in; false when another one has been made of the same. */
  take(change: ValueChange): boolean {
    switch (change.kind) {
      case 'set':
        return this.once(change.node) && has(this.replaced, change.node, change.value);
      case 'rename':
        return this.once(change.property) && has(this.renamed, change.property, change.name);
      case 'remove':
        return this.once(change.node) && this.removed.add(change.node).has(change.node);
      case 'to-list':
        return this.once(change.node) && has(this.listed, change.node, change);
      case 'to-single':
        return this.single(change.list, change.item);
      case 'insert-item':
        return this.add(change.list, [{ name: undefined, value: change.value }], change.after);
      case 'insert-members':
        return this.add(
          change.object,
          Object.entries(change.members).map(([name, value]) => ({ name, value })),
          change.after,
        );
    }
  }

  /** Whether nothing is changed in what goes, and no object gets a name twice. */
  holds(): boolean {
    const isGone = (node: Node): boolean => this.replaced.has(node) || this.removed.has(node);
    return (
      [...this.#touched].every(node => !ancestorsOf(node).some(isGone)) &&
      [...this.added.keys()].every(node => ![node, ...ancestorsOf(node)].some(isGone)) &&
      objectsOf(this).every(object => this.hasEachOnce(object))
    );
  }

  get places(): readonly Node[] {
    const all = new Set([...this.#touched].map(containerOf));
    for (const container of this.added.keys()) {
      all.add(container);
    }
    return [...all].filter(place => !ancestorsOf(place).some(outer => all.has(outer)));
  }

  private once(node: Node): boolean {
    const isFirst = !this.#touched.has(node);
    this.#touched.add(node);
    return isFirst;
  }

  private single(list: Node, item: Node): boolean {
    this.singled.set(list, item);
    const others = (list.children ?? []).filter(child => child !== item);
    return item.parent === list && this.once(list) && others.every(other => this.take(remove(other)));
  }

  private add(container: Node, added: readonly Added[], after: Where): boolean {
    const children = container.children ?? [];
    const at = after === 'first' ? -1 : indexOf(children, after);
    if (at === undefined || (added[0]?.name === undefined ? 'array' : 'object') !== container.type) {
      return added.length === 0;
    }
    const places = this.added.get(container) ?? new Map<number, Added[]>();
    this.added.set(container, places.set(at, [...(places.get(at) ?? []), ...added]));
    return true;
  }

  private hasEachOnce(object: Node): boolean {
    const names = sequenceOf(object, this).flatMap(slot => nameIn(slot, this) ?? []);
    const fresh = new Set([
      ...[...(this.added.get(object)?.values() ?? [])].flatMap(list => list.flatMap(a => a.name ?? [])),
      ...(object.children ?? []).flatMap(property => this.renamed.get(property) ?? []),
    ]);
    return [...fresh].every(name => names.indexOf(name) === names.lastIndexOf(name));
  }
}

function has<K, V>(map: Map<K, V>, key: K, value: V): boolean {
  return map.set(key, value).has(key);
}

function indexOf(children: readonly Node[], after: Node | undefined): number | undefined {
  const at = after === undefined ? children.length - 1 : indexIn(children, after);
  return after === undefined || children[at]?.offset === after.offset ? at : undefined;
}

function objectsOf({ renamed, added }: Plan): readonly Node[] {
  const all = [...[...renamed.keys()].map(property => property.parent), ...added.keys()];
  return [...new Set(all)].filter(node => node !== undefined && node.type === 'object') as Node[];
}

function ancestorsOf(node: Node): readonly Node[] {
  const found: Node[] = [];
  for (let outer = node.parent; outer; outer = outer.parent) {
    found.push(outer);
  }
  return found;
}

/** The object or list that a value, a member or an item stands in; the value itself when it stands in none. */
export function containerOf(node: Node): Node {
  const { parent } = node;
  return (parent?.type === 'property' ? parent.parent : parent) ?? node;
}

/** A place in an object or a list: a child that was there, or one that is added. */
export type Slot = { readonly child: Node; readonly isRemoved: boolean } | { readonly added: Added };

/** What stands in an object or a list afterwards, in order, with what is removed at the place that it had. */
export function sequenceOf(container: Node, { added, removed }: Pick<Plan, 'added' | 'removed'>): readonly Slot[] {
  const places = added.get(container);
  const at = (index: number): Slot[] => (places?.get(index) ?? []).map(a => ({ added: a }));
  return [
    ...at(-1),
    ...(container.children ?? []).flatMap((child, i): Slot[] => [{ child, isRemoved: removed.has(child) }, ...at(i)]),
  ];
}

function nameIn(slot: Slot, { renamed }: Plan): string | undefined {
  if ('added' in slot) {
    return slot.added.name;
  }
  return slot.isRemoved ? undefined : (renamed.get(slot.child) ?? String(slot.child.children?.[0]?.value));
}

const noNodes: ReadonlySet<Node> = new Set();
const nothing: Plan = {
  replaced: new Map(),
  renamed: new Map(),
  removed: new Set(),
  added: new Map(),
  listed: new Map(),
  singled: new Map(),
  places: [],
};

/** The values in a place in which nothing is changed, none of them in another. */
export function leftAlone(place: Node, plan: Plan): ReadonlySet<Node> {
  const busy = busyIn(plan);
  const alone = new Set<Node>();
  const waiting = [place];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    const stays = !plan.replaced.has(node) && !plan.singled.has(node);
    for (const child of stays ? (node.children ?? []) : []) {
      const value = child.type === 'property' ? child.children?.[1] : child;
      if (value === undefined || plan.removed.has(child)) {
        continue;
      }
      if (busy.has(value)) {
        waiting.push(value);
      } else {
        alone.add(value);
      }
    }
  }
  return alone;
}

/** What is changed, and all that is around it. */
function busyIn(plan: Plan): ReadonlySet<Node> {
  const busy = new Set<Node>();
  const changed = [plan.replaced, plan.renamed, plan.removed, plan.added, plan.listed, plan.singled];
  for (const node of changed.flatMap(nodes => [...nodes.keys()])) {
    for (let outer: Node | undefined = node; outer && !busy.has(outer); outer = outer.parent) {
      busy.add(outer);
    }
  }
  return busy;
}

/**
 * A text that is the same for values that are the same, with the order of members and names that stand twice.
 * @param plan as the value is when its changes are made
 * @param aside values that count as a 0, so that nobody looks into them
 */
export function formOf(node: Node, plan: Plan = nothing, aside: ReadonlySet<Node> = noNodes): string {
  const list = plan.listed.get(node);
  if (list === undefined) {
    return formInside(node, plan, aside);
  }
  return `[${[...list.before.map(formOfValue), formInside(node, plan, aside), ...list.after.map(formOfValue)].join(',')}]`;
}

function formInside(node: Node, plan: Plan, aside: ReadonlySet<Node>): string {
  if (aside.has(node)) {
    return '0';
  }
  const value = plan.replaced.get(node);
  if (value !== undefined) {
    return formOfValue(value);
  }
  const item = plan.singled.get(node);
  if (item !== undefined) {
    return formOf(item, plan, aside);
  }
  if (node.type !== 'object' && node.type !== 'array') {
    return formOfValue((node.value ?? null) as JsonValue);
  }
  const inner = sequenceOf(node, plan).flatMap(slot => formOfSlot(slot, plan, aside) ?? []);
  return node.type === 'object' ? `{${inner.join(',')}}` : `[${inner.join(',')}]`;
}

function formOfSlot(slot: Slot, plan: Plan, aside: ReadonlySet<Node>): string | undefined {
  if ('added' in slot) {
    const { name, value } = slot.added;
    return name === undefined ? formOfValue(value) : formOfMember(name, formOfValue(value));
  }
  if (slot.isRemoved) {
    return undefined;
  }
  const { child } = slot;
  if (child.type !== 'property') {
    return formOf(child, plan, aside);
  }
  const [key, value] = child.children ?? [];
  return formOfMember(
    plan.renamed.get(child) ?? String(key?.value),
    value === undefined ? '' : formOf(value, plan, aside),
  );
}

/** As {@link formOf}, of a value that stands nowhere yet. */
export function formOfValue(value: JsonValue): string {
  if (typeof value === 'number') {
    return String(value);
  }
  if (typeof value !== 'object' || value === null) {
    return JSON.stringify(value);
  }
  return isList(value)
    ? `[${value.map(formOfValue).join(',')}]`
    : `{${Object.entries(value)
        .map(([name, member]) => formOfMember(name, formOfValue(member)))
        .join(',')}}`;
}

function formOfMember(name: string, form: string): string {
  return `${JSON.stringify(name)}:${form}`;
}

/** The change by smaller ones, so that what stays the same is not written again. */
function finer(change: ValueChange): readonly ValueChange[] {
  return change.kind === 'set' ? difference(change.node, change.value) : [change];
}

function difference(node: Node, value: JsonValue): readonly ValueChange[] {
  if (formOf(node) === formOfValue(value)) {
    return [];
  }
  const whole = [setValue(node, value)];
  if (node.type === 'array') {
    return isList(value) ? (listDifference(node, value) ?? whole) : (singled(node, value) ?? whole);
  }
  if (isList(value)) {
    const form = formOf(node);
    const at = value.findIndex(item => formOfValue(item) === form);
    return at < 0 ? whole : [{ kind: 'to-list', node, before: value.slice(0, at), after: value.slice(at + 1) }];
  }
  return node.type === 'object' && typeof value === 'object' && value !== null
    ? (objectDifference(node, value) ?? whole)
    : whole;
}

function singled(list: Node, value: JsonValue): readonly ValueChange[] | undefined {
  const form = formOfValue(value);
  const item = list.children?.find(child => formOf(child) === form);
  return item && [{ kind: 'to-single', list, item }];
}

/** Undefined where nothing is the same, where the order is another one, and where a name stands twice. */
function objectDifference(object: Node, value: JsonMembers): readonly ValueChange[] | undefined {
  const members = membersOf(object);
  const there = new Map(members.map(m => [m.name, m]));
  const common = members.filter(m => Object.hasOwn(value, m.name)).map(m => m.name);
  const inNewOrder = Object.keys(value).filter(name => there.has(name));
  if (there.size < members.length || common.length === 0 || common.join('\n') !== inNewOrder.join('\n')) {
    return undefined;
  }
  const changes: ValueChange[] = members.filter(m => !Object.hasOwn(value, m.name)).map(m => remove(m.property));
  let after: Where = 'first';
  for (const [name, wanted] of Object.entries(value)) {
    const member = there.get(name);
    if (member?.node) {
      changes.push(...difference(member.node, wanted));
      after = member.property;
    } else {
      changes.push(insertMembers(object, { [name]: wanted }, after));
    }
  }
  return changes;
}

// More pairs of items than this are not compared with each other.
const mostPairs = 40_000;

/** What stays stays where it is; of what differs at the same place, one item becomes the other. Undefined for endless lists. */
function listDifference(list: Node, wanted: readonly JsonValue[]): readonly ValueChange[] | undefined {
  const items = list.children ?? [];
  if (items.length * wanted.length > mostPairs) {
    return undefined;
  }
  const changes: ValueChange[] = [];
  let [i, j] = [0, 0];
  let after: Where = 'first';
  for (const [keptItem, keptValue] of [
    ...inBoth(
      items.map(item => formOf(item)),
      wanted.map(formOfValue),
    ),
    [items.length, wanted.length] as const,
  ]) {
    for (; i < keptItem || j < keptValue;) {
      const item = i < keptItem ? items[i] : undefined;
      const value = j < keptValue ? wanted[j] : undefined;
      if (item !== undefined && value !== undefined) {
        changes.push(...difference(item, value));
        after = item;
      } else if (item !== undefined) {
        changes.push(remove(item));
      } else if (value !== undefined) {
        changes.push(insertItem(list, value, after));
      }
      i += item === undefined ? 0 : 1;
      j += value === undefined ? 0 : 1;
    }
    after = items[keptItem] ?? after;
    [i, j] = [keptItem + 1, keptValue + 1];
  }
  return changes;
}

/** The longest common subsequence of two lists, as pairs of indexes. */
function inBoth(a: readonly string[], b: readonly string[]): [number, number][] {
  const width = b.length + 1;
  const longest = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      longest[i * width + j] =
        a[i] === b[j]
          ? 1 + (longest[(i + 1) * width + j + 1] ?? 0)
          : Math.max(longest[(i + 1) * width + j] ?? 0, longest[i * width + j + 1] ?? 0);
    }
  }
  const pairs: [number, number][] = [];
  for (let [i, j] = [0, 0]; i < a.length && j < b.length;) {
    if (a[i] === b[j]) {
      pairs.push([i++, j++]);
    } else if ((longest[(i + 1) * width + j] ?? 0) >= (longest[i * width + j + 1] ?? 0)) {
      i++;
    } else {
      j++;
    }
  }
  return pairs;
}
