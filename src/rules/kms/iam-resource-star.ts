import { kmsOperation } from '../../reference';
import { asCode, message } from '../../text/message';
import { identityPolicy } from '../examples';
import type { Rule } from '../rule';
import { askKeyArn, hasEffect, hasUnknownCondition, isReadOnly, operationsNamed, testsOf } from '../facts';
import { resourceFor } from '../facts/elsewhere';

export const iamResourceStar: Rule = {
  code: 'iam-resource-star',
  severity: 'information',
  summary: 'Every key, also of other accounts',
  why: 'In an IAM policy "*" means every KMS key: all keys of the account whose key policy lets IAM policies decide, and keys of other accounts that trust this one. Name the keys, or limit the statement by kms:ViaService, kms:ResourceAliases or a tag. (In a key policy "*" is right: there it means the one key.)',
  source: 'https://docs.aws.amazon.com/kms/latest/developerguide/iam-policies-best-practices.html',
  kinds: ['identity'],
  check(policy, report) {
    for (const statement of policy.statements) {
      const star = hasEffect(statement, 'Allow')
        ? statement.resource?.value.strings.find(s => s.value === '*')
        : undefined;
      const action = statement.action?.value.strings.find(
        s => /^kms:/i.test(s.value) && operationsNamed(s).some(belongsToKey),
      );
      if (
        star === undefined ||
        action === undefined ||
        hasUnknownCondition(statement) ||
        testsOf(statement).length > 0
      ) {
        continue;
      }
      const ask = askKeyArn(policy);
      const changes = resourceFor(
        policy,
        statement,
        a => kmsOperation(a)?.resourceTypes.includes('key') === true,
        ask.token,
      );
      report({
        at: star,
        message: message('{action} is allowed on every key that trusts this account, here and elsewhere.', {
          action: asCode(action.value),
        }),
        fixes: changes.length === 0 ? [] : [{ title: message('Name a key'), changes, effect: 'review', ask }],
      });
    }
  },
  wrong: [
    identityPolicy('{"Effect": "Allow", "Action": ["kms:Decrypt", "kms:DescribeKey"], "Resource": «"*"»}'),
    identityPolicy('{"Effect": "Allow", "Action": ["kms:Decrypt", "kms:ListAliases"], "Resource": «"*"»}'),
  ],
  right: [
    identityPolicy(
      '{"Effect": "Allow", "Action": ["kms:CreateKey", "kms:ListAliases", "kms:ListKeys", "kms:GenerateRandom"], "Resource": "*"}',
    ),
    identityPolicy(
      '{"Effect": "Allow", "Action": ["kms:Decrypt", "kms:DescribeKey"], "Resource": "*", "Condition": {"StringEquals": {"kms:ViaService": "s3.eu-west-1.amazonaws.com"}}}',
    ),
    identityPolicy('{"Effect": "Deny", "Action": "kms:ScheduleKeyDeletion", "Resource": "*"}'),
    identityPolicy('{"Effect": "Allow", "Action": "*", "Resource": "*"}', {
      besides: ['pass-role-with-star-in-action-and-resource', 'create-slr-with-star-in-action-and-resource'],
    }),
  ],
};

// Uses or changes a key. What only looks at keys is often meant for all of them.
function belongsToKey(action: string): boolean {
  return kmsOperation(action)?.resourceTypes.includes('key') === true && !isReadOnly(action);
}
