import { asName, message } from '../../text/message';
import { keyPolicy } from '../examples';
import type { Rule } from '../rule';
import { hasEffect, needsKey, principalsOf, removeTest, testsOn } from '../facts';

export const sourceKeyOnAwsPrincipal: Rule = {
  code: 'source-key-on-aws-principal',
  severity: 'warning',
  summary: 'Only service principals send this condition key',
  why: 'aws:SourceArn, aws:SourceAccount and aws:SourceOrgID are in a request only when an AWS service calls KMS as itself, on behalf of a resource. Requests of users and roles, also those through a service, do not have them, so an Allow for users and roles that asks for one never applies. The account of the caller is in kms:CallerAccount, the service in kms:ViaService.',
  source:
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sourcearn',
  kinds: ['key'],
  check(policy, report) {
    for (const statement of policy.statements) {
      const principals = principalsOf(statement);
      if (!hasEffect(statement, 'Allow') || principals.length === 0 || statement.principal?.value.complete === false) {
        continue;
      }
      // "*" also stands for service principals.
      if (
        !principals.every(
          p => p.type === 'AWS' && ['role', 'user', 'assumed-role', 'account'].includes(p.principal.kind),
        )
      ) {
        continue;
      }
      for (const test of testsOn(
        statement,
        'aws:sourcearn',
        'aws:sourceaccount',
        'aws:sourceorgid',
        'aws:sourceorgpaths',
      ).filter(needsKey)) {
        report({
          at: test.key.key,
          message: message('Requests of users and roles never carry {key}, so this statement never applies.', {
            key: asName(test.key.name),
          }),
          fixes: [
            {
              title: message('Remove the {key} test', { key: asName(test.key.name) }),
              changes: removeTest(test),
              effect: 'widens',
            },
          ],
        });
      }
    }
  },
  wrong: [
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": ["kms:Decrypt", "kms:DescribeKey"], "Resource": "*", "Condition": {"StringEquals": {«"aws:SourceAccount"»: "111122223333"}}}',
    ),
  ],
  right: [
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"}, "Action": ["kms:Decrypt", "kms:GenerateDataKey*"], "Resource": "*", "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}}}',
    ),
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": ["kms:Decrypt", "kms:DescribeKey"], "Resource": "*", "Condition": {"StringEqualsIfExists": {"aws:SourceAccount": "111122223333"}}}',
    ),
  ],
};
