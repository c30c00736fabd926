import { asCode, message } from '../../text/message';
import { policyOf } from '../examples';
import { analyzerCheck, effectOfRepair, removeMember } from '../facts';
import type { Rule } from '../rule';

export const roleTrustPolicySyntaxErrorResource: Rule = {
  code: 'role-trust-policy-syntax-error-resource',
  severity: 'error',
  summary: 'A trust policy has no Resource',
  why: 'A trust policy is about the role it is attached to. IAM refuses a Resource in it.',
  source: analyzerCheck('error', 'role-trust-policy-syntax-error-resource'),
  kinds: ['trust'],
  check(policy, report) {
    for (const statement of policy.statements) {
      for (const element of [statement.resource, statement.notResource].flatMap(e => e ?? [])) {
        report({
          at: element.key,
          message: message('A trust policy has no {element}: it is about its own role.', {
            element: asCode(element.name),
          }),
          fixes: [removeMember(element, effectOfRepair({ statement }))],
        });
      }
    }
  },
  wrong: [
    policyOf(
      'trust',
      '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": "sts:AssumeRole", «"Resource"»: "*"}',
    ),
  ],
  right: [
    policyOf(
      'trust',
      '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": "sts:AssumeRole"}',
    ),
  ],
};
