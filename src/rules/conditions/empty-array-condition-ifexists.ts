import { message } from '../../text/message';
import { identityPolicy } from '../examples';
import { everyKind, type Rule } from '../rule';
import { analyzerCheck } from '../facts';
import { checkEmptyValues } from './empty-values';

export const emptyArrayConditionIfexists: Rule = {
  code: 'empty-array-condition-ifexists',
  severity: 'information',
  summary: 'IfExists with an empty list',
  why: 'IfExists with no values is true only when the key is absent. Say so with Null: "true".',
  source: analyzerCheck('suggestion', 'empty-array-condition-ifexists'),
  kinds: everyKind,
  check(policy, report) {
    checkEmptyValues(policy, report, {
      of: ({ qualifier, ifExists }) => qualifier === undefined && ifExists,
      text: message('IfExists without values matches only when the key is absent: use Null.'),
      effect: 'widens',
    });
  },
  wrong: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "*", "Condition": {"StringEqualsIfExists": {«"aws:PrincipalTag/team"»: []}}}',
    ),
  ],
  right: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "*", "Condition": {"Null": {"aws:PrincipalTag/team": "true"}}}',
    ),
  ],
};
