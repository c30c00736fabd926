import { asName, message } from '../../text/message';
import { policyOf } from '../examples';
import type { Rule } from '../rule';
import { analyzerCheck } from '../facts';
import { addCondition, conditionKeysOf } from './service-exemption';

export const rcpMissingRelatedServicePrincipalConditionKey: Rule = {
  code: 'rcp-missing-related-service-principal-condition-key',
  severity: 'warning',
  summary: 'A resource control policy about services hits people too',
  why: 'Your own principals carry no aws:Source… keys, so a test of one hits them. Limit the statement to AWS services with BoolIfExists aws:PrincipalIsAWSService "true".',
  source: analyzerCheck('general-warning', 'rcp-missing-related-service-principal-condition-key'),
  kinds: ['rcp'],
  check(policy, report) {
    for (const { statement, lower, key, negated } of policy.conditions) {
      if (
        !/^aws:source(orgid|orgpaths|account|arn)$/.test(lower) ||
        !negated ||
        conditionKeysOf(statement).includes('aws:principalisawsservice')
      ) {
        continue;
      }
      report({
        at: key.key,
        message: message('People and roles carry no {key}: limit the statement to AWS services.', {
          key: asName(key.name),
        }),
        fixes: addCondition(statement, {
          operator: 'BoolIfExists',
          key: 'aws:PrincipalIsAWSService',
          value: 'true',
        }),
      });
    }
  },
  wrong: [
    policyOf(
      'rcp',
      '{"Effect": "Deny", "Principal": "*", "Action": "kms:*", "Resource": "*", "Condition": {"StringNotEqualsIfExists": {«"aws:SourceOrgID"»: "o-exampleorgid"}, "Null": {"aws:SourceAccount": "false"}}}',
    ),
  ],
  right: [
    policyOf(
      'rcp',
      '{"Effect": "Deny", "Principal": "*", "Action": "kms:*", "Resource": "*", "Condition": {"StringNotEqualsIfExists": {"aws:SourceOrgID": "o-exampleorgid"}, "Null": {"aws:SourceAccount": "false"}, "Bool": {"aws:PrincipalIsAWSService": "true"}}}',
    ),
  ],
};
