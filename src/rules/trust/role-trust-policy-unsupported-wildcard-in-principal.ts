import { message } from '../../text/message';
import { policyOf } from '../examples';
import type { Rule } from '../rule';
import { analyzerCheck } from '../facts';

export const roleTrustPolicyUnsupportedWildcardInPrincipal: Rule = {
  code: 'role-trust-policy-unsupported-wildcard-in-principal',
  severity: 'error',
  summary: 'A trust policy cannot trust "Principal": "*"',
  why: 'A role trusts named principals. With "*" anybody in any account could assume it, and IAM Access Analyzer refuses the bare form.',
  source: analyzerCheck('error', 'role-trust-policy-unsupported-wildcard-in-principal'),
  kinds: ['trust'],
  check(policy, report) {
    for (const { effect, principal } of policy.statements) {
      const star = principal?.value.star;
      if (star?.value === '*' && effect?.value?.value !== 'Deny') {
        report({ at: star, message: message('A trust policy names whom it trusts; "*" is not supported.') });
      }
    }
  },
  noFix: 'Whom the role should trust only the author knows.',
  wrong: [policyOf('trust', '{"Effect": "Allow", "Principal": «"*"», "Action": "sts:AssumeRole"}')],
  right: [
    policyOf(
      'trust',
      '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": "sts:AssumeRole"}',
    ),
  ],
};
