import type { Node, ParseError } from 'jsonc-parser';
import type { PolicyString, Span } from './text';

/**
 * A policy as it stands in a text. It always exists, however broken the text: what could not be read is absent, and `errors`
 * says what JSON found wrong. All offsets refer to `text`.
 */
export interface PolicyDocument {
  readonly text: string;
  /** The policy object itself; absent when the text holds no object. */
  readonly node: Node | undefined;
  readonly id: Element<PolicyString> | undefined;
  readonly version: Element<PolicyString> | undefined;
  /** The `Statement` element; absent when the document is one lone statement. */
  readonly statement: Element<Node | undefined> | undefined;
  readonly statements: readonly Statement[];
  /** True when the text is a single statement without the document around it. */
  readonly loneStatement: boolean;
  /** True when a part that could hold further statements is a template's business (`Fn::If` around a statement …). */
  readonly incomplete: boolean;
  /** Members of the policy object under a name that is not a policy element, in order. */
  readonly unknown: readonly Element<Node | undefined>[];
  readonly errors: readonly ParseError[];
}

/** A member of an object: its key, its name as written and what was read from its value. */
export interface Element<T> {
  /** The key, with its quotes. */
  readonly key: Span;
  readonly name: string;
  readonly value: T;
  /** The value's node; absent while it is not typed yet. */
  readonly node: Node | undefined;
  /** The whole `"key": value`. */
  readonly property: Node;
}

/** The elements of a policy document. */
export const documentElements: readonly string[] = ['Version', 'Id', 'Statement'];

/** The elements of a statement, in the order of AWS's own examples (IAM User Guide, "Grammar of the IAM JSON policy language"). */
export const statementElements: readonly string[] = [
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
];

export interface Statement extends Span {
  readonly node: Node;
  readonly index: number;
  readonly sid: Element<PolicyString | undefined> | undefined;
  readonly effect: Element<PolicyString | undefined> | undefined;
  readonly principal: Element<PrincipalSet> | undefined;
  readonly notPrincipal: Element<PrincipalSet> | undefined;
  readonly action: Element<StringSet> | undefined;
  readonly notAction: Element<StringSet> | undefined;
  readonly resource: Element<StringSet> | undefined;
  readonly notResource: Element<StringSet> | undefined;
  readonly condition: Element<ConditionBlock> | undefined;
  /** Members under a name that is not a statement element, in order. */
  readonly unknown: readonly Element<Node | undefined>[];
}

/** A string or a list of strings. */
export interface StringSet {
  readonly strings: readonly PolicyString[];
  /** False when the value is, or holds, something that only a template's processor can tell: there may be more than `strings`. */
  readonly complete: boolean;
  /** Nodes that are neither a string nor an intrinsic function (numbers, null, nested objects). */
  readonly misfits: readonly Node[];
  readonly isArray: boolean;
}

/** `"*"`, or the entries of a principal map. */
export interface PrincipalSet {
  /** The principal is the bare string (normally `"*"`), not a map. */
  readonly star: PolicyString | undefined;
  readonly entries: readonly PrincipalEntry[];
  readonly complete: boolean;
  readonly misfits: readonly Node[];
}

/** One `"AWS": …`, `"Service": …`, `"Federated": …` or `"CanonicalUser": …` of a principal map; `name` is as written. */
export type PrincipalEntry = Element<StringSet>;

/** A Condition element: operator → condition key → values. `misfits` are members that are none of these. */
export interface ConditionBlock {
  readonly operators: readonly ConditionOperator[];
  /** False when the block is, or holds, an intrinsic function in place of a member. */
  readonly complete: boolean;
  readonly misfits: readonly Node[];
}

/** One operator (`"StringEquals": {…}`); `name` is as written, with `ForAnyValue:` and `IfExists` if it has them. */
export interface ConditionOperator extends Element<readonly ConditionKey[]> {
  readonly complete: boolean;
}

/** One condition key with its values; `name` is as written. Booleans and numbers count as their JSON text. */
export type ConditionKey = Element<StringSet>;
