import { remove } from '../../policy';
import { message } from '../../text/message';
import { keyPolicy } from '../examples';
import type { Rule } from '../rule';
import {
  appendStatement,
  hasEffect,
  isEveryAction,
  isForeign,
  keyAccount,
  principalsOf,
  replaceWith,
  statementValue,
  useActions,
} from './facts';

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
      const own = foreign.length < principals.length;
      // Beside principals of the key's account, the foreign ones get a statement of their own.
      const apart = foreign.every(p => p.string.node.parent?.type === 'array')
        ? appendStatement(
            policy,
            statementValue(statement, {
              Sid: undefined,
              Principal: { AWS: foreign.map(p => p.string.value) },
              Action: useActions,
            }),
          )
        : [];
      report({
        at: every,
        message: message('{principal} of another account is given every action, grants included. List what it needs.', {
          principal: first.string.value,
        }),
        related: foreign.map(p => ({
          offset: p.string.offset,
          length: p.string.length,
          message: message('A principal of account {account}', { account: p.account ?? '' }),
        })),
        fixes: !own
          ? [
              {
                title: message('Let it use the key, no more'),
                edits: replaceWith(policy, node, useActions),
                effect: 'review',
              },
            ]
          : // Several neighbours of a list cannot be taken out by edits made one by one.
            apart.length > 0 && foreign.length === 1
            ? [
                {
                  title: message('Let it use the key, no more: moves it to a statement of its own'),
                  edits: [...remove(policy.text, first.string.node), ...apart],
                  effect: 'review',
                },
              ]
            : [],
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
