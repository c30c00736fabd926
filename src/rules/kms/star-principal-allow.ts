import { message } from '../../text/message';
import { keyPolicy } from '../examples';
import type { Rule } from '../rule';
import { isViaService, openStatements, restrictions, testsOf } from '../facts';

export const starPrincipalAllow: Rule = {
  code: 'star-principal-allow',
  severity: 'warning',
  summary: 'Everyone is let in',
  why: 'Principal "*" with Allow stands for every identity of every AWS account. Those of other accounts can use the key once an IAM policy of their own allows it; those of the same account need no IAM policy at all. Restrict it by a condition on the account (kms:CallerAccount), the organization (aws:PrincipalOrgID) or the principal (aws:PrincipalArn).',
  source: 'https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html#key-policy-elements',
  kinds: ['key'],
  check(policy, report) {
    for (const { statement, at } of openStatements(policy)) {
      if (testsOf(statement).some(isViaService)) {
        continue;
      }
      report({
        at,
        message: message(
          'Everyone is let in: identities of any AWS account can use this key with an IAM policy of their own, those of its own account without any.',
        ),
        fixes: restrictions(policy, statement),
      });
    }
  },
  wrong: [
    keyPolicy('{"Effect": "Allow", "Principal": «"*"», "Action": "kms:Decrypt", "Resource": "*"}'),
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": ["arn:aws:iam::111122223333:role/app", «"*"»]}, "Action": ["kms:Decrypt", "kms:DescribeKey"], "Resource": "*"}',
    ),
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": «"*"»}, "Action": "kms:Decrypt", "Resource": "*", "Condition": {"StringEquals": {"kms:EncryptionContext:Department": "IT"}}}',
    ),
  ],
  right: [
    keyPolicy(
      '{"Effect": "Allow", "Principal": "*", "Action": "kms:Decrypt", "Resource": "*", "Condition": {"StringEquals": {"kms:CallerAccount": "111122223333"}}}',
    ),
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "kms:Decrypt", "Resource": "*", "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}}',
    ),
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "kms:Decrypt", "Resource": "*", "Condition": {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/app-*"}}}',
    ),
    keyPolicy('{"Effect": "Deny", "Principal": "*", "Action": "kms:ScheduleKeyDeletion", "Resource": "*"}'),
  ],
};
