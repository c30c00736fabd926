import { message } from '../../text/message';
import { identityPolicy } from '../examples';
import { everyKind, type Rule } from '../rule';
import { analyzerCheck } from '../facts';
import { checkEmptyValues } from './empty-values';

export const emptyArrayCondition: Rule = {
  code: 'empty-array-condition',
  severity: 'information',
  summary: 'A condition key has no values',
  why: 'With an empty list of values a condition key compares with nothing. Write the values, or take the key out.',
  source: analyzerCheck('suggestion', 'empty-array-condition'),
  kinds: everyKind,
  check(policy, report) {
    checkEmptyValues(policy, report, {
      of: ({ qualifier, ifExists }) => qualifier === undefined && !ifExists,
      text: message('The condition key has no values.'),
      effect: 'widens',
    });
  },
  wrong: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "*", "Condition": {"StringEquals": {«"aws:PrincipalTag/team"»: []}}}',
    ),
  ],
  right: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "*", "Condition": {"StringEquals": {"aws:PrincipalTag/team": ["red"]}}}',
    ),
  ],
};
