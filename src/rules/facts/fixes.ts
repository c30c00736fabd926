import { getNodeValue, type Node } from 'jsonc-parser';
import {
  insertItem,
  insertMembers,
  type JsonValue,
  remove,
  replace,
  replaceValue,
  type Statement,
  type TextEdit,
} from '../../policy';
import { message } from '../../text/message';
import type { NewTest } from '../fixes';
import type { FixQuestion, Fix, FixEffect } from '../rule';
import type { PolicyView } from '../view';
import type { ConditionTest } from './conditions';
import { keyAccount } from './keyPolicy';
import { malformedPrincipal } from './malformedPrincipal';
import { hasEffect, isAccountId, principalsOf } from './principals';

/** What a fix that lets a statement apply to more requests does to access. */
export function moreOf(statement: Statement): FixEffect {
  return hasEffect(statement, 'Deny') ? 'review' : 'widens';
}

/** What a fix that lets a statement apply to fewer requests does to access. */
export function lessOf(statement: Statement): FixEffect {
  return hasEffect(statement, 'Deny') ? 'widens' : 'review';
}

/** What a fix that makes a test's value or key one that requests really have does to access. */
export function repairOf({ statement, negated }: ConditionTest): FixEffect {
  return negated ? lessOf(statement) : moreOf(statement);
}

// Tokens that stand for an answer look like the placeholders people write, so that a fix nobody answered leaves a placeholder.
export function askAccount(policy: PolicyView): FixQuestion {
  const accounts = policy.statements
    .flatMap(principalsOf)
    .map(p => p.account)
    .filter(isAccountId);
  return {
    what: 'account',
    prompt: message('Which account?'),
    token: '<account-id>',
    suggestions: [...new Set(accounts)],
  };
}

export function askPrincipal(policy: PolicyView): FixQuestion {
  const named = policy.statements
    .flatMap(principalsOf)
    .filter(
      p =>
        p.string.known &&
        (p.principal.kind === 'role' || p.principal.kind === 'user') &&
        malformedPrincipal(p.string.value) === undefined,
    );
  return {
    what: 'principal',
    prompt: message('Which role or user? Give its ARN.'),
    token: '<principal-arn>',
    suggestions: [...new Set(named.map(p => p.string.value))],
  };
}

export function askKeyArn(policy: PolicyView): FixQuestion {
  const arns = policy.resources
    .map(r => r.string.value)
    .filter(v => /^arn:[^:]+:kms:[^:]+:\d{12}:key\/[\w-]+$/.test(v));
  return {
    what: 'key-arn',
    prompt: message('Which key? Give its ARN.'),
    token: '<key-arn>',
    suggestions: [...new Set([...(policy.known.keyArn === undefined ? [] : [policy.known.keyArn]), ...arns])],
  };
}

export function askRegion(policy: PolicyView): FixQuestion {
  const key = policy.known.keyArn?.split(':')[3];
  const regions = policy.text.match(/\b[a-z]{2}(?:-[a-z]+)+-\d\b/g) ?? [];
  return {
    what: 'region',
    prompt: message('Which Region?'),
    token: '<region>',
    suggestions: [
      ...new Set([
        ...(key === undefined ? [] : [key]),
        ...regions,
        'us-east-1',
        'us-west-2',
        'eu-west-1',
        'eu-central-1',
      ]),
    ],
  };
}

/** The fix that lets the key's account in, as in AWS's default key policy. */
export function addRootStatement(policy: PolicyView): Fix[] {
  const key = keyAccount(policy);
  const ask = key === undefined ? askAccount(policy) : undefined;
  const account = key?.account ?? ask?.token ?? '';
  const edits = appendStatement(policy, {
    Sid: 'Enable IAM policies',
    Effect: 'Allow',
    Principal: { AWS: `arn:${key?.partition ?? 'aws'}:iam::${account}:root` },
    Action: 'kms:*',
    Resource: '*',
  });
  if (edits.length === 0) {
    return [];
  }
  return [
    {
      title: isAccountId(account)
        ? message("Let account {account}'s IAM policies decide: adds the root statement", { account })
        : message("Let the account's IAM policies decide: adds the root statement"),
      edits,
      effect: 'widens',
      ...(ask && { ask }),
    },
  ];
}

/** Adds a statement as the last one; no edits when the document has no Statement to add to. */
export function appendStatement({ document, text }: PolicyView, statement: JsonValue): TextEdit[] {
  const node = document.statement?.node;
  if (node?.type === 'array') {
    return [insertItem(text, node, statement)];
  }
  if (node?.type !== 'object') {
    return [];
  }
  return [
    replace({ offset: node.offset, length: 0 }, '['),
    replace({ offset: node.offset + node.length, length: 0 }, `, ${JSON.stringify(statement)}]`),
  ];
}

/** Adds a test to a statement's Condition. */
export function addTest({ text }: PolicyView, statement: Statement, { operator, key, value }: NewTest): TextEdit[] {
  const block = statement.condition;
  if (block === undefined) {
    return [insertMembers(text, statement.node, { Condition: { [operator]: { [key]: value } } })];
  }
  if (block.node?.type !== 'object') {
    return [];
  }
  const there = block.value.operators.find(o => o.name === operator);
  if (there === undefined) {
    return [insertMembers(text, block.node, { [operator]: { [key]: value } })];
  }
  return there.node?.type === 'object' ? [insertMembers(text, there.node, { [key]: value })] : [];
}

/** Takes a test out of a Condition, with the operator and the Condition when nothing else is left in them. */
export function removeTest({ text }: PolicyView, { statement, operator, key }: ConditionTest): TextEdit[] {
  if (operator.value.length > 1) {
    return remove(text, key.property);
  }
  const block = statement.condition;
  return remove(text, block === undefined || block.value.operators.length > 1 ? operator.property : block.property);
}

/** Puts a value in the place of another. */
export function replaceWith({ text }: PolicyView, node: Node, value: JsonValue): TextEdit[] {
  return [replaceValue(text, node, value)];
}

/** A statement's JSON, with some elements replaced (undefined = left out). */
export function statementValue(
  { node }: Statement,
  changes: Readonly<Record<string, JsonValue | undefined>>,
): JsonValue {
  const members: [string, JsonValue][] = [];
  for (const property of node.children ?? []) {
    const [key, value] = property.children ?? [];
    const name = String(key?.value);
    if (value === undefined || name in changes) {
      continue;
    }
    members.push([name, getNodeValue(value) as JsonValue]);
  }
  const order = [
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
  for (const [name, value] of Object.entries(changes)) {
    if (value !== undefined) {
      members.push([name, value]);
    }
  }
  return Object.fromEntries(members.sort(([a], [b]) => order.indexOf(a) - order.indexOf(b)));
}
