import { asCode, message } from '../../text/message';
import { identityPolicy } from '../examples';
import { analyzerCheck, changeTo, effectOfRepair, nearest } from '../facts';
import { everyKind, type Rule } from '../rule';
import { checkValues } from './value-types';

export const typeMismatchBoolean: Rule = {
  code: 'type-mismatch-boolean',
  severity: 'warning',
  summary: 'The value is neither true nor false',
  why: 'Bool and Null compare with true or false. Any other value never matches.',
  source: analyzerCheck('general-warning', 'type-mismatch-boolean'),
  kinds: everyKind,
  check(policy, report) {
    for (const family of ['Bool', 'Null'] as const) {
      checkValues(policy, report, {
        family,
        fits: v => /^(true|false)$/i.test(v),
        text: (value, { operator }) =>
          message('{operator} compares with true or false, not with {value}.', {
            operator: asCode(operator.name),
            value: asCode(JSON.stringify(value)),
          }),
        fixes: (string, use) => {
          const meant = nearest(string.value.trim(), ['true', 'false']);
          return meant === undefined ? [] : changeTo(string, meant, effectOfRepair(use));
        },
      });
    }
  },
  wrong: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": «"flase"»}}}',
    ),
  ],
  right: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": false}}}',
    ),
  ],
};
