import { message } from '../../text/message';
import { keyPolicy } from '../examples';
import type { Rule } from '../rule';
import { addTest, anyoneIn, askPrincipal, hasEffect, isUnconditional, operationsNamed, operationsOf } from '../facts';

export const denyPutkeypolicyAll: Rule = {
  code: 'deny-putkeypolicy-all',
  severity: 'error',
  summary: 'Everybody is denied to change the key policy',
  why: 'An explicit deny overrides every allow, whatever the order. A Deny of kms:PutKeyPolicy (or kms:*) for Principal "*" without a condition freezes the key policy: nobody can undo it. Exempt the role that administers the key. Where a seal is meant, ignore this finding with the reason.',
  source:
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html',
  kinds: ['key'],
  check(policy, report) {
    for (const statement of policy.statements) {
      if (!hasEffect(statement, 'Deny') || anyoneIn(statement) === undefined || !isUnconditional(statement)) {
        continue;
      }
      if (!operationsOf(statement).actions.has('kms:PutKeyPolicy')) {
        continue;
      }
      const action = statement.action?.value.strings.find(s => operationsNamed(s).includes('kms:PutKeyPolicy'));
      const ask = askPrincipal(policy);
      report({
        at: action ?? statement.notAction?.key ?? statement,
        message: message(
          'Everybody is denied kms:PutKeyPolicy, and no Allow overrides that: nobody could change this policy any more.',
        ),
        fixes: [
          {
            title: message('Exempt a role from the Deny: adds a condition on aws:PrincipalArn'),
            changes: addTest(statement, { operator: 'ArnNotLike', key: 'aws:PrincipalArn', value: ask.token }),
            effect: 'widens',
            ask,
          },
        ],
      });
    }
  },
  wrong: [
    keyPolicy(
      '{"Effect": "Deny", "Principal": "*", "Action": [«"kms:PutKeyPolicy"», "kms:ScheduleKeyDeletion"], "Resource": "*"}',
    ),
    keyPolicy('{"Effect": "Deny", "Principal": {"AWS": "*"}, "Action": «"kms:Put*"», "Resource": "*"}'),
  ],
  right: [
    keyPolicy(
      '{"Effect": "Deny", "Principal": "*", "Action": "kms:PutKeyPolicy", "Resource": "*", "Condition": {"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/admin"}}}',
    ),
    keyPolicy('{"Effect": "Deny", "Principal": "*", "Action": "kms:ScheduleKeyDeletion", "Resource": "*"}'),
    keyPolicy(
      '{"Effect": "Deny", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": "kms:PutKeyPolicy", "Resource": "*"}',
    ),
  ],
};
