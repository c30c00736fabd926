import { asCode, message } from '../../text/message';
import { identityPolicy } from '../examples';
import { everyKind, type Rule } from '../rule';
import { analyzerCheck } from '../facts';
import { checkValues } from './value-types';

export const typeMismatchString: Rule = {
  code: 'type-mismatch-string',
  severity: 'warning',
  summary: 'The value is no Base64',
  why: 'BinaryEquals compares bytes, which the policy writes in Base64. Any other value never matches.',
  source: analyzerCheck('general-warning', 'type-mismatch-string'),
  kinds: everyKind,
  check(policy, report) {
    checkValues(policy, report, {
      family: 'Binary',
      fits: v => /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(v),
      text: value => message('{value} is no Base64.', { value: asCode(JSON.stringify(value)) }),
    });
  },
  noFix: 'Which bytes are meant cannot be told.',
  wrong: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "*", "Condition": {"BinaryEquals": {"aws:PrincipalTag/hash": «"no base64!"»}}}',
      { besides: ['type-mismatch'] },
    ),
  ],
  right: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "*", "Condition": {"BinaryEquals": {"aws:PrincipalTag/hash": "QmluYXJ5"}}}',
      { besides: ['type-mismatch'] },
    ),
  ],
};
