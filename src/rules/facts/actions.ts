import {
  hasWildcardPrefix,
  isEveryServiceAction,
  type LocatedKind,
  matchesWildcard,
  type PolicyString,
  type Statement,
  type StringSet,
} from '../../policy';
import { kmsOperation, kmsOperations } from '../../reference';
import { asCode, message, type Message } from '../../text/message';

/** The KMS permissions that a statement speaks of. */
export interface Operations {
  /** As AWS writes them: `kms:Decrypt`. */
  readonly actions: ReadonlySet<string>;
  /** False when a part of the element is a template's business, or its effect is unknown, so that there may be more. */
  readonly complete: boolean;
}

const cache = new WeakMap<Statement, Operations>();

/** The KMS permissions a statement's Action (or NotAction) reaches, wildcards expanded. */
export function operationsOf(statement: Statement): Operations {
  const known = cache.get(statement);
  if (known !== undefined) {
    return known;
  }
  const set = statement.action?.value ?? statement.notAction?.value;
  const actions =
    statement.action === undefined && statement.notAction !== undefined
      ? allBut(statement.notAction.value)
      : new Set(set?.strings.flatMap(operationsNamed));
  const operations = { actions, complete: set === undefined || (isComplete(set) && !set.strings.some(isUnclear)) };
  cache.set(statement, operations);
  return operations;
}

// What an entry may except is not counted as given.
function allBut(excepted: StringSet): ReadonlySet<string> {
  const named = new Set(excepted.strings.flatMap(s => (s.known ? operationsFitting(s) : [])));
  return new Set(kmsOperations.map(o => o.action).filter(a => !named.has(a)));
}

function isUnclear(string: PolicyString): boolean {
  return string.known && hasWildcardPrefix(string.value);
}

/** The permissions that one entry of an Action names; none for an entry that is not fully known, or whose effect is not. */
export function operationsNamed(string: PolicyString): readonly string[] {
  return string.known && !isUnclear(string) ? operationsFitting(string) : [];
}

function operationsFitting(string: PolicyString): readonly string[] {
  if (!isPattern(string.value)) {
    const operation = kmsOperation(string.value);
    return operation ? [operation.action] : [];
  }
  const pattern = string.value.toLowerCase();
  let named = expanded.get(pattern);
  if (named === undefined) {
    named = folded.filter(([lower]) => matchesWildcard(pattern, lower)).map(([, action]) => action);
    if (expanded.size >= 1000) {
      expanded.clear();
    }
    expanded.set(pattern, named);
  }
  return named;
}

const folded = kmsOperations.map(o => [o.action.toLowerCase(), o.action] as const);

// The same few patterns stand in statement after statement.
const expanded = new Map<string, readonly string[]>();

/** Whether an entry of Action holds a wildcard. */
export function isPattern(value: string): boolean {
  return value.includes('*') || value.includes('?');
}

/** Whether all of a set is known: no entry, and no part of one, is left to a template. */
export function isComplete(set: StringSet): boolean {
  return set.complete && set.strings.every(s => s.known);
}

/** Whether the entry stands for every KMS permission (`kms:*`, `*`, `*:*`). */
export function isEveryAction(string: PolicyString): boolean {
  return string.known && (isEveryServiceAction(string.value) || /^kms:\*+$/i.test(string.value));
}

/** What there is to say of an action with a wildcard in its service prefix, in a policy of this kind: see {@link hasWildcardPrefix}. */
export function wildcardPrefixSays(kind: LocatedKind, action: string): Message {
  switch (kind) {
    case 'identity':
    case 'trust':
      return message('IAM refuses {action}: the service of an action cannot be a wildcard.', {
        action: asCode(action),
      });
    default:
      return message(
        '{action} is not a valid form: the service of an action cannot be a wildcard. Whether it has an effect is unknown.',
        { action: asCode(action) },
      );
  }
}

/** Operations that only look: they change nothing and use no key material. */
export function isReadOnly(action: string): boolean {
  return /^kms:(Describe|Get|List)/.test(action);
}

const grantActions = new Set(['kms:CreateGrant', 'kms:ListGrants', 'kms:RevokeGrant', 'kms:RetireGrant']);

/** Operations that administer the key itself: its policy, state, rotation, tags, deletion. */
export function isAdministrative(action: string): boolean {
  return administrative.has(action);
}

const administrative = new Set(
  kmsOperations
    .filter(
      ({ action, policyType, cryptographic }) =>
        policyType === 'key policy' && !cryptographic && !isReadOnly(action) && !grantActions.has(action),
    )
    .map(o => o.action),
);

/** What AWS lets a key user do in its default key policy (KMS Developer Guide, "Default key policy"). */
export const useActions = ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'];
