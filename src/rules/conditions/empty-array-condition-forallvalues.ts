import { message } from '../../text/message';
import { keyPolicy } from '../examples';
import { everyKind, type Rule } from '../rule';
import { analyzerCheck } from '../facts';
import { checkEmptyValues } from './empty-values';

export const emptyArrayConditionForallvalues: Rule = {
  code: 'empty-array-condition-forallvalues',
  severity: 'information',
  summary: 'ForAllValues with an empty list',
  why: 'ForAllValues with no values is true only when the key is absent. Say so with Null: "true".',
  source: analyzerCheck('suggestion', 'empty-array-condition-forallvalues'),
  kinds: everyKind,
  check(policy, report) {
    checkEmptyValues(policy, report, {
      of: ({ qualifier }) => qualifier === 'ForAllValues',
      text: message('ForAllValues without values matches only when the key is absent: use Null.'),
      effect: 'widens',
    });
  },
  wrong: [
    keyPolicy(
      '{"Effect": "Deny", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": "kms:Decrypt", "Resource": "*", "Condition": {"ForAllValues:StringEquals": {«"kms:EncryptionContextKeys"»: []}}}',
    ),
  ],
  right: [
    keyPolicy(
      '{"Effect": "Deny", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": "kms:Decrypt", "Resource": "*", "Condition": {"Null": {"kms:EncryptionContextKeys": "true"}}}',
    ),
  ],
};
