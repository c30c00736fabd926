import { asCode, message } from '../../text/message';
import { identityPolicy } from '../examples';
import { analyzerCheck, changeTo, effectOfRepair, resourceArns, withField } from '../facts';
import type { Rule } from '../rule';

export const invalidArnServiceCase: Rule = {
  code: 'invalid-arn-service-case',
  severity: 'error',
  summary: 'The service of the ARN has capital letters',
  why: 'ARNs are compared letter by letter, and services are written in lower case in them.',
  source: analyzerCheck('error', 'invalid-arn-service-case'),
  kinds: ['identity', 'resource', 'scp', 'rcp', 'unknown'],
  check(policy, report) {
    for (const arn of resourceArns(policy)) {
      const lower = arn.service.text.toLowerCase();
      if (arn.count < 6 || lower === arn.service.text) {
        continue;
      }
      const fixed = withField(arn, 2, lower);
      report({
        at: arn.string,
        message: message('The service in an ARN is written in lower case: {service}.', { service: asCode(lower) }),
        fixes: fixed === undefined ? [] : changeTo(arn.string, fixed, effectOfRepair(arn)),
      });
    }
  },
  mayReveal: ['invalid-arn-resource', 'invalid-service', 'arn-region-not-allowed', 'arn-account-not-allowed'],
  wrong: [identityPolicy('{"Effect": "Deny", "Action": "s3:GetObject", "Resource": «"arn:aws:S3:::example/*"»}')],
  right: [identityPolicy('{"Effect": "Deny", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::example/*"}')],
};
