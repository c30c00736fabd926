import { message } from '../../text/message';
import { policyOf } from '../examples';
import { analyzerCheck, changeTo } from '../facts';
import type { Rule } from '../rule';

export const rcpSyntaxErrorAllow: Rule = {
  code: 'rcp-syntax-error-allow',
  severity: 'error',
  summary: 'A resource control policy allows nothing by itself',
  why: 'Resource control policies deny. The one Allow there is stands in the policy that AWS attaches: everybody, every action, every resource, no condition.',
  source: analyzerCheck('error', 'rcp-syntax-error-allow'),
  kinds: ['rcp'],
  check(policy, report) {
    for (const { effect, principal, action, resource, condition } of policy.statements) {
      if (effect?.value?.value !== 'Allow') {
        continue;
      }
      const plain =
        principal?.value.star?.value === '*' &&
        !condition &&
        action?.value.strings.every(s => s.value === '*') &&
        resource?.value.strings.every(s => s.value === '*');
      if (!plain) {
        report({
          at: effect.value,
          message: message('A resource control policy only denies.'),
          fixes: changeTo(effect.value, 'Deny', 'review'),
        });
      }
    }
  },
  mayReveal: ['rcp-syntax-error-action'],
  wrong: [policyOf('rcp', '{"Effect": «"Allow"», "Principal": "*", "Action": "kms:Decrypt", "Resource": "*"}')],
  right: [policyOf('rcp', '{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}')],
};
