import { asName, message } from '../../text/message';
import { keyPolicy } from '../examples';
import type { Rule } from '../rule';
import { hasEffect, isForeign, keyAccount, principalsOf } from '../facts';

export const foreignPrincipalHint: Rule = {
  code: 'foreign-principal-hint',
  severity: 'hint',
  summary: 'A principal of another account also needs an IAM policy there',
  why: "Across accounts both locks must open: the key policy lets the other account in, and an IAM policy in that account allows its users and roles the actions on this key's ARN.",
  source: 'https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html',
  kinds: ['key'],
  noFix: 'The missing half is an IAM policy in the other account, which is not in this document.',
  check(policy, report) {
    const key = keyAccount(policy);
    for (const statement of policy.statements) {
      if (!hasEffect(statement, 'Allow')) {
        continue;
      }
      for (const principal of principalsOf(statement)) {
        if (principal.type !== 'AWS' || !isForeign(principal, key)) {
          continue;
        }
        report({
          at: principal.string,
          message: message(
            "Account {account} also needs an IAM policy that allows the actions on this key's ARN: across accounts both locks must open.",
            { account: asName(principal.account ?? '') },
          ),
          related: key?.at
            ? [
                {
                  offset: key.at.offset,
                  length: key.at.length,
                  message: message('The account of the key, as far as the policy tells'),
                },
              ]
            : [],
        });
      }
    }
  },
  wrong: [
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": ["arn:aws:iam::111122223333:role/app", «"arn:aws:iam::444455556666:root"»]}, "Action": ["kms:Decrypt", "kms:DescribeKey"], "Resource": "*"}',
    ),
    {
      kind: 'key',
      text: `{"Version": "2012-10-17", "Statement": [
  {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::\${AccountId}:root"}, "Action": "kms:*", "Resource": "*"},
  {"Effect": "Allow", "Principal": {"AWS": «"arn:aws:iam::444455556666:root"»}, "Action": ["kms:Decrypt", "kms:DescribeKey"], "Resource": "*"}]}`,
    },
  ],
  right: [
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": ["arn:aws:iam::111122223333:role/app", "arn:aws:iam::${OtherAccount}:root"]}, "Action": ["kms:Decrypt", "kms:DescribeKey"], "Resource": "*"}',
    ),
  ],
};
