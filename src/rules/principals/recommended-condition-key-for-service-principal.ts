import { asName, message } from '../../text/message';
import { keyPolicy } from '../examples';
import type { Rule } from '../rule';
import { analyzerCheck } from '../facts';
import { unrestrictedServiceStatements, weakKeys } from './service-principals';

export const recommendedConditionKeyForServicePrincipal: Rule = {
  code: 'recommended-condition-key-for-service-principal',
  severity: 'information',
  summary: 'A service principal is restricted by a weak key',
  why: 'For a service that acts on your behalf aws:SourceArn, aws:SourceAccount, aws:SourceOrgID and aws:SourceOrgPaths say for whom; keys such as aws:Referer or aws:SourceIp are absent on its requests or can be forged.',
  source: analyzerCheck('suggestion', 'recommended-condition-key-for-service-principal'),
  kinds: ['key', 'resource'],
  check(policy, report) {
    const statements = new Set(unrestrictedServiceStatements(policy).map(s => s.statement));
    for (const { statement, key, lower } of policy.conditions) {
      if (!statements.has(statement) || !weakKeys.includes(lower)) {
        continue;
      }
      report({
        at: key.key,
        message: message('For a service principal use aws:SourceArn or aws:SourceAccount instead of {key}.', {
          key: asName(key.name),
        }),
      });
    }
  },
  noFix: 'Which resource or account the service acts for must be known, and the old test may still be wanted.',
  wrong: [
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"Service": "ses.amazonaws.com"}, "Action": "kms:GenerateDataKey*", "Resource": "*", "Condition": {"IpAddress": {«"aws:SourceIp"»: "203.0.113.0/24"}}}',
    ),
  ],
  right: [
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"Service": "ses.amazonaws.com"}, "Action": "kms:GenerateDataKey*", "Resource": "*", "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}}}',
    ),
  ],
};
