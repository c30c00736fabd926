import { asCode, message } from '../../text/message';
import { policyOf } from '../examples';
import { analyzerCheck, effectOfRemoving, hasEffect, takeOut } from '../facts';
import type { Rule } from '../rule';

export const rcpSyntaxErrorAction: Rule = {
  code: 'rcp-syntax-error-action',
  severity: 'error',
  summary: 'Resource control policies do not cover this service',
  why: 'Resource control policies protect the resources of certain services only, among them KMS, S3, SQS, STS and Secrets Manager. Every action needs the prefix of one of them.',
  source: analyzerCheck('error', 'rcp-syntax-error-action'),
  kinds: ['rcp'],
  needs: 'services',
  check(policy, report) {
    for (const { string, service, statement, not } of policy.actions) {
      if (not || !string.known || !hasEffect(statement, 'Deny') || policy.known.services?.rcpServices.has(service)) {
        continue;
      }
      report({
        at: string,
        message:
          service === ''
            ? message('An action of a resource control policy begins with the prefix of a service.')
            : message('Resource control policies do not cover {service}.', { service: asCode(service) }),
        fixes: takeOut(string, effectOfRemoving({ statement, not })),
      });
    }
  },
  wrong: [
    policyOf('rcp', '{"Effect": "Deny", "Principal": "*", "Action": ["kms:Decrypt", «"ec2:*"»], "Resource": "*"}'),
  ],
  right: [policyOf('rcp', '{"Effect": "Deny", "Principal": "*", "Action": ["kms:*", "s3:*"], "Resource": "*"}')],
};
