import { readOperator, renameKey } from '../../policy';
import { conditionKey } from '../../reference';
import { asCode, asName, message } from '../../text/message';
import { keyPolicy } from '../examples';
import { everyKind, type Rule } from '../rule';
import { effectOfOtherOperator, testsOf } from '../facts';

export const setOperatorOnSingleValued: Rule = {
  code: 'set-operator-on-single-valued',
  severity: 'warning',
  summary: 'A set operator on a key with one value',
  why: 'ForAnyValue is for keys that have several values in a request, such as kms:EncryptionContextKeys. On a key with one value it adds nothing and misleads the reader; list the accepted values under the plain operator.',
  source: 'https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html',
  kinds: everyKind,
  check(policy, report) {
    for (const statement of policy.statements) {
      for (const test of testsOf(statement)) {
        const { qualifier, operator, key, lower, family } = test;
        if (qualifier !== 'ForAnyValue' || family === 'Null') {
          continue;
        }
        const fact = conditionKey(lower);
        if (fact === undefined || fact.multiValued || fact.setOperatorRequired) {
          continue;
        }
        const plain = operator.name.slice('ForAnyValue:'.length);
        // Under an operator with other keys, or beside a plain operator, more than the name would have to move.
        const alone =
          operator.value.every(k => {
            const f = conditionKey(k.name);
            return f !== undefined && !f.multiValued;
          }) && statement.condition?.value.operators.every(o => o.name !== plain) === true;
        report({
          at: operator.key,
          message: message('{key} has one value in a request: {operator} says the same.', {
            key: asName(key.name),
            operator: asCode(plain),
          }),
          fixes: alone
            ? [
                {
                  title: message('Change to {operator}', { operator: asCode(plain) }),
                  changes: [renameKey(operator.property, plain)],
                  effect: effectOfOtherOperator(test, readOperator(plain)),
                },
              ]
            : [],
        });
      }
    }
  },
  wrong: [
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": ["kms:Decrypt", "kms:GenerateDataKey*"], "Resource": "*", "Condition": {«"ForAnyValue:StringLike"»: {"kms:EncryptionContext:aws:s3:arn": ["arn:aws:s3:::reports", "arn:aws:s3:::reports/*"]}}}',
    ),
  ],
  right: [
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": ["kms:Decrypt", "kms:GenerateDataKey*"], "Resource": "*", "Condition": {"ForAnyValue:StringEquals": {"kms:EncryptionContextKeys": "Department"}}}',
    ),
  ],
};
