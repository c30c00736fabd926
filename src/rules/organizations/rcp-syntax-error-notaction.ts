import { message } from '../../text/message';
import { policyOf } from '../examples';
import type { Rule } from '../rule';
import { analyzerCheck } from '../facts';

export const rcpSyntaxErrorNotaction: Rule = {
  code: 'rcp-syntax-error-notaction',
  severity: 'error',
  summary: 'A resource control policy has no NotAction',
  why: 'Resource control policies list the actions they deny; NotAction is not supported.',
  source: analyzerCheck('error', 'rcp-syntax-error-notaction'),
  kinds: ['rcp'],
  check(policy, report) {
    for (const { notAction } of policy.statements) {
      if (notAction) {
        report({
          at: notAction.key,
          message: message('A resource control policy has no NotAction: list the actions.'),
        });
      }
    }
  },
  noFix: 'Which actions are meant only the author knows.',
  wrong: [policyOf('rcp', '{"Effect": "Deny", "Principal": "*", «"NotAction"»: "kms:Decrypt", "Resource": "*"}')],
  right: [policyOf('rcp', '{"Effect": "Deny", "Principal": "*", "Action": "kms:Decrypt", "Resource": "*"}')],
};
