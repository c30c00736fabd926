import { asCode, message } from '../../text/message';
import { identityPolicy } from '../examples';
import { analyzerCheck, removeMember } from '../facts';
import { everyKind, type Rule } from '../rule';

export const emptyObjectCondition: Rule = {
  code: 'empty-object-condition',
  severity: 'information',
  summary: 'The condition is empty',
  why: 'A Condition without operators, or an operator without keys, tests nothing: the statement applies as if it were not there.',
  source: analyzerCheck('suggestion', 'empty-object-condition'),
  kinds: everyKind,
  check(policy, report) {
    for (const { condition } of policy.statements) {
      if (condition?.node?.type !== 'object') {
        continue;
      }
      if (condition.node.children?.length === 0) {
        report({
          at: condition.key,
          tag: 'unnecessary',
          message: message('The condition is empty and tests nothing.'),
          fixes: [removeMember(condition, 'safe')],
        });
        continue;
      }
      for (const operator of condition.value.operators) {
        if (operator.node?.type !== 'object' || operator.node.children?.length !== 0) {
          continue;
        }
        const whole = condition.value.operators.length === 1 ? condition : operator;
        report({
          at: operator.key,
          tag: 'unnecessary',
          message: message('{operator} has no condition key and tests nothing.', { operator: asCode(operator.name) }),
          fixes: [removeMember(whole, 'safe')],
        });
      }
    }
  },
  wrong: [
    identityPolicy('{"Effect": "Allow", "Action": "kms:ListAliases", "Resource": "*", «"Condition"»: {}}'),
    identityPolicy(
      '{"Effect": "Allow", "Action": "kms:ListAliases", "Resource": "*", "Condition": {«"StringEquals"»: {}}}',
    ),
  ],
  right: [identityPolicy('{"Effect": "Allow", "Action": "kms:ListAliases", "Resource": "*"}')],
};
