import { kmsOperation } from '../../reference';
import { asCode, message } from '../../text/message';
import { keyPolicy } from '../examples';
import type { Rule } from '../rule';
import { isPattern } from '../facts';
import { idleActionFixes } from '../facts/idleAction';

export const iamOnlyActionInKeyPolicy: Rule = {
  code: 'iam-only-action-in-key-policy',
  severity: 'warning',
  summary: 'Only an IAM policy can give this permission',
  why: 'Some permissions do not belong to a key: creating and listing keys, listing aliases, random numbers, custom key stores; kms:RetireGrant is decided by the grant and by IAM. In a key policy they have no effect. Give them in an IAM policy with Resource "*". AWS Backup\'s own example lists some of them; there they do no harm.',
  source: 'https://docs.aws.amazon.com/kms/latest/developerguide/kms-api-permissions-reference.html',
  kinds: ['key'],
  check(policy, report) {
    for (const { statement, string, not } of policy.actions) {
      if (not || !string.known || isPattern(string.value)) {
        continue;
      }
      const operation = kmsOperation(string.value);
      if (operation?.policyType !== 'IAM policy') {
        continue;
      }
      report({
        at: string,
        message: message('A key policy cannot give {action}; only an IAM policy can.', {
          action: asCode(operation.action),
        }),
        fixes: idleActionFixes(statement, string),
      });
    }
  },
  wrong: [
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": ["kms:DescribeKey", «"kms:ListKeys"», «"kms:ListAliases"»], "Resource": "*"}',
    ),
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": «"kms:CreateKey"», "Resource": "*"}',
    ),
  ],
  right: [
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": ["kms:List*", "kms:DescribeKey"], "Resource": "*"}',
    ),
  ],
};
