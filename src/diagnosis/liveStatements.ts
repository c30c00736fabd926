/** Statements of a live key policy that a remedy can build on, by their index. */
import { getNodeValue } from 'jsonc-parser';
import {
  canonicalElement,
  type JsonValue,
  parsePrincipal,
  type PolicyDocument,
  type Statement,
  takesInAction,
} from '../policy';
import { type Condition } from './permissions';
import type { PolicyChange } from './proposal';
import type { NamedCaller } from './who';

type Plain = Readonly<Partial<Record<'Effect' | 'Principal' | 'Action' | 'Resource' | 'Condition', JsonValue>>>;

function plainAllows(policy: PolicyDocument): readonly { readonly index: number; readonly statement: Plain }[] {
  return policy.statements
    .map((s, index) => ({ index, statement: (s.node && (getNodeValue(s.node) as unknown)) as Plain }))
    .filter(
      ({ statement }) =>
        typeof statement === 'object' && statement.Effect === 'Allow' && list(statement.Resource).includes('*'),
    );
}

/**
 * The Allow on `*` that serves exactly this principal under exactly this condition: its index among the statements,
 * from 0. Undefined when there is none.
 */
export function extendable(
  policy: PolicyDocument,
  principal: NamedCaller['principal'],
  condition: Condition | undefined,
): number | undefined {
  const wanted = canonicalElement(principal);
  return plainAllows(policy).find(
    ({ statement }) =>
      statement.Action !== undefined &&
      canonicalElement(statement.Principal) === wanted &&
      canonicalElement(statement.Condition) === canonicalElement(condition),
  )?.index;
}

/** The actions of the statement at `index`, from 0, with more; undefined where none is new to it. */
export function addTo(
  policy: PolicyDocument,
  index: number,
  actions: readonly string[],
): readonly string[] | undefined {
  const has = list(plainAllows(policy).find(s => s.index === index)?.statement.Action);
  const missing = actions.filter(a => !has.some(h => takesInAction(h, a)));
  return missing.length === 0 ? undefined : [...has, ...missing];
}

/** The Allows that name the account and nobody else, without a condition. */
export function rootStatementsOf(policy: PolicyDocument, account: string): readonly number[] {
  return plainAllows(policy)
    .filter(({ statement }) => {
      const { AWS, ...others } = principals(statement.Principal);
      const [named, ...more] = AWS ?? [];
      const parsed = named === undefined ? undefined : parsePrincipal(named);
      return (
        statement.Action !== undefined &&
        statement.Condition === undefined &&
        Object.keys(others).length === 0 &&
        more.length === 0 &&
        parsed?.kind === 'account' &&
        parsed.account === account
      );
    })
    .map(s => s.index);
}

/** A place where an Allow names the unique id of somebody deleted. */
export interface DeletedPrincipal {
  readonly index: number;
  readonly id: string;
}

/** The Allows of `action` that name unique ids: KMS shows an id where the role or user behind it is gone. */
export function namesDeleted(policy: PolicyDocument, action: string): readonly DeletedPrincipal[] {
  return plainAllows(policy)
    .filter(({ statement }) => list(statement.Action).some(a => takesInAction(a, action)))
    .flatMap(({ index, statement }) =>
      (principals(statement.Principal)['AWS'] ?? [])
        .filter(p => parsePrincipal(p).kind === 'unique-id')
        .map(id => ({ index, id })),
    );
}

/** What a statement's Principal lists. */
export function principalsNamedIn({ principal }: Statement): readonly string[] {
  return (principal?.value.entries ?? []).flatMap(e => e.value.strings.map(s => s.value));
}

/** Whether a statement lets in accounts and nobody by name: IAM policies then decide. */
export function namesAccountOnly(statement: Statement): boolean {
  const named = principalsNamedIn(statement);
  return named.length > 0 && named.every(text => parsePrincipal(text).kind === 'account');
}

/** The unique ids of deleted roles and users that a key policy still names, each once. */
export function deletedIds(policy: PolicyDocument): readonly string[] {
  return [
    ...new Set(policy.statements.flatMap(principalsNamedIn).filter(text => parsePrincipal(text).kind === 'unique-id')),
  ];
}

/** The change that puts an ARN in place of the unique id of a deleted role or user; others named beside it stay. */
export function withPrincipalReplaced(
  policy: PolicyDocument,
  { index, id }: DeletedPrincipal,
  arn: string,
): PolicyChange {
  const statement = plainAllows(policy).find(s => s.index === index)?.statement;
  const named = (statement?.Principal as { readonly AWS?: string | readonly string[] } | undefined)?.AWS;
  return {
    kind: 'set',
    index,
    path: ['Principal', 'AWS'],
    value: Array.isArray(named) ? named.map((p: string) => (p === id ? arn : p)) : arn,
  };
}

/**
 * Takes out what KMS refuses to store again: unique ids of deleted roles and users, and statements that name nobody else
 * (KMS API Reference, "PutKeyPolicy": principals must exist).
 * @param kept the one that another change replaces
 */
export function withoutDeleted(policy: PolicyDocument, kept: DeletedPrincipal | undefined): readonly PolicyChange[] {
  return policy.statements.flatMap(({ node }, index): PolicyChange[] => {
    const { Principal } = getNodeValue(node) as Plain;
    const { AWS = [], ...others } = principals(Principal);
    const alive = AWS.filter(p => parsePrincipal(p).kind !== 'unique-id');
    if (alive.length === AWS.length || kept?.index === index) {
      return [];
    }
    if (alive.length > 0) {
      return [{ kind: 'set', index, path: ['Principal', 'AWS'], value: alive.length === 1 ? alive[0] : alive }];
    }
    if (Object.keys(others).length > 0) {
      return [{ kind: 'set', index, path: ['Principal', 'AWS'], value: undefined }];
    }
    // The last statement cannot go: a policy has at least one.
    return policy.statement?.node?.type === 'object' ? [] : [{ kind: 'remove', index }];
  });
}

function principals(principal: unknown): Readonly<Record<string, readonly string[]>> {
  if (typeof principal !== 'object' || principal === null) {
    return {};
  }
  return Object.fromEntries(Object.entries(principal).map(([kind, names]) => [kind, list(names)]));
}

function list(value: unknown): readonly string[] {
  return (Array.isArray(value) ? value : [value]).filter((v): v is string => typeof v === 'string');
}
