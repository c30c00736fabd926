import { renameKey } from '../../policy';
import { conditionKey } from '../../reference';
import { asName, message } from '../../text/message';
import { keyPolicy } from '../examples';
import { everyKind, type Rule } from '../rule';
import { testsOn } from '../facts';

export const deprecatedKey: Rule = {
  code: 'deprecated-key',
  severity: 'information',
  summary: 'The condition key is deprecated',
  why: 'kms:CustomerMasterKeySpec and kms:CustomerMasterKeyUsage were replaced by kms:KeySpec and kms:KeyUsage, which have the same values.',
  source: 'https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html',
  kinds: everyKind,
  check(policy, report) {
    for (const statement of policy.statements) {
      for (const { operator, key, lower } of testsOn(
        statement,
        'kms:customermasterkeyspec',
        'kms:customermasterkeyusage',
      )) {
        const name = conditionKey(lower)?.deprecatedUse;
        if (typeof name !== 'string') {
          continue;
        }
        const there = operator.value.some(k => k.name.toLowerCase() === name.toLowerCase());
        report({
          at: key.key,
          message: message('{key} is deprecated. Use {name}.', { key: asName(key.name), name: asName(name) }),
          tag: 'deprecated',
          fixes: there
            ? []
            : [
                {
                  title: message('Change to {name}', { name: asName(name) }),
                  changes: [renameKey(key.property, name)],
                  // The new key says the same, but a name is not changed in bulk.
                  effect: 'review',
                },
              ],
        });
      }
    }
  },
  wrong: [
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": ["kms:Decrypt", "kms:DescribeKey"], "Resource": "*", "Condition": {"StringEquals": {«"kms:CustomerMasterKeySpec"»: "SYMMETRIC_DEFAULT"}}}',
    ),
  ],
  right: [
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": ["kms:Decrypt", "kms:DescribeKey"], "Resource": "*", "Condition": {"StringEquals": {"kms:KeySpec": "SYMMETRIC_DEFAULT"}}}',
    ),
  ],
};
