import { insertMember } from '../../policy';
import { message } from '../../text/message';
import { identityPolicy } from '../examples';
import { headOf } from '../head';
import { isMisnamed } from '../misnamed';
import { everyKind, type Rule } from '../rule';
import { analyzerCheck } from '../sources';

export const missingEffect: Rule = {
  code: 'missing-effect',
  severity: 'error',
  summary: 'The statement has no Effect',
  why: 'Effect says whether the statement allows or denies. There is no default, and AWS refuses a policy with such a statement.',
  source: analyzerCheck('error', 'missing-effect'),
  kinds: everyKind,
  check(policy, report) {
    for (const statement of policy.statements) {
      if (statement.effect || isMisnamed(statement.unknown, 'Effect')) { continue; }
      const add = (effect: string) => [insertMember(policy.text, statement.node, 'Effect', effect, statement.sid?.property ?? 'first')];
      report({
        at: headOf(statement),
        message: message('The statement has no Effect.'),
        fixes: [
          { title: message('Add "Effect": "Allow"'), edits: add('Allow'), effect: 'widens' },
          { title: message('Add "Effect": "Deny"'), edits: add('Deny'), effect: 'review' },
        ],
      });
    }
  },
  wrong: [
    identityPolicy('{«"Action"»: "kms:ListAliases", "Resource": "*"}'),
    identityPolicy('«{»}', { besides: ['missing-action', 'missing-resource'] }),
  ],
  right: [identityPolicy('{"Effect": "Allow", "Action": "kms:ListAliases", "Resource": "*"}')],
};
