import { setValue } from '../../policy';
import { asCode, message } from '../../text/message';
import { policyOf } from '../examples';
import type { Rule } from '../rule';
import { analyzerCheck } from '../facts';

export const rcpSyntaxErrorPrincipal: Rule = {
  code: 'rcp-syntax-error-principal',
  severity: 'error',
  summary: 'A resource control policy is about everybody',
  why: 'The Principal of a resource control policy is "*" and nothing else. To exempt some, use a condition on aws:PrincipalArn.',
  source: analyzerCheck('error', 'rcp-syntax-error-principal'),
  kinds: ['rcp'],
  check(policy, report) {
    for (const { principal, notPrincipal } of policy.statements) {
      if (notPrincipal) {
        report({ at: notPrincipal.key, message: message('A resource control policy has no NotPrincipal.') });
      }
      const node = principal?.node;
      // A string that is not "*" is malformed anyway, which is a finding of its own.
      if (node === undefined || node.type !== 'object' || !principal?.value.complete) {
        continue;
      }
      report({
        at: node,
        message: message('The Principal of a resource control policy is "*".'),
        fixes: [
          {
            title: message('Change to {value}', { value: asCode('"*"') }),
            changes: [setValue(node, '*')],
            effect: 'review',
          },
        ],
      });
    }
  },
  wrong: [
    policyOf(
      'rcp',
      '{"Effect": "Deny", "Principal": «{"AWS": "arn:aws:iam::111122223333:role/app"}», "Action": "kms:ScheduleKeyDeletion", "Resource": "*"}',
    ),
  ],
  right: [
    policyOf('rcp', '{"Effect": "Deny", "Principal": "*", "Action": "kms:ScheduleKeyDeletion", "Resource": "*"}'),
  ],
};
