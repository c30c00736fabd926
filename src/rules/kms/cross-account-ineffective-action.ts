import { kmsOperation } from '../../reference';
import { asCode, asName, message } from '../../text/message';
import { keyPolicy } from '../examples';
import type { Rule } from '../rule';
import { hasEffect, isForeign, isPattern, keyAccount, principalsOf } from '../facts';
import { idleActionFixes } from '../facts/idleAction';

export const crossAccountIneffectiveAction: Rule = {
  code: 'cross-account-ineffective-action',
  severity: 'warning',
  summary: 'This action does not work across accounts',
  why: 'Principals of another account can use a key, look at it and make grants; they can never administer it. Actions such as kms:PutKeyPolicy, kms:ScheduleKeyDeletion and kms:TagResource have no effect for them, whatever policies say.',
  source: 'https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html',
  kinds: ['key'],
  check(policy, report) {
    const key = keyAccount(policy);
    for (const { statement, string, not } of policy.actions) {
      if (not || !string.known || isPattern(string.value) || !hasEffect(statement, 'Allow')) {
        continue;
      }
      const operation = kmsOperation(string.value);
      if (operation === undefined || operation.crossAccountUse || operation.policyType !== 'key policy') {
        continue;
      }
      const principals = principalsOf(statement);
      if (principals.length === 0 || !principals.every(p => p.type === 'AWS' && isForeign(p, key))) {
        continue;
      }
      const [first] = principals;
      report({
        at: string,
        message: message("{action} has no effect for principals of another account than the key's.", {
          action: asCode(operation.action),
        }),
        related: first
          ? [
              {
                offset: first.string.offset,
                length: first.string.length,
                message: message('A principal of account {account}', { account: asName(first.account ?? '') }),
              },
            ]
          : [],
        fixes: idleActionFixes(statement, string),
      });
    }
  },
  wrong: [
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::444455556666:role/app"}, "Action": ["kms:Decrypt", "kms:DescribeKey", «"kms:TagResource"»], "Resource": "*"}',
      { besides: ['foreign-principal-hint'] },
    ),
  ],
  right: [
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::444455556666:role/app"}, "Action": ["kms:Decrypt", "kms:DescribeKey"], "Resource": "*"}',
      { besides: ['foreign-principal-hint'] },
    ),
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/admin"}, "Action": ["kms:TagResource", "kms:PutKeyPolicy"], "Resource": "*"}',
    ),
  ],
};
