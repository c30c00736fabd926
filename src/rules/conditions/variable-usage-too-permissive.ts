import { message } from '../../text/message';
import { keyPolicy } from '../examples';
import { everyKind, type Rule } from '../rule';
import { analyzerCheck, hasEffect } from '../facts';
import { findVariables } from '../variables/find';
import { fixedCharacters, sensitiveKeys } from './sensitive-keys';

// What the caller can choose: tags, names, headers. AWS itself sets the others.
const chosen = /^\s*(aws:(principaltag|requesttag|username|userid|useragent|referer|sourceidentity))/i;

export const variableUsageTooPermissive: Rule = {
  code: 'variable-usage-too-permissive',
  severity: 'error',
  summary: 'A policy variable leaves a border of the account or organization open',
  why: 'A variable whose value the caller can choose works like a wildcard. At least six fixed characters must stand before it.',
  source: analyzerCheck('error', 'variable-usage-too-permissive'),
  kinds: everyKind,
  check(policy, report) {
    for (const { condition, variable, inside, string, offset, length, statement } of findVariables(policy)) {
      if (
        condition === undefined ||
        !variable ||
        !sensitiveKeys.has(condition.lower) ||
        !chosen.test(inside) ||
        condition.negated
      ) {
        continue;
      }
      if (string.value.indexOf('${') >= fixedCharacters || !hasEffect(statement, 'Allow')) {
        continue;
      }
      report({
        at: { offset, length },
        message: message('{count} fixed characters are wanted before the variable.', { count: fixedCharacters }),
      });
    }
  },
  noFix: 'Which account or organization is meant only the author knows.',
  wrong: [
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": "kms:Decrypt", "Resource": "*", "Condition": {"StringLike": {"aws:PrincipalOrgID": "«${aws:PrincipalTag/org}»"}}}',
    ),
  ],
  right: [
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": "kms:Decrypt", "Resource": "*", "Condition": {"StringEquals": {"aws:PrincipalOrgID": "${aws:ResourceOrgID}"}}}',
    ),
  ],
};
