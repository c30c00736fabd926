import { message } from '../../text/message';
import { identityPolicy } from '../examples';
import { analyzerCheck, removeMember, effectOfMore, wholeOf } from '../facts';
import { everyKind, type Rule } from '../rule';
import { loneWildcards } from './lone-wildcards';

export const redundantKeyDueToWildcardInCondition: Rule = {
  code: 'redundant-key-due-to-wildcard-in-condition',
  severity: 'information',
  summary: 'The condition is always true',
  why: 'A lone * fits every value, and with IfExists or ForAllValues the absent key passes too: the condition tests nothing.',
  source: analyzerCheck('suggestion', 'redundant-key-due-to-wildcard-in-condition'),
  kinds: everyKind,
  check(policy, report) {
    for (const { use, means } of loneWildcards(policy)) {
      if (means !== 'always') {
        continue;
      }
      report({
        at: use.key.key,
        tag: 'unnecessary',
        message: message('This condition is always true.'),
        fixes: [removeMember(wholeOf(use), use.family === 'String' ? 'safe' : effectOfMore(use.statement))],
      });
    }
  },
  wrong: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "*", "Condition": {"StringLikeIfExists": {«"aws:PrincipalTag/team"»: "*"}}}',
    ),
  ],
  right: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "*", "Condition": {"StringLikeIfExists": {"aws:PrincipalTag/team": "red*"}}}',
    ),
  ],
};
