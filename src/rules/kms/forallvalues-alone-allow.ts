import { conditionKey } from '../../reference';
import { asName, message } from '../../text/message';
import { identityPolicy, keyPolicy } from '../examples';
import type { Rule } from '../rule';
import { addTest, hasEffect, operationsOf, testsOf } from '../facts';

export const forallvaluesAloneAllow: Rule = {
  code: 'forallvalues-alone-allow',
  severity: 'warning',
  summary: 'ForAllValues also lets in requests without the key',
  why: 'ForAllValues is true when every value of the request matches, and so also when the request has no value at all: without an encryption context, or for a key without an alias. In an Allow, add a Null test that asks for the key, or use ForAnyValue.',
  source:
    'https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-encryption-context-keys',
  kinds: ['key', 'identity', 'unknown'],
  check(policy, report) {
    for (const statement of policy.statements) {
      if (!hasEffect(statement, 'Allow') || operationsOf(statement).actions.size === 0) {
        continue;
      }
      const tests = testsOf(statement);
      for (const test of tests) {
        // CreateGrant always has operations; keys with one value are forallvalues-with-single-valued-key's business.
        if (
          test.qualifier !== 'ForAllValues' ||
          test.lower === 'kms:grantoperations' ||
          conditionKey(test.lower)?.multiValued !== true
        ) {
          continue;
        }
        const required = tests.some(
          t =>
            t.lower === test.lower &&
            (t.qualifier === 'ForAnyValue' ||
              (t.family === 'Null' && t.key.value.strings.some(s => !s.known || s.value.toLowerCase() === 'false'))),
        );
        if (required) {
          continue;
        }
        report({
          at: test.operator.key,
          message: message('ForAllValues is also true when the request has no {key}, so such requests are let in.', {
            key: asName(test.key.name),
          }),
          fixes: [
            {
              title: message('Ask for the key: adds a Null test of {key}', { key: asName(test.key.name) }),
              changes: addTest(statement, { operator: 'Null', key: test.key.name, value: 'false' }),
              effect: 'review',
            },
          ],
        });
      }
    }
  },
  wrong: [
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": ["kms:Decrypt", "kms:GenerateDataKey*"], "Resource": "*", "Condition": {«"ForAllValues:StringEquals"»: {"kms:EncryptionContextKeys": ["Department", "Project"]}}}',
    ),
    identityPolicy(
      '{"Effect": "Allow", "Action": ["kms:Decrypt", "kms:GenerateDataKey*"], "Resource": "arn:aws:kms:eu-west-1:111122223333:key/*", "Condition": {«"ForAllValues:StringLike"»: {"kms:ResourceAliases": "alias/app-*"}}}',
    ),
  ],
  right: [
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": ["kms:Decrypt", "kms:GenerateDataKey*"], "Resource": "*", "Condition": {"ForAllValues:StringEquals": {"kms:EncryptionContextKeys": ["Department", "Project"]}, "Null": {"kms:EncryptionContextKeys": "false"}}}',
    ),
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": "kms:CreateGrant", "Resource": "*", "Condition": {"ForAllValues:StringEquals": {"kms:GrantOperations": ["Decrypt", "Encrypt"]}}}',
    ),
  ],
};
