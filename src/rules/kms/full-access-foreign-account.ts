import { remove, type Statement, setValue } from '../../policy';
import { asName, message } from '../../text/message';
import { keyPolicy } from '../examples';
import type { Fix, Rule } from '../rule';
import {
  appendStatement,
  hasEffect,
  isEveryAction,
  isForeign,
  keyAccount,
  type NamedPrincipal,
  type PolicyView,
  principalsOf,
  statementValue,
  useActions,
} from '../facts';

export const fullAccessForeignAccount: Rule = {
  code: 'full-access-foreign-account',
  severity: 'warning',
  summary: 'Another account is given everything',
  why: 'With kms:* a principal of another account can do all that works across accounts: use the key without limit, and make grants that let others use it. List what it needs; to use a key that is Encrypt, Decrypt, ReEncrypt*, GenerateDataKey* and DescribeKey.',
  source: 'https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html',
  kinds: ['key'],
  check(policy, report) {
    const key = keyAccount(policy);
    for (const statement of policy.statements) {
      const every = hasEffect(statement, 'Allow') ? statement.action?.value.strings.find(isEveryAction) : undefined;
      const node = statement.action?.node;
      if (every === undefined || node === undefined) {
        continue;
      }
      const principals = principalsOf(statement);
      const foreign = principals.filter(p => p.type === 'AWS' && isForeign(p, key));
      const [first] = foreign;
      if (first === undefined) {
        continue;
      }
      report({
        at: every,
        message: message('{principal} of another account is given every action, grants included. List what it needs.', {
          principal: asName(first.string.value),
        }),
        related: foreign.map(p => ({
          offset: p.string.offset,
          length: p.string.length,
          message: message('A principal of account {account}', { account: asName(p.account ?? '') }),
        })),
        // Beside principals of the key's account, the foreign ones get a statement of their own.
        fixes:
          foreign.length === principals.length
            ? [
                {
                  title: message('Let it use the key, no more'),
                  changes: [setValue(node, useActions)],
                  effect: 'review',
                },
              ]
            : moveApart(policy, statement, foreign),
      });
    }
  },
  wrong: [
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::444455556666:root"}, "Action": «"kms:*"», "Resource": "*"}',
      {
        besides: ['foreign-principal-hint'],
        keyArn: 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
      },
    ),
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": ["arn:aws:iam::111122223333:role/admin", "arn:aws:iam::444455556666:role/admin"]}, "Action": [«"kms:*"»], "Resource": "*"}',
      {
        besides: ['foreign-principal-hint'],
        keyArn: 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
      },
    ),
  ],
  right: [
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/admin"}, "Action": "kms:*", "Resource": "*"}',
    ),
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::444455556666:root"}, "Action": ["kms:Decrypt", "kms:DescribeKey"], "Resource": "*"}',
      { besides: ['foreign-principal-hint'] },
    ),
  ],
};

/** Moves the foreign principal of a list to a statement that lets it use the key. */
function moveApart(policy: PolicyView, statement: Statement, foreign: readonly NamedPrincipal[]): Fix[] {
  const [only, ...more] = foreign;
  // One alone: several accounts seldom need the same.
  if (only === undefined || more.length > 0 || only.string.node.parent?.type !== 'array') {
    return [];
  }
  const appended = appendStatement(
    policy,
    statementValue(statement, { Sid: undefined, Principal: { AWS: [only.string.value] }, Action: useActions }),
  );
  if (appended.length === 0) {
    return [];
  }
  return [
    {
      title: message('Let it use the key, no more: moves it to a statement of its own'),
      changes: [remove(only.string.node), ...appended],
      effect: 'review',
    },
  ];
}
