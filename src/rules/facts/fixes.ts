import { effectOfRepair } from './effects';
import { accountArn, hasMember, type PolicyString, remove, renameKey, setValue, type Statement } from '../../policy';
import { asCode, asName, message, type Message } from '../../text/message';
import type { Fix, FixEffect } from '../rule';
import { appendStatement } from './changes';
import { keyAccount } from './keyPolicy';
import { hasEffect, isAccountId } from './principals';
import { askAccount } from './questions';
import type { PolicyView } from './view';

/** Replaces a string by another; no fix when a template makes it. */
export function changeTo(string: PolicyString, value: string, effect: FixEffect): Fix[] {
  if (string.node.type !== 'string') {
    return [];
  }
  return [
    { title: message('Change to {value}', { value: asCode(value) }), changes: [setValue(string.node, value)], effect },
  ];
}

/** An entry of Action or NotAction. */
interface NamedAction {
  readonly statement: Statement;
  readonly not: boolean;
  readonly string: PolicyString;
}

/**
 * Gives an action another name; none when there is no name, or a template makes it. The data here is older than AWS, so what is not in
 * it may be real all the same: where the old name was denied or excepted, the title says that it no longer is.
 */
export function changeAction(use: NamedAction, value: string): Fix[] {
  const { statement, not, string } = use;
  const old = string.value;
  if (isNameless(old) || isNameless(value)) {
    return [];
  }
  return changeTo(string, value, effectOfRepair({ statement })).map(fix => {
    if (not) {
      return {
        ...fix,
        title: message('Change to {value}, and except {old} no longer', { value: asCode(value), old: asCode(old) }),
      };
    }
    return hasEffect(statement, 'Deny')
      ? {
          ...fix,
          title: message('Change to {value}, and deny {old} no longer', { value: asCode(value), old: asCode(old) }),
        }
      : fix;
  });
}

/** Whether nothing stands after an action's colon, or nothing at all. */
export function isNameless(action: string): boolean {
  return action.slice(action.indexOf(':') + 1).trim() === '';
}

/** Takes an item out of a list that has others; no fix for the only one. */
export function takeOut(string: PolicyString, effect: FixEffect): Fix[] {
  const list = string.node.parent;
  if (list?.type !== 'array' || (list.children?.length ?? 0) < 2) {
    return [];
  }
  return [
    { title: message('Remove {value}', { value: asCode(string.value) }), changes: [remove(string.node)], effect },
  ];
}

/** Removes a member with its value. */
export function removeMember(
  element: { readonly name: string; readonly property: PolicyString['node'] },
  effect: FixEffect,
  title?: Message,
): Fix {
  return {
    title: title ?? message('Remove {name}', { name: asName(element.name) }),
    changes: [remove(element.property)],
    effect,
  };
}

/** Gives a member another name, unless its object has one of that name already. */
export function rename(
  element: { readonly name: string; readonly property: PolicyString['node'] },
  name: string,
  effect: FixEffect,
): Fix[] {
  if (hasMember(element.property.parent, name)) {
    return [];
  }
  return [
    {
      title: message('Change to {value}', { value: asCode(name) }),
      changes: [renameKey(element.property, name)],
      effect,
    },
  ];
}

/** The fix that lets the key's account in, as in AWS's default key policy. */
export function addRootStatement(policy: PolicyView): Fix[] {
  const key = keyAccount(policy);
  const ask = key === undefined ? askAccount(policy) : undefined;
  const account = key?.account ?? ask?.token ?? '';
  const changes = appendStatement(policy, {
    Sid: 'Enable IAM policies',
    Effect: 'Allow',
    Principal: { AWS: accountArn(account, key?.partition) },
    Action: 'kms:*',
    Resource: '*',
  });
  if (changes.length === 0) {
    return [];
  }
  return [
    {
      title: isAccountId(account)
        ? message("Let account {account}'s IAM policies decide: adds the root statement", { account: asName(account) })
        : message("Let the account's IAM policies decide: adds the root statement"),
      changes,
      effect: 'widens',
      ...(ask && { ask }),
    },
  ];
}
