import { accountArn } from '../policy';
import { type Condition, mergeConditions, type Permission } from './permissions';
import type { NamedCaller } from './who';

/** A statement about to be written. Member order is the order on the screen. */
export interface StatementJson {
  readonly Sid?: string;
  readonly Effect: 'Allow';
  readonly Principal?: NamedCaller['principal'];
  readonly Action: string | readonly string[];
  readonly Resource: string;
  readonly Condition?: Condition;
}

/** The key-policy statement that gives somebody a permission. `Resource` is `"*"`: in a key policy that is this key only. */
export function keyPolicyStatement(
  named: NamedCaller,
  name: string,
  permission: Permission,
  takenSids: ReadonlySet<string>,
): StatementJson {
  const condition = mergeConditions(named.condition, permission.condition);
  return {
    Sid: freeSid(`Allow${pascal(name)}To${operation(permission)}`, takenSids),
    Effect: 'Allow',
    Principal: named.principal,
    Action: one(permission.actions),
    Resource: '*',
    ...(condition && { Condition: condition }),
  };
}

/** The identity-based statement for the same access; `keyArn` is exact, for an alias or `*` would open other keys or none. */
export function identityStatement(permission: Permission, keyArn: string): StatementJson {
  return {
    Sid: `Allow${operation(permission)}WithThisKey`,
    Effect: 'Allow',
    Action: one(permission.actions),
    Resource: keyArn,
    ...(permission.condition && { Condition: permission.condition }),
  };
}

/** The root statement of the default key policy (KMS Developer Guide, "Default key policy"). */
export function rootStatement(partition: string, account: string, takenSids: ReadonlySet<string>): StatementJson {
  return {
    Sid: freeSid('Enable IAM User Permissions', takenSids),
    Effect: 'Allow',
    Principal: { AWS: accountArn(account, partition) },
    Action: 'kms:*',
    Resource: '*',
  };
}

function one(actions: readonly string[]): string | readonly string[] {
  return actions.length === 1 ? (actions[0] ?? '') : actions;
}

function operation({ actions }: Permission): string {
  return pascal(actions[0]?.replace(/^kms:/i, '') ?? '');
}

/** Letters and digits only: a Sid that IAM policies would take as well. */
function pascal(name: string): string {
  return name
    .split(/[^A-Za-z0-9]+/)
    .filter(Boolean)
    .map(w => w.charAt(0).toUpperCase() + w.slice(1))
    .join('')
    .slice(0, 64);
}

function freeSid(wanted: string, taken: ReadonlySet<string>): string {
  if (!taken.has(wanted)) {
    return wanted;
  }
  for (let n = 2; ; n++) {
    if (!taken.has(`${wanted}${n}`)) {
      return `${wanted}${n}`;
    }
  }
}
