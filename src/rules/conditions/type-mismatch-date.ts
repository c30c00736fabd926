import { asCode, message } from '../../text/message';
import { identityPolicy } from '../examples';
import { everyKind, type Rule } from '../rule';
import { analyzerCheck } from '../facts';
import { isEpoch, isIsoDate } from './dates';
import { checkValues } from './value-types';

export const typeMismatchDate: Rule = {
  code: 'type-mismatch-date',
  severity: 'warning',
  summary: 'The value is no date',
  why: 'A Date operator compares dates in the ISO 8601 form, such as 2026-12-31 or 2026-12-31T23:59:59Z. Any other value never matches.',
  source: analyzerCheck('general-warning', 'type-mismatch-date'),
  kinds: everyKind,
  check(policy, report) {
    checkValues(policy, report, {
      family: 'Date',
      fits: v => isIsoDate(v) || isEpoch(v),
      text: value =>
        message('{value} is no date such as 2026-12-31T23:59:59Z.', { value: asCode(JSON.stringify(value)) }),
    });
  },
  noFix: 'Which date is meant cannot be told safely: 01/02/2026 is two dates.',
  wrong: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "*", "Condition": {"DateGreaterThan": {"aws:CurrentTime": «"31.12.2026"»}}}',
    ),
  ],
  right: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "*", "Condition": {"DateGreaterThan": {"aws:CurrentTime": "2026-12-31T23:59:59Z"}}}',
    ),
  ],
};
