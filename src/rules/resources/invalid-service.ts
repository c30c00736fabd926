import { asCode, message } from '../../text/message';
import { identityPolicy } from '../examples';
import {
  analyzerCheck,
  arnPatterns,
  changeTo,
  effectOfRepair,
  nearest,
  resourceArns,
  serviceExists,
  withField,
} from '../facts';
import type { Rule } from '../rule';

export const invalidService: Rule = {
  code: 'invalid-service',
  severity: 'error',
  summary: 'The ARN is of no known service',
  why: 'The third field of an ARN is the service that owns the resource. With a service that does not exist the ARN matches nothing.',
  source: analyzerCheck('error', 'invalid-service'),
  kinds: ['identity', 'resource', 'scp', 'rcp', 'unknown'],
  needs: 'services',
  check(policy, report) {
    const { services } = policy.known;
    for (const arn of resourceArns(policy)) {
      const { service, string } = arn;
      const lower = service.text.toLowerCase();
      if (services === undefined || arn.count < 6 || service.open || lower !== service.text) {
        continue;
      }
      if (serviceExists(policy, lower) !== false || arnPatterns(services, lower)) {
        continue;
      }
      const meant = nearest(lower, services.prefixes);
      const fixed = meant === undefined ? undefined : withField(arn, 2, meant);
      report({
        at: string,
        message:
          meant === undefined
            ? message('There is no service {service}.', { service: asCode(JSON.stringify(service.text)) })
            : message('There is no service {service}. Did you mean {meant}?', {
                service: asCode(JSON.stringify(service.text)),
                meant: asCode(meant),
              }),
        fixes: fixed === undefined ? [] : changeTo(string, fixed, effectOfRepair(arn)),
      });
    }
  },
  mayReveal: [
    'invalid-arn-resource',
    'missing-arn-region',
    'missing-arn-account',
    'arn-region-not-allowed',
    'arn-account-not-allowed',
  ],
  wrong: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "dynamodb:GetItem", "Resource": «"arn:aws:dynamdb:eu-west-1:111122223333:table/example"»}',
    ),
  ],
  right: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "dynamodb:GetItem", "Resource": "arn:aws:dynamodb:eu-west-1:111122223333:table/example"}',
    ),
  ],
};
