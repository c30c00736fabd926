import { asName, message } from '../../text/message';
import { renameKey } from '../../policy';
import { keyPolicy, policyOf } from '../examples';
import type { Rule } from '../rule';
import { effectOfRepair, effectOfMore, removeTest, testsOn } from '../facts';

export const irrelevantConditionKeyInPolicy: Rule = {
  code: 'irrelevant-condition-key-in-policy',
  severity: 'warning',
  summary: 'The condition key is for IAM policies',
  why: 'kms:ResourceAliases selects keys by their aliases, and is documented for IAM policies, where one statement is about many keys. A key policy belongs to one key, so there is nothing to select. If the way the request names the key matters, use kms:RequestAlias. In the same way s3:ResourceAccount says nothing in a bucket policy: the bucket has one owner.',
  source: 'https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-resource-aliases',
  kinds: ['key', 'resource'],
  check(policy, report) {
    for (const statement of policy.kind === 'resource' ? policy.statements : []) {
      for (const test of testsOn(statement, 's3:resourceaccount')) {
        report({
          at: test.key.key,
          message: message('The policy belongs to one resource, which has one owner: {key} selects nothing here.', {
            key: asName(test.key.name),
          }),
          severity: 'information',
          fixes: [{ title: message('Remove the test'), changes: removeTest(test), effect: effectOfMore(statement) }],
        });
      }
    }
    for (const statement of policy.kind === 'key' ? policy.statements : []) {
      for (const test of testsOn(statement, 'kms:resourcealiases')) {
        const operator = test.operator.name.replace(/^For(Any|All)Values?:/i, '');
        const alone =
          test.operator.value.length === 1 &&
          statement.condition?.value.operators.every(o => o === test.operator || o.name !== operator) === true;
        const renamed = [
          renameKey(test.key.property, 'kms:RequestAlias'),
          ...(operator === test.operator.name ? [] : [renameKey(test.operator.property, operator)]),
        ];
        report({
          at: test.key.key,
          message: message('A key policy belongs to one key, so there is nothing for kms:ResourceAliases to select.'),
          fixes: [
            { title: message('Remove the test'), changes: removeTest(test), effect: effectOfMore(statement) },
            ...(alone || operator === test.operator.name
              ? [
                  {
                    title: message('Ask for the alias in the request: kms:RequestAlias'),
                    changes: renamed,
                    effect: effectOfRepair(test),
                  },
                ]
              : []),
          ],
        });
      }
    }
  },
  wrong: [
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": ["kms:Decrypt", "kms:DescribeKey"], "Resource": "*", "Condition": {"ForAnyValue:StringEquals": {«"kms:ResourceAliases"»: "alias/app"}}}',
    ),
    policyOf(
      'resource',
      '{"Effect": "Deny", "Principal": "*", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::example/*", "Condition": {"StringNotEquals": {«"s3:ResourceAccount"»: "111122223333", "aws:PrincipalAccount": "111122223333"}}}',
    ),
  ],
  right: [
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": ["kms:Decrypt", "kms:DescribeKey"], "Resource": "*", "Condition": {"StringEquals": {"kms:RequestAlias": "alias/app"}}}',
    ),
  ],
};
