import { getLocation, type JSONPath, type Node } from 'jsonc-parser';
import {
  type LocatedPolicy,
  literalString,
  type PolicyDocument,
  type PolicyString,
  type Span,
  spanInDocument,
  spanInPolicy,
  type Statement,
} from '../policy';

/** What belongs at a place of a policy, whether or not something stands there already. `not` tells `NotAction` from `Action`. */
export type Slot =
  /** The name of a member: an element of the policy, an element of a statement. */
  | { readonly kind: 'policy-element' | 'statement-element' }
  /** A whole statement: the value of `Statement`, or an item of its list. */
  | { readonly kind: 'statement' }
  | { readonly kind: 'version' | 'id' | 'sid' | 'effect' }
  | { readonly kind: 'action' | 'resource'; readonly not: boolean }
  /** `AWS`, `Service` …: a key of the principal map. */
  | { readonly kind: 'principal-type'; readonly not: boolean }
  /** One principal; `type` is the key of the map as written, undefined for the value of Principal itself (`"*"`, or a map to come). */
  | { readonly kind: 'principal'; readonly not: boolean; readonly type: string | undefined }
  | { readonly kind: 'operator' }
  | { readonly kind: 'condition-key'; readonly operator: string }
  | { readonly kind: 'condition-value'; readonly operator: string; readonly key: string };

/** A place in a policy, as the cursor or the mouse points at it. */
export interface Place {
  readonly policy: LocatedPolicy;
  /** Undefined outside of statements, and where the text is too broken (or too much of a template) to tell which one it is. */
  readonly statement: Statement | undefined;
  readonly slot: Slot;
  /** What stands here; undefined in a gap. */
  readonly token: Token | undefined;
  /** The place in the policy's own text. */
  readonly offset: number;
}

/** A string (or another scalar) of a policy, or the intrinsic function that makes one. */
export interface Token {
  readonly string: PolicyString;
  /** Its place in the document, with the quotes; see `string` for that in the policy's own text. */
  readonly span: Span;
}

/**
 * What stands, or belongs, at an offset of a document whose policies are `policies`; also in half-typed text and in policies written
 * as strings. Undefined outside of policies, and inside where nothing of the policy language belongs.
 */
export function placeAt(policies: readonly LocatedPolicy[], offset: number): Place | undefined {
  for (const policy of policies) {
    const inside = spanInPolicy(policy, { offset, length: 0 });
    if (inside !== undefined) {
      return placeIn(policy, inside.offset);
    }
  }
  return undefined;
}

function placeIn(policy: LocatedPolicy, offset: number): Place | undefined {
  const { document } = policy;
  // The way to the place is read from the text, which may be half-typed: from the statement on, so that a long policy costs no more.
  const statement = statementAt(document, offset);
  const around = statement && isStrictlyInside(statement, offset) && !document.loneStatement ? statement : undefined;
  const start = around?.offset ?? document.node?.offset ?? 0;
  const { path, isAtPropertyKey, previousNode } = getLocation(document.text.slice(start), offset - start);
  const { elements, intrinsic } = withoutIntrinsics(around === undefined ? path : ['Statement', ...path]);
  const slot = slotOf(elements, isAtPropertyKey && !intrinsic, document.loneStatement);
  if (slot === undefined) {
    return undefined;
  }
  const strings = statement === undefined ? [] : stringsOf(statement, slot);
  const scalar = intrinsic ? undefined : scalarAt(previousNode, start, offset);
  const string = strings.find(s => contains(s, offset)) ?? scalar;
  return { policy, statement, slot, token: string && { string, span: spanInDocument(policy, string) }, offset };
}

/** The scalar, or the name of a member, that stands at the offset; `node` was read from a part of the text that begins at `start`. */
function scalarAt(node: Node | undefined, start: number, offset: number): PolicyString | undefined {
  if (node === undefined) {
    return undefined;
  }
  const placed: Node = { ...node, offset: node.offset + start, type: node.type === 'property' ? 'string' : node.type };
  return contains(placed, offset) ? literalString(placed) : undefined;
}

function contains(span: Span, offset: number): boolean {
  return span.offset <= offset && offset <= span.offset + span.length;
}

function isStrictlyInside({ offset: start, length }: Span, offset: number): boolean {
  return start < offset && (length < 0 || offset < start + length);
}

/** The statement around an offset; one that is still open reaches to the end of the text. Undefined outside of all. */
export function statementAt({ statements }: PolicyDocument, offset: number): Statement | undefined {
  const statement = statements.findLast(s => s.offset <= offset);
  return statement && (statement.length < 0 || contains(statement, offset)) ? statement : undefined;
}

/**
 * A path without the intrinsic functions that stand in place of a value: what `Fn::If` chooses belongs where the function stands,
 * and inside of any other one nothing of the policy language does.
 */
export function withoutIntrinsics(path: JSONPath): { readonly elements: JSONPath; readonly intrinsic: boolean } {
  const elements: JSONPath = [];
  for (let i = 0; i < path.length; i++) {
    const segment = path[i] ?? '';
    if (segment === 'Fn::If') {
      i++;
      continue;
    }
    if (segment === 'Ref' || String(segment).startsWith('Fn::')) {
      return { elements, intrinsic: true };
    }
    elements.push(segment);
  }
  return { elements, intrinsic: false };
}

/**
 * What belongs at a path of a policy; undefined where nothing of the policy language does. `lone` = the policy is one
 * statement without a document around it.
 */
export function slotOf(path: JSONPath, atKey: boolean, lone: boolean): Slot | undefined {
  const [element, ...rest] = path;
  if (element === undefined) {
    return undefined;
  }
  if (lone) {
    return atKey && rest.length === 0 ? { kind: 'statement-element' } : slotInStatement(path, atKey);
  }
  if (atKey && rest.length === 0) {
    return { kind: 'policy-element' };
  }
  if (element === 'Version' && rest.length === 0) {
    return { kind: 'version' };
  }
  if (element === 'Id' && rest.length === 0) {
    return { kind: 'id' };
  }
  if (element !== 'Statement') {
    return undefined;
  }
  const inside = typeof rest[0] === 'number' ? rest.slice(1) : rest;
  return inside.length === 0 ? { kind: 'statement' } : slotInStatement(inside, atKey);
}

function slotInStatement(path: JSONPath, atKey: boolean): Slot | undefined {
  const [element, ...inside] = path;
  const depth = depthOf(path);
  if (atKey && depth === 1) {
    return { kind: 'statement-element' };
  }
  switch (element) {
    case 'Principal':
    case 'NotPrincipal':
      return slotInPrincipal(inside, atKey, element === 'NotPrincipal');
    case 'Condition':
      return slotInCondition(inside, atKey);
    default:
      return depth === 1 ? valueSlot(element) : undefined;
  }
}

/** What belongs into an element whose value is a string or a list of strings. */
function valueSlot(element: JSONPath[number] | undefined): Slot | undefined {
  switch (element) {
    case 'Sid':
      return { kind: 'sid' };
    case 'Effect':
      return { kind: 'effect' };
    case 'Action':
    case 'NotAction':
      return { kind: 'action', not: element === 'NotAction' };
    case 'Resource':
    case 'NotResource':
      return { kind: 'resource', not: element === 'NotResource' };
    default:
      return undefined;
  }
}

function slotInPrincipal(path: JSONPath, atKey: boolean, not: boolean): Slot | undefined {
  const [type] = path;
  if (typeof type !== 'string') {
    return { kind: 'principal', not, type: undefined };
  }
  if (depthOf(path) > 1) {
    return undefined;
  }
  return atKey ? { kind: 'principal-type', not } : { kind: 'principal', not, type };
}

function slotInCondition([operator, key, more]: JSONPath, atKey: boolean): Slot | undefined {
  if (typeof operator !== 'string' || typeof more === 'string') {
    return undefined;
  }
  if (typeof key !== 'string') {
    return atKey ? { kind: 'operator' } : undefined;
  }
  return atKey ? { kind: 'condition-key', operator } : { kind: 'condition-value', operator, key };
}

/** How many members a path goes through; items of lists do not count. */
function depthOf(path: JSONPath): number {
  return path.filter(s => typeof s === 'string').length;
}

/** The strings of the statement that stand at such a place. */
function stringsOf(statement: Statement, slot: Slot): readonly PolicyString[] {
  switch (slot.kind) {
    case 'sid':
      return stringOf(statement.sid);
    case 'effect':
      return stringOf(statement.effect);
    case 'action':
      return stringsIn(slot.not ? statement.notAction : statement.action);
    case 'resource':
      return stringsIn(slot.not ? statement.notResource : statement.resource);
    case 'principal':
      return principalsIn(slot.not ? statement.notPrincipal : statement.principal);
    case 'condition-value':
      return statement.condition?.value.operators.flatMap(o => o.value.flatMap(k => k.value.strings)) ?? [];
    default:
      return [];
  }
}

function stringOf(element: Statement['sid']): readonly PolicyString[] {
  return element?.value ? [element.value] : [];
}

function stringsIn(element: Statement['action']): readonly PolicyString[] {
  return element?.value.strings ?? [];
}

/** The strings of Principal or NotPrincipal. */
export function principalsIn(element: Statement['principal']): readonly PolicyString[] {
  if (element === undefined) {
    return [];
  }
  const { star, entries } = element.value;
  return [...(star ? [star] : []), ...entries.flatMap(e => e.value.strings)];
}
