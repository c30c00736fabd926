import type { Node, ParseError } from 'jsonc-parser';
import {
  type ConditionBlock,
  type ConditionKey,
  type ConditionOperator,
  documentElements,
  type Element,
  type PolicyDocument,
  type PrincipalEntry,
  type PrincipalSet,
  type Statement,
  statementElements,
  type StringSet,
} from './document';
import { intrinsicName, intrinsicString } from './intrinsics';
import { parseJson, withComments } from './json';
import { literalString, type PolicyString, policyString } from './text';

/** Reads a policy from JSON or JSONC text. Never throws; the reading of broken text has what could be made out. */
export function parsePolicy(text: string): PolicyDocument {
  const { root, errors } = parseJson(text, withComments);
  return readPolicy(text, root, errors);
}

/**
 * Reads the policy whose object is `node`, a node of `text`'s tree; a node that is no object makes a policy without
 * statements. Never throws. `errors` are those of the parser, handed on with the policy.
 */
export function readPolicy(text: string, node: Node | undefined, errors: readonly ParseError[] = []): PolicyDocument {
  const object = node?.type === 'object' ? node : undefined;
  const members = membersOf(object);
  const statement = find(members, 'Statement');
  const loneStatement =
    statement === undefined && members.some(m => m.name === 'Effect' || m.name === 'Action' || m.name === 'NotAction');
  const nodes = loneStatement && object ? [object] : itemsOf(statement?.node);
  const statements = nodes.filter(n => n.type === 'object' && intrinsicName(n) === undefined);
  return {
    text,
    node: object,
    id: stringElement(find(members, 'Id')),
    version: stringElement(find(members, 'Version')),
    statement,
    statements: statements.map(readStatement),
    loneStatement,
    incomplete: nodes.some(n => intrinsicName(n) !== undefined),
    unknown: loneStatement ? [] : members.filter(m => !documentElements.includes(m.name)),
    errors,
  };
}

const knownElements = new Set(statementElements);

function readStatement(node: Node, index: number): Statement {
  const members = membersOf(node);
  return {
    node,
    index,
    offset: node.offset,
    length: node.length,
    sid: mapElement(find(members, 'Sid'), readString),
    effect: mapElement(find(members, 'Effect'), readString),
    principal: mapElement(find(members, 'Principal'), readPrincipals),
    notPrincipal: mapElement(find(members, 'NotPrincipal'), readPrincipals),
    action: mapElement(find(members, 'Action'), readStrings),
    notAction: mapElement(find(members, 'NotAction'), readStrings),
    resource: mapElement(find(members, 'Resource'), readStrings),
    notResource: mapElement(find(members, 'NotResource'), readStrings),
    condition: mapElement(find(members, 'Condition'), readCondition),
    unknown: members.filter(m => !knownElements.has(m.name)),
  };
}

/** A member of an object, with its value's node. */
export type Member = Element<Node | undefined>;

/** The members of an object node; a key without a value yet has an undefined value. */
export function membersOf(node: Node | undefined): Member[] {
  if (node?.type !== 'object') {
    return [];
  }
  const members: Member[] = [];
  for (const property of node.children ?? []) {
    const [key, value] = property.children ?? [];
    if (key === undefined) {
      continue;
    }
    members.push({
      key: { offset: key.offset, length: key.length },
      name: String(key.value),
      value,
      node: value,
      property,
    });
  }
  return members;
}

/** Whether an object has a member of that name. Asked for each of many members, it takes no longer than the object is. */
export function hasMember(object: Node | undefined, name: string): boolean {
  if (object === undefined) {
    return false;
  }
  let names = memberNames.get(object);
  if (names === undefined) {
    memberNames.set(object, (names = new Set(membersOf(object).map(m => m.name))));
  }
  return names.has(name);
}

/** A tree never changes: another text has another one. */
const memberNames = new WeakMap<Node, ReadonlySet<string>>();

/** The items of a list; of any other value, the value alone; none of undefined. */
export function itemsOf(node: Node | undefined): readonly Node[] {
  if (node === undefined) {
    return [];
  }
  return node.type === 'array' ? (node.children ?? []) : [node];
}

// When a key stands twice the last one wins, as in AWS's own JSON reader.
function find(members: readonly Member[], name: string): Member | undefined {
  return members.findLast(m => m.name === name);
}

function mapElement<T>(member: Member | undefined, read: (value: Node | undefined) => T): Element<T> | undefined {
  return member && { ...member, value: read(member.node) };
}

function stringElement(member: Member | undefined): PolicyDocument['version'] {
  const value = readString(member?.node);
  return member && value && { ...member, value };
}

function readString(node: Node | undefined): PolicyString | undefined {
  if (node === undefined) {
    return undefined;
  }
  return node.type === 'string' ? literalString(node) : intrinsicString(node);
}

/** Reads a string or a list of strings; other scalars are misfits. */
export function readStrings(node: Node | undefined): StringSet {
  return gather(node, n => (n.type === 'string' ? literalString(n) : undefined));
}

// In conditions AWS takes JSON booleans and numbers as their text.
function readConditionValues(node: Node | undefined): StringSet {
  return gather(node, n => {
    if (n.type === 'string') {
      return literalString(n);
    }
    return n.type === 'boolean' || n.type === 'number'
      ? policyString(n, String(n.value), [String(n.value)])
      : undefined;
  });
}

function gather(node: Node | undefined, read: (n: Node) => PolicyString | undefined): StringSet {
  const strings: PolicyString[] = [];
  const misfits: Node[] = [];
  let complete = true;
  for (const item of itemsOf(node)) {
    const string = read(item) ?? intrinsicString(item);
    if (string) {
      strings.push(string);
      // A reference may stand for a list (a parameter of type CommaDelimitedList, Fn::Split, Fn::If …).
      if (item.type === 'object' && string.parts.every(p => typeof p !== 'string')) {
        complete = false;
      }
    } else {
      misfits.push(item);
    }
  }
  return { strings, complete, misfits, isArray: node?.type === 'array' };
}

function readPrincipals(node: Node | undefined): PrincipalSet {
  if (node === undefined) {
    return { star: undefined, entries: [], complete: true, misfits: [] };
  }
  const string = readString(node);
  if (string) {
    return { star: string, entries: [], complete: string.known || node.type === 'string', misfits: [] };
  }
  if (node.type !== 'object') {
    return { star: undefined, entries: [], complete: true, misfits: [node] };
  }
  const entries: PrincipalEntry[] = membersOf(node).map(m => ({ ...m, value: readStrings(m.node) }));
  return { star: undefined, entries, complete: entries.every(e => e.value.complete), misfits: [] };
}

function readCondition(node: Node | undefined): ConditionBlock {
  if (node === undefined) {
    return { operators: [], complete: true, misfits: [] };
  }
  if (node.type !== 'object') {
    return { operators: [], complete: true, misfits: [node] };
  }
  if (intrinsicName(node) !== undefined) {
    return { operators: [], complete: false, misfits: [] };
  }
  const misfits: Node[] = [];
  const operators: ConditionOperator[] = membersOf(node).map(m => {
    const intrinsic = m.node !== undefined && intrinsicName(m.node) !== undefined;
    if (m.node && m.node.type !== 'object') {
      misfits.push(m.node);
    }
    const keys: ConditionKey[] = intrinsic
      ? []
      : membersOf(m.node).map(k => ({ ...k, value: readConditionValues(k.node) }));
    return { ...m, value: keys, complete: !intrinsic };
  });
  return { operators, complete: operators.every(o => o.complete), misfits };
}
