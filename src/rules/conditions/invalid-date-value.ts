import { asCode, message } from '../../text/message';
import { identityPolicy } from '../examples';
import { analyzerCheck, changeTo, effectOfRepair } from '../facts';
import { everyKind, type Rule } from '../rule';
import { isEpoch, isIsoDate } from './dates';
import { checkValues } from './value-types';

export const invalidDateValue: Rule = {
  code: 'invalid-date-value',
  severity: 'warning',
  summary: 'A date is given as a number of seconds',
  why: 'AWS takes seconds since 1970 for a date, but people cannot read them, and milliseconds are a date far in the future. Write YYYY-MM-DD.',
  source: analyzerCheck('general-warning', 'invalid-date-value'),
  kinds: everyKind,
  check(policy, report) {
    checkValues(policy, report, {
      family: 'Date',
      fits: v => isIsoDate(v) || !isEpoch(v),
      text: value =>
        message('{value} is a date in seconds: write it as {date}.', {
          value: asCode(value),
          date: asCode(readable(value)),
        }),
      // Milliseconds were read as seconds: the date that was meant is another one.
      fixes: (string, use) =>
        changeTo(string, readable(string.value), isInSeconds(string.value) ? 'safe' : effectOfRepair(use)),
    });
  },
  wrong: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "*", "Condition": {"DateGreaterThan": {"aws:CurrentTime": «"1798761599"»}}}',
    ),
  ],
  right: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "*", "Condition": {"DateGreaterThan": {"aws:CurrentTime": "2026-12-31"}}}',
    ),
  ],
};

function readable(seconds: string): string {
  return new Date(Number(seconds.slice(0, 11)) * 1000).toISOString().replace('.000', '');
}

/** Whether a number of seconds gives a date of at most four digits for the year, as ISO 8601 writes it. */
function isInSeconds(value: string): boolean {
  return value.length <= 11;
}
