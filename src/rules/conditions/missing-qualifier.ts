import { asCode, asName, message } from '../../text/message';
import { keyPolicy } from '../examples';
import type { Fix } from '../rule';
import { everyKind, type Rule } from '../rule';
import { moveToOperator } from './edit-operator';
import { effectOfMore, effectOfRepair, keyFact } from '../facts';

export const missingQualifier: Rule = {
  code: 'missing-qualifier',
  severity: 'warning',
  summary: 'A key with several values is compared without ForAnyValue or ForAllValues',
  why: 'A request carries several values of this key. How they are compared with the values of the policy must be said: ForAnyValue: at least one matches; ForAllValues: each matches (which is also true when there is none).',
  source:
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html',
  kinds: everyKind,
  check(policy, report) {
    for (const use of policy.conditions) {
      const { family, operator } = use;
      if (
        use.qualifier !== undefined ||
        family === undefined ||
        family === 'Null' ||
        !keyFact(policy, use)?.multiValued
      ) {
        continue;
      }
      const fixes = (['ForAnyValue', 'ForAllValues'] as const).flatMap((qualifier): Fix[] => {
        const changes = moveToOperator(use, `${qualifier}:${operator.name}`);
        return changes.length === 0
          ? []
          : [
              {
                title: message('Use {operator}', { operator: asCode(`${qualifier}:${operator.name}`) }),
                changes,
                // How several values are compared without a qualifier is not documented; that one of them is enough is the most it can be.
                effect: qualifier === 'ForAnyValue' && !use.negated ? effectOfMore(use.statement) : effectOfRepair(use),
              },
            ];
      });
      report({
        at: operator.key,
        message: message('{key} has several values: say ForAnyValue or ForAllValues.', { key: asName(use.key.name) }),
        fixes,
      });
    }
  },
  mayReveal: ['unsupported-action-for-condition-key'],
  wrong: [
    keyPolicy(
      '{"Effect": "Deny", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": "kms:Decrypt", "Resource": "*", "Condition": {«"StringEquals"»: {"kms:EncryptionContextKeys": "project"}}}',
    ),
  ],
  right: [
    keyPolicy(
      '{"Effect": "Deny", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": "kms:Decrypt", "Resource": "*", "Condition": {"ForAnyValue:StringEquals": {"kms:EncryptionContextKeys": "project"}}}',
    ),
  ],
};
