import { message } from '../../text/message';
import { keyPolicy } from '../examples';
import { everyKind, type Rule } from '../rule';
import { analyzerCheck } from '../facts';
import { loneWildcards } from './lone-wildcards';

export const redundantStatementDueToWildcardInCondition: Rule = {
  code: 'redundant-statement-due-to-wildcard-in-condition',
  severity: 'information',
  summary: 'The condition is never true',
  why: 'No value differs from a lone *, and ForAnyValue wants one that does: the condition is never true and the statement does nothing.',
  source: analyzerCheck('suggestion', 'redundant-statement-due-to-wildcard-in-condition'),
  kinds: everyKind,
  check(policy, report) {
    for (const {
      use: { key },
      means,
    } of loneWildcards(policy)) {
      if (means === 'never') {
        report({
          at: key.key,
          tag: 'unnecessary',
          message: message('This condition is never true, so the statement does nothing.'),
        });
      }
    }
  },
  noFix: 'Whether the value or the statement is wrong only the author knows.',
  wrong: [
    keyPolicy(
      '{"Effect": "Deny", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": "kms:Decrypt", "Resource": "*", "Condition": {"ForAnyValue:StringNotLike": {«"kms:EncryptionContextKeys"»: "*"}}}',
    ),
  ],
  right: [
    keyPolicy(
      '{"Effect": "Deny", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": "kms:Decrypt", "Resource": "*", "Condition": {"ForAnyValue:StringNotLike": {"kms:EncryptionContextKeys": "team*"}}}',
    ),
  ],
};
