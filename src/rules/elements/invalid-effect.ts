import { asCode, message } from '../../text/message';
import { identityPolicy } from '../examples';
import { analyzerCheck, changeTo, nearest } from '../facts';
import { everyKind, type Rule } from '../rule';

export const invalidEffect: Rule = {
  code: 'invalid-effect',
  severity: 'error',
  summary: 'Effect is neither Allow nor Deny',
  why: 'Effect has two values, Allow and Deny, written exactly so: capitals count. AWS refuses any other.',
  source: analyzerCheck('error', 'invalid-effect'),
  kinds: everyKind,
  check(policy, report) {
    for (const { effect } of policy.statements) {
      const value = effect?.value;
      if (value === undefined || !value.known || value.value === 'Allow' || value.value === 'Deny') {
        continue;
      }
      const meant = nearest(value.value.trim(), ['Allow', 'Deny']);
      report({
        at: value,
        message: message('Effect is {value}; it must be Allow or Deny.', {
          value: asCode(JSON.stringify(value.value)),
        }),
        fixes:
          meant === undefined
            ? [...changeTo(value, 'Deny', 'review'), ...changeTo(value, 'Allow', 'widens')]
            : changeTo(value, meant, meant === 'Allow' ? 'widens' : 'review'),
      });
    }
  },
  wrong: [
    identityPolicy('{"Effect": «"allow"», "Action": "kms:ListAliases", "Resource": "*"}'),
    identityPolicy('{"Effect": «"Permit"», "Action": "kms:ListAliases", "Resource": "*"}'),
  ],
  right: [identityPolicy('{"Effect": "Deny", "Action": "kms:ListAliases", "Resource": "*"}')],
};
