import { message } from '../../text/message';
import { identityPolicy } from '../examples';
import { insertMembers } from '../../policy';
import { everyKind, type Rule } from '../rule';
import { analyzerCheck, hasEffect } from '../facts';

export const dynamodbAttributesWithoutSelect: Rule = {
  code: 'dynamodb-attributes-without-select',
  severity: 'warning',
  summary: 'The key dynamodb:Attributes stands without dynamodb:Select',
  why: 'A read that names no attributes returns all of them, and dynamodb:Attributes does not stop it. dynamodb:Select must be SPECIFIC_ATTRIBUTES as well.',
  source: analyzerCheck('security-warning', 'dynamodb-attributes-without-select'),
  kinds: everyKind,
  check(policy, report) {
    for (const { lower, key, statement, family } of policy.conditions) {
      const condition = statement.condition?.node;
      if (lower !== 'dynamodb:attributes' || family === 'Null' || condition === undefined) {
        continue;
      }
      const operators = statement.condition?.value.operators ?? [];
      if (operators.some(o => o.value.some(k => k.name.toLowerCase() === 'dynamodb:select'))) {
        continue;
      }
      const equals = operators.find(o => o.name === 'StringEqualsIfExists');
      report({
        at: key.key,
        message: message('Without dynamodb:Select a read that names no attributes returns all of them.'),
        fixes: hasEffect(statement, 'Deny')
          ? []
          : [
              {
                title: message('Add dynamodb:Select'),
                changes: [
                  equals?.node?.type === 'object'
                    ? insertMembers(equals.node, { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' })
                    : insertMembers(condition, {
                        StringEqualsIfExists: {
                          'dynamodb:Select': 'SPECIFIC_ATTRIBUTES',
                        },
                      }),
                ],
                effect: 'review',
              },
            ],
      });
    }
  },
  wrong: [
    identityPolicy(
      '{"Effect": "Allow", "Action": "dynamodb:Query", "Resource": "*", "Condition": {"ForAllValues:StringEquals": {«"dynamodb:Attributes"»: ["id", "name"]}}}',
    ),
  ],
  right: [
    identityPolicy(
      '{"Effect": "Allow", "Action": "dynamodb:Query", "Resource": "*", "Condition": {"ForAllValues:StringEquals": {"dynamodb:Attributes": ["id", "name"]}, "StringEqualsIfExists": {"dynamodb:Select": "SPECIFIC_ATTRIBUTES"}}}',
    ),
  ],
};
