import { kmsOperation } from '../reference';
import type { NamedPrincipal } from './who';

/** A statement about to be written. Member order is the order on the screen. */
export interface StatementJson {
  readonly Sid?: string;
  readonly Effect: 'Allow';
  readonly Principal?: NamedPrincipal['principal'];
  readonly Action: string | readonly string[];
  readonly Resource: string;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | boolean>>>>;
}

/**
 * The actions that make `action` usable: itself and, for a cryptographic operation, `kms:DescribeKey`, which SDKs and services ask
 * for the key's state and spec (KMS Developer Guide, "Default key policy", key users).
 */
export function actionsFor(action: string): string | readonly string[] {
  const operation = kmsOperation(action);
  return operation?.cryptographic === true ? [operation.action, 'kms:DescribeKey'] : operation?.action ?? action;
}

/** The smallest key-policy statement that lets somebody do `action`. `Resource` is `"*"`: in a key policy that is this key only. */
export function keyPolicyStatement(named: NamedPrincipal, name: string, action: string, takenSids: ReadonlySet<string>): StatementJson {
  const operation = action.replace(/^kms:/i, '');
  return {
    Sid: freeSid(`Allow${pascal(name)}To${operation}`, takenSids),
    Effect: 'Allow',
    Principal: named.principal,
    Action: actionsFor(action),
    Resource: '*',
    ...(named.condition && { Condition: named.condition }),
  };
}

/** The identity-based statement for the same access; `keyArn` is exact, for an alias or `*` would open other keys or none. */
export function identityStatement(action: string, keyArn: string): StatementJson {
  return { Sid: `Allow${action.replace(/^kms:/i, '')}WithThisKey`, Effect: 'Allow', Action: actionsFor(action), Resource: keyArn };
}

/** The root statement of the default key policy (KMS Developer Guide, "Default key policy"). */
export function rootStatement(partition: string, account: string, takenSids: ReadonlySet<string>): StatementJson {
  return {
    Sid: freeSid('Enable IAM User Permissions', takenSids),
    Effect: 'Allow',
    Principal: { AWS: `arn:${partition}:iam::${account}:root` },
    Action: 'kms:*',
    Resource: '*',
  };
}

/** Letters and digits only: a Sid that IAM policies would take as well. */
function pascal(name: string): string {
  return name.split(/[^A-Za-z0-9]+/).filter(Boolean).map(w => w.charAt(0).toUpperCase() + w.slice(1)).join('').slice(0, 64);
}

function freeSid(wanted: string, taken: ReadonlySet<string>): string {
  if (!taken.has(wanted)) { return wanted; }
  for (let n = 2; ; n++) {
    if (!taken.has(`${wanted}${n}`)) { return `${wanted}${n}`; }
  }
}
