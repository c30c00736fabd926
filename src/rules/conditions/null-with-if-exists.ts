import { readOperator } from '../../policy';
import { message } from '../../text/message';
import { identityPolicy } from '../examples';
import { analyzerCheck, effectOfRepair, operatorsOf, rename } from '../facts';
import { everyKind, type Rule } from '../rule';

export const nullWithIfExists: Rule = {
  code: 'null-with-if-exists',
  severity: 'error',
  summary: 'Null cannot have IfExists',
  why: 'Null asks whether a key is there; "if it is there" makes no sense behind it, and AWS refuses it.',
  source: analyzerCheck('error', 'null-with-if-exists'),
  kinds: everyKind,
  check(policy, report) {
    for (const { statement, operator } of operatorsOf(policy)) {
      const { family, ifExists } = readOperator(operator.name);
      if (family === 'Null' && ifExists) {
        report({
          at: operator.key,
          message: message('Null cannot have the suffix IfExists.'),
          fixes: rename(operator, 'Null', effectOfRepair({ statement })),
        });
      }
    }
  },
  wrong: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "*", "Condition": {«"NullIfExists"»: {"aws:TokenIssueTime": "true"}}}',
    ),
  ],
  right: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "*", "Condition": {"Null": {"aws:TokenIssueTime": "true"}}}',
    ),
  ],
};
