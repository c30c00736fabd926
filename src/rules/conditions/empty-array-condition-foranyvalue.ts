import { message } from '../../text/message';
import { keyPolicy } from '../examples';
import { everyKind, type Rule } from '../rule';
import { analyzerCheck } from '../facts';
import { checkEmptyValues } from './empty-values';

export const emptyArrayConditionForanyvalue: Rule = {
  code: 'empty-array-condition-foranyvalue',
  severity: 'information',
  summary: 'ForAnyValue with an empty list',
  why: 'ForAnyValue with no values never matches, so the statement never applies.',
  source: analyzerCheck('suggestion', 'empty-array-condition-foranyvalue'),
  kinds: everyKind,
  check(policy, report) {
    checkEmptyValues(policy, report, {
      of: ({ qualifier }) => qualifier === 'ForAnyValue',
      text: message('ForAnyValue without values never matches.'),
      effect: 'widens',
    });
  },
  wrong: [
    keyPolicy(
      '{"Effect": "Deny", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": "kms:Decrypt", "Resource": "*", "Condition": {"ForAnyValue:StringEquals": {«"kms:EncryptionContextKeys"»: []}}}',
    ),
  ],
  right: [
    keyPolicy(
      '{"Effect": "Deny", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": "kms:Decrypt", "Resource": "*", "Condition": {"ForAnyValue:StringEquals": {"kms:EncryptionContextKeys": ["team"]}}}',
    ),
  ],
};
