import { asCode, message } from '../../text/message';
import { policyOf } from '../examples';
import { analyzerCheck, effectOfRepair, removeMember } from '../facts';
import type { Rule } from '../rule';

export const scpSyntaxErrorPrincipal: Rule = {
  code: 'scp-syntax-error-principal',
  severity: 'error',
  summary: 'A service control policy names no principal',
  why: 'A service control policy holds for every identity of the accounts it is attached to. To exempt some, use a condition on aws:PrincipalArn.',
  source: analyzerCheck('error', 'scp-syntax-error-principal'),
  kinds: ['scp'],
  check(policy, report) {
    for (const statement of policy.statements) {
      for (const element of [statement.principal, statement.notPrincipal].flatMap(e => e ?? [])) {
        report({
          at: element.key,
          message: message('A service control policy has no {element}.', { element: asCode(element.name) }),
          fixes: [removeMember(element, effectOfRepair({ statement }))],
        });
      }
    }
  },
  wrong: [
    policyOf('scp', '{"Effect": "Deny", «"Principal"»: "*", "Action": "kms:ScheduleKeyDeletion", "Resource": "*"}'),
  ],
  right: [policyOf('scp', '{"Effect": "Deny", "Action": "kms:ScheduleKeyDeletion", "Resource": "*"}')],
};
