import { message } from '../../text/message';
import { identityPolicy } from '../examples';
import { analyzerCheck, removeMember } from '../facts';
import { everyKind, type Rule } from '../rule';

export const emptySidValue: Rule = {
  code: 'empty-sid-value',
  severity: 'information',
  summary: 'The Sid is empty',
  why: 'An empty Sid names nothing. Leave it out or write what the statement is for.',
  source: analyzerCheck('suggestion', 'empty-sid-value'),
  kinds: everyKind,
  check(policy, report) {
    for (const { sid } of policy.statements) {
      if (sid?.value?.known && sid.value.value === '') {
        report({ at: sid.value, message: message('The Sid is empty.'), fixes: [removeMember(sid, 'safe')] });
      }
    }
  },
  wrong: [identityPolicy('{"Sid": «""», "Effect": "Allow", "Action": "kms:ListAliases", "Resource": "*"}')],
  right: [identityPolicy('{"Effect": "Allow", "Action": "kms:ListAliases", "Resource": "*"}')],
};
