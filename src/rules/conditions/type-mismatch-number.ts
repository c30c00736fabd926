import { asCode, message } from '../../text/message';
import { identityPolicy } from '../examples';
import { everyKind, type Rule } from '../rule';
import { analyzerCheck } from '../facts';
import { checkValues } from './value-types';

export const typeMismatchNumber: Rule = {
  code: 'type-mismatch-number',
  severity: 'warning',
  summary: 'The value is no number',
  why: 'A Numeric operator compares numbers. A value that is none never matches.',
  source: analyzerCheck('general-warning', 'type-mismatch-number'),
  kinds: everyKind,
  check(policy, report) {
    checkValues(policy, report, {
      family: 'Numeric',
      fits: v => /^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(v),
      text: value => message('{value} is no number.', { value: asCode(JSON.stringify(value)) }),
    });
  },
  noFix: 'Which number is meant cannot be told.',
  wrong: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "s3:ListBucket", "Resource": "*", "Condition": {"NumericLessThan": {"s3:max-keys": «"ten"»}}}',
    ),
  ],
  right: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "s3:ListBucket", "Resource": "*", "Condition": {"NumericLessThan": {"s3:max-keys": "10"}}}',
    ),
  ],
};
