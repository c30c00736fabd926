import { asName, message } from '../../text/message';
import { policyOf } from '../examples';
import type { Rule } from '../rule';
import { analyzerCheck } from '../facts';
import { addCondition, conditionKeysOf } from './service-exemption';

export const rcpMissingRelatedPrincipalConditionKey: Rule = {
  code: 'rcp-missing-related-principal-condition-key',
  severity: 'warning',
  summary: 'A resource control policy hits AWS services',
  why: 'Resource control policies also hold for AWS services that act as themselves, and these carry no aws:Principal… keys of your organization. Exempt them with BoolIfExists aws:PrincipalIsAWSService "false".',
  source: analyzerCheck('general-warning', 'rcp-missing-related-principal-condition-key'),
  kinds: ['rcp'],
  check(policy, report) {
    for (const { statement, lower, key, negated } of policy.conditions) {
      if (
        !/^aws:principal(orgid|orgpaths|account|arn)$/.test(lower) ||
        !negated ||
        conditionKeysOf(statement).includes('aws:principalisawsservice')
      ) {
        continue;
      }
      report({
        at: key.key,
        message: message('AWS services carry no {key}: exempt them with aws:PrincipalIsAWSService.', {
          key: asName(key.name),
        }),
        fixes: addCondition(statement, {
          operator: 'BoolIfExists',
          key: 'aws:PrincipalIsAWSService',
          value: 'false',
        }),
      });
    }
  },
  wrong: [
    policyOf(
      'rcp',
      '{"Effect": "Deny", "Principal": "*", "Action": "kms:*", "Resource": "*", "Condition": {"StringNotEqualsIfExists": {«"aws:PrincipalOrgID"»: "o-exampleorgid"}}}',
    ),
  ],
  right: [
    policyOf(
      'rcp',
      '{"Effect": "Deny", "Principal": "*", "Action": "kms:*", "Resource": "*", "Condition": {"StringNotEqualsIfExists": {"aws:PrincipalOrgID": "o-exampleorgid"}, "BoolIfExists": {"aws:PrincipalIsAWSService": "false"}}}',
    ),
  ],
};
