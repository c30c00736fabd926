import type { JsonValue } from '../../policy';
import { kmsOperation } from '../../reference';
import { isAdministrative, isPattern } from '../facts';
import { asList, type StatementValue } from './values';

/** What one of the new statements has in the place of an element; the rest stays. */
export interface Part {
  readonly element: 'Action' | 'Principal';
  readonly value: JsonValue;
}

/**
 * The statement as several, one for each group of its actions: using the key, administering it, grants, looking at it, anything
 * else. Undefined when all are of one group.
 */
export function splitByAction(statement: StatementValue): readonly Part[] | undefined {
  const actions = asList(statement.Action).filter(a => typeof a === 'string');
  const groups = new Map<string, string[]>();
  for (const action of actions) {
    const group = groupOf(action);
    groups.set(group, [...(groups.get(group) ?? []), action]);
  }
  if (groups.size < 2) {
    return undefined;
  }
  return [...groups.values()].map(group => ({ element: 'Action', value: oneOrList(group) }));
}

/** The statement as several, one for each principal. Undefined when it names one. */
export function splitByPrincipal(statement: StatementValue): readonly Part[] | undefined {
  const { Principal: map } = statement;
  if (typeof map !== 'object' || map === null || Array.isArray(map)) {
    return undefined;
  }
  const principals = Object.entries(map as Readonly<Record<string, JsonValue>>).flatMap(([type, names]) =>
    asList(names).map(name => ({ [type]: name })),
  );
  return principals.length < 2 ? undefined : principals.map(value => ({ element: 'Principal', value }));
}

function groupOf(action: string): string {
  // A wildcard goes where most of what it stands for goes; by its name is near enough.
  const name = action.replace(/^kms:/i, '').replace(/[*?].*$/, '');
  const operation = kmsOperation(action);
  if (!/^kms:/i.test(action) || name === '') {
    return 'other';
  }
  if (/^(Create|List|Revoke|Retire)Grants?$/i.test(name)) {
    return 'grants';
  }
  if (/^(Describe|Get|List)/i.test(name) && operation?.cryptographic !== true) {
    return 'look';
  }
  if (
    operation?.cryptographic === true ||
    /^(Encrypt|Decrypt|ReEncrypt|GenerateDataKey|GenerateMac|Sign|Verify|Derive|Encapsulate|Decapsulate)/i.test(name)
  ) {
    return 'use';
  }
  return isPattern(action) || isAdministrative(operation?.action ?? '') ? 'administer' : 'other';
}

function oneOrList(values: readonly string[]): JsonValue {
  return values.length === 1 ? (values[0] ?? []) : values;
}
