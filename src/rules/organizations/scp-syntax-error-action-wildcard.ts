import { message } from '../../text/message';
import { policyOf } from '../examples';
import type { Rule } from '../rule';
import { analyzerCheck } from '../facts';

export const scpSyntaxErrorActionWildcard: Rule = {
  code: 'scp-syntax-error-action-wildcard',
  severity: 'error',
  summary: 'A wildcard inside an action of a service control policy',
  why: 'In a service control policy an action may end in a wildcard but not begin with one or hold one in the middle.',
  source: analyzerCheck('error', 'scp-syntax-error-action-wildcard'),
  kinds: ['scp'],
  check(policy, report) {
    for (const { string } of policy.actions) {
      if (string.known && /[*?]./.test(string.value) && !/^\*+$/.test(string.value)) {
        report({
          at: string,
          message: message('In a service control policy a wildcard stands only at the end of an action.'),
        });
      }
    }
  },
  noFix: 'Which actions are meant only the author knows.',
  wrong: [policyOf('scp', '{"Effect": "Deny", "Action": «"kms:*Key"», "Resource": "*"}')],
  right: [policyOf('scp', '{"Effect": "Deny", "Action": ["kms:Schedule*", "iam:*"], "Resource": "*"}')],
};
