import { readOperator } from '../../policy';
import { asCode, message } from '../../text/message';
import { identityPolicy } from '../examples';
import { analyzerCheck, effectOfRepair, operatorsOf, rename } from '../facts';
import { everyKind, type Rule } from '../rule';

export const nullWithQualifier: Rule = {
  code: 'null-with-qualifier',
  severity: 'information',
  summary: 'Null needs neither ForAllValues nor ForAnyValue',
  why: 'Null asks whether a key is there, not for its values. With ForAllValues it is always true, with ForAnyValue always false.',
  source: analyzerCheck('suggestion', 'null-with-qualifier'),
  kinds: everyKind,
  check(policy, report) {
    for (const { statement, operator } of operatorsOf(policy)) {
      const { family, qualifier } = readOperator(operator.name);
      if (family === 'Null' && qualifier !== undefined) {
        report({
          at: operator.key,
          message: message('{operator} does not ask whether the key is there: write Null.', {
            operator: asCode(operator.name),
          }),
          fixes: rename(operator, 'Null', effectOfRepair({ statement })),
        });
      }
    }
  },
  wrong: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "*", "Condition": {«"ForAllValues:Null"»: {"aws:TagKeys": "true"}}}',
      { besides: ['unsupported-action-for-condition-key'] },
    ),
  ],
  right: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "*", "Condition": {"Null": {"aws:TokenIssueTime": "true"}}}',
    ),
  ],
};
