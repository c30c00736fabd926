import { message } from '../../text/message';
import { identityPolicy, keyPolicy } from '../examples';
import type { Rule } from '../rule';
import { hasEffect, keyArnIn, needsKey, operationsOf, testsOn } from '../facts';

export const awsManagedAlias: Rule = {
  code: 'aws-managed-alias',
  severity: 'warning',
  summary: 'Aliases under alias/aws/ belong to AWS managed keys',
  why: 'Names that begin with alias/aws/ are reserved for AWS managed keys. Nobody can change the policy of such a key, give it another alias or let another account use it. To share a key, or to name one of your own, create a customer managed key.',
  source: 'https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying.html',
  kinds: ['key', 'identity'],
  noFix: 'It takes another key: a customer managed one.',
  check(policy, report) {
    for (const statement of policy.statements) {
      if (policy.kind === 'key') {
        for (const test of testsOn(statement, 'kms:requestalias')) {
          const string = test.key.value.strings.find(s => s.known && s.value.startsWith('alias/aws/'));
          if (string === undefined || !needsKey(test)) {
            continue;
          }
          report({
            at: string,
            message: message(
              'No key with a policy you can write has this alias: alias/aws/ is reserved for AWS managed keys.',
            ),
          });
        }
        continue;
      }
      const named = operationsOf(statement).actions;
      if (!hasEffect(statement, 'Allow') || named.size === 0 || ![...named].every(a => aliasActions.has(a))) {
        continue;
      }
      for (const string of statement.resource?.value.strings ?? []) {
        if (keyArnIn(string)?.alias?.startsWith('alias/aws/') !== true) {
          continue;
        }
        report({
          at: string,
          message: message(
            'alias/aws/ is reserved for AWS managed keys: KMS refuses to make, move or delete such an alias.',
          ),
        });
      }
    }
  },
  wrong: [
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": ["kms:Decrypt", "kms:DescribeKey"], "Resource": "*", "Condition": {"StringEquals": {"kms:RequestAlias": «"alias/aws/s3"»}}}',
    ),
    identityPolicy(
      '{"Effect": "Allow", "Action": "kms:DeleteAlias", "Resource": ["arn:aws:kms:eu-west-1:111122223333:key/*", «"arn:aws:kms:eu-west-1:111122223333:alias/aws/s3"»]}',
    ),
  ],
  right: [
    identityPolicy(
      '{"Effect": "Deny", "Action": ["kms:Decrypt", "kms:GenerateDataKey*"], "Resource": "*", "Condition": {"ForAnyValue:StringLike": {"kms:ResourceAliases": "alias/aws/*"}}}',
    ),
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": ["kms:Decrypt", "kms:DescribeKey"], "Resource": "*", "Condition": {"StringEquals": {"kms:RequestAlias": "alias/app"}}}',
    ),
  ],
};

const aliasActions = new Set(['kms:CreateAlias', 'kms:UpdateAlias', 'kms:DeleteAlias']);
