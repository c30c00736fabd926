import { asName, message } from '../../text/message';
import { policyOf } from '../examples';
import type { Rule } from '../rule';
import { analyzerCheck } from '../facts';
import { addCondition, conditionKeysOf } from './service-exemption';

export const rcpMissingServiceConditionKeyNullCheck: Rule = {
  code: 'rcp-missing-service-condition-key-null-check',
  severity: 'warning',
  summary: 'A resource control policy hits services that send no source',
  why: 'Some service integrations send no aws:Source… keys. Limit the statement to requests that do with Null aws:SourceAccount "false" (or aws:SourceArn).',
  source: analyzerCheck('general-warning', 'rcp-missing-service-condition-key-null-check'),
  kinds: ['rcp'],
  check(policy, report) {
    for (const { statement, lower, key, negated } of policy.conditions) {
      if (!/^aws:source(orgid|orgpaths)$/.test(lower) || !negated) {
        continue;
      }
      const nulls =
        statement.condition?.value.operators
          .filter(o => o.name === 'Null')
          .flatMap(o => o.value.map(k => k.name.toLowerCase())) ?? [];
      if (
        nulls.some(k => k === 'aws:sourceaccount' || k === 'aws:sourcearn') ||
        !conditionKeysOf(statement).includes('aws:principalisawsservice')
      ) {
        continue;
      }
      report({
        at: key.key,
        message: message('Some services send no {key}: test with Null that aws:SourceAccount is there.', {
          key: asName(key.name),
        }),
        fixes: addCondition(statement, { operator: 'Null', key: 'aws:SourceAccount', value: 'false' }),
      });
    }
  },
  wrong: [
    policyOf(
      'rcp',
      '{"Effect": "Deny", "Principal": "*", "Action": "kms:*", "Resource": "*", "Condition": {"StringNotEqualsIfExists": {«"aws:SourceOrgID"»: "o-exampleorgid"}, "Bool": {"aws:PrincipalIsAWSService": "true"}}}',
    ),
  ],
  right: [
    policyOf(
      'rcp',
      '{"Effect": "Deny", "Principal": "*", "Action": "kms:*", "Resource": "*", "Condition": {"StringNotEqualsIfExists": {"aws:SourceOrgID": "o-exampleorgid"}, "Null": {"aws:SourceAccount": "false"}, "Bool": {"aws:PrincipalIsAWSService": "true"}}}',
    ),
  ],
};
