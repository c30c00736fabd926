import { asCode, message } from '../../text/message';
import { identityPolicy } from '../examples';
import { analyzerCheck, changeAction, nearest, serviceExists } from '../facts';
import { everyKind, type Rule } from '../rule';

export const invalidServiceInAction: Rule = {
  code: 'invalid-service-in-action',
  severity: 'error',
  summary: 'There is no such service',
  why: 'The part of an action before the colon is the prefix of a service. With a prefix that no service has, the action matches no request.',
  source: analyzerCheck('error', 'invalid-service-in-action'),
  kinds: everyKind,
  needs: 'services',
  check(policy, report) {
    for (const use of policy.actions) {
      const { string, service } = use;
      if (
        !string.known ||
        service === '' ||
        /[*?$]/.test(service) ||
        serviceExists(policy, service) !== false ||
        isPlaceholder(service)
      ) {
        continue;
      }
      const meant = nearest(service, policy.known.services?.prefixes ?? []);
      report({
        at: string,
        // The service may be newer than the data.
        ...(meant === undefined ? { severity: 'warning' } : {}),
        message:
          meant === undefined
            ? message('No service has the prefix {service}.', { service: asCode(service) })
            : message('No service has the prefix {service}. Did you mean {meant}?', {
                service: asCode(service),
                meant: asCode(meant),
              }),
        fixes: meant === undefined ? [] : changeAction(use, meant + string.value.slice(service.length)),
      });
    }
  },
  mayReveal: ['invalid-action', 'unsupported-action-in-policy'],
  wrong: [identityPolicy('{"Effect": "Allow", "Action": «"dynamdb:GetItem"», "Resource": "*"}')],
  right: [identityPolicy('{"Effect": "Allow", "Action": "dynamodb:GetItem", "Resource": "*"}')],
};

// As AWS's guides write it: service-prefix:action-name.
function isPlaceholder(service: string): boolean {
  return /^service(-(prefix|name|namespace))?(-?\d+)?$/.test(service);
}
