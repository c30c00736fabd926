import { message } from '../../text/message';
import { identityPolicy } from '../examples';
import { everyKind, type Rule } from '../rule';
import { analyzerCheck } from '../facts';

export const wildcardInServiceName: Rule = {
  code: 'wildcard-in-service-name',
  severity: 'information',
  summary: 'The service name has a wildcard',
  why: 'A wildcard in a service prefix also takes in services with similar names, present and future. Name each service.',
  source: analyzerCheck('suggestion', 'wildcard-in-service-name'),
  kinds: everyKind,
  check(policy, report) {
    for (const { string, service } of policy.actions) {
      if (string.known && /[*?]/.test(service)) {
        report({
          at: string,
          message: message('The wildcard in {service} takes in every service with such a name.', { service }),
        });
      }
    }
  },
  noFix: 'Only the author knows which services are meant.',
  wrong: [identityPolicy('{"Effect": "Deny", "Action": «"k*s:Decrypt"», "Resource": "*"}')],
  right: [identityPolicy('{"Effect": "Deny", "Action": "kms:*", "Resource": "*"}')],
};
