import { intrinsicName, membersOf, type Node, type Statement, setValue } from '../../policy';
import { asText, message, type Message, verbatim, asCode } from '../../text/message';
import { identityPolicy, keyPolicy } from '../examples';
import { analyzerCheck, effectOfRepair, type PolicyView } from '../facts';
import { everyKind, type Fix, type Report, type Rule } from '../rule';

export const dataTypeMismatch: Rule = {
  code: 'data-type-mismatch',
  severity: 'error',
  summary: 'A value has the wrong JSON type',
  why: 'Each policy element has its JSON type: Version, Id, Sid and Effect are strings, actions, resources and principals are strings or lists of strings, Condition is an object of objects. An account id must be quoted: as a number it loses its leading zeros.',
  source: analyzerCheck('error', 'data-type-mismatch'),
  kinds: everyKind,
  check(policy, report) {
    if (!policy.document.loneStatement) {
      checkDocument(policy, report);
    }
    for (const statement of policy.statements) {
      checkStrings(statement, report);
      checkLists(statement, report);
      checkCondition(statement, report);
    }
  },
  mayReveal: ['invalid-action', 'invalid-version', 'invalid-service-in-action', 'invalid-arn-prefix'],
  wrong: [
    keyPolicy(
      '{"Sid": "Partner", "Effect": "Allow", "Principal": {"AWS": «111122223333»}, "Action": "kms:DescribeKey", "Resource": "*"}',
      { besides: ['redundant-statement'] },
    ),
    identityPolicy('{"Effect": "Allow", "Action": "kms:ListAliases", "Resource": "*", "Condition": «["Bool"]»}'),
    identityPolicy('{"Sid": «1», "Effect": "Allow", "Action": "kms:ListAliases", "Resource": "*"}'),
  ],
  right: [
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "kms:DescribeKey", "Resource": "*"}',
      { besides: ['root-statement-narrow'] },
    ),
    identityPolicy(
      '{"Effect": "Allow", "Action": {"Ref": "Actions"}, "Resource": {"Fn::Sub": "arn:${AWS::Partition}:kms:*:*:key/${Key}"}}',
    ),
  ],
};

const stringOrList = message('a string or a list of strings');
const anObject = message('an object');

function checkDocument(policy: PolicyView, report: Report): void {
  for (const { name, node } of membersOf(policy.document.node)) {
    if (node === undefined) {
      continue;
    }
    if (name === 'Id') {
      expectString(node, report);
    }
    if (name === 'Version' && isNoString(node)) {
      // Quoted, a number would still be no version of AWS's language, but may be one of another cloud's.
      mismatch(node, message('a string'), report, [
        {
          title: message('Change to {value}', { value: asCode('2012-10-17') }),
          changes: [setValue(node, '2012-10-17')],
          effect: 'widens',
        },
      ]);
    }
    if (name === 'Statement' && node.type !== 'object') {
      const items = node.type === 'array' ? (node.children ?? []) : [node];
      for (const item of items) {
        if (item.type !== 'object') {
          mismatch(item, anObject, report);
        }
      }
    }
  }
}

function checkStrings({ sid, effect }: Statement, report: Report): void {
  for (const element of [sid, effect]) {
    if (element?.node) {
      expectString(element.node, report);
    }
  }
}

function checkLists(statement: Statement, report: Report): void {
  const lists = [
    statement.action,
    statement.notAction,
    statement.resource,
    statement.notResource,
    ...(statement.principal?.value.entries ?? []),
    ...(statement.notPrincipal?.value.entries ?? []),
  ];
  for (const list of lists) {
    for (const node of list?.value.misfits ?? []) {
      mismatch(node, stringOrList, report, quoted(node, accountId(node), effectOfRepair({ statement })));
    }
  }
}

function checkCondition({ condition }: Statement, report: Report): void {
  for (const node of condition?.value.misfits ?? []) {
    mismatch(node, anObject, report);
  }
  for (const key of condition?.value.operators.flatMap(o => o.value) ?? []) {
    for (const node of key.value.misfits) {
      mismatch(node, stringOrList, report);
    }
  }
}

function isNoString(node: Node): boolean {
  return node.type !== 'string' && intrinsicName(node) === undefined;
}

function expectString(node: Node, report: Report): void {
  if (isNoString(node)) {
    mismatch(node, message('a string'), report, quoted(node, String(node.value), 'widens'));
  }
}

function mismatch(node: Node, wanted: Message, report: Report, fixes: readonly Fix[] = []): void {
  report({
    at: node,
    message: message('{found} stands here; it must be {wanted}.', { found: typeNames[node.type], wanted }),
    fixes,
  });
}

const typeNames: Readonly<Record<Node['type'], Message>> = {
  object: message('An object'),
  array: message('A list'),
  property: message('A member'),
  string: message('A string'),
  number: message('A number'),
  boolean: message('A boolean'),
  null: verbatim(asText('null')),
};

function quoted(node: Node, text: string, effect: Fix['effect']): Fix[] {
  return node.type === 'number'
    ? [{ title: message('Put it in quotes'), changes: [setValue(node, text)], effect }]
    : [];
}

/** A number as the account id that it most likely is: as a number it has lost its leading zeros. */
function accountId(node: Node): string {
  const text = String(node.value);
  return text.length > 8 ? text.padStart(12, '0') : text;
}
