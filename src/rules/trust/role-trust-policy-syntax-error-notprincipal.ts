import { message } from '../../text/message';
import { policyOf } from '../examples';
import type { Rule } from '../rule';
import { analyzerCheck } from '../facts';

export const roleTrustPolicySyntaxErrorNotprincipal: Rule = {
  code: 'role-trust-policy-syntax-error-notprincipal',
  severity: 'error',
  summary: 'A trust policy has no NotPrincipal',
  why: 'A role trusts the principals its trust policy names. NotPrincipal is not supported there.',
  source: analyzerCheck('error', 'role-trust-policy-syntax-error-notprincipal'),
  kinds: ['trust'],
  check(policy, report) {
    for (const { notPrincipal } of policy.statements) {
      if (notPrincipal) {
        report({
          at: notPrincipal.key,
          message: message('A trust policy names whom it trusts in Principal; NotPrincipal is not supported.'),
        });
      }
    }
  },
  noFix: 'Whom the role should trust only the author knows.',
  wrong: [
    policyOf(
      'trust',
      '{"Effect": "Deny", «"NotPrincipal"»: {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": "sts:AssumeRole"}',
    ),
  ],
  right: [
    policyOf(
      'trust',
      '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": "sts:AssumeRole"}',
    ),
  ],
};
