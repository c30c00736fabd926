import { asCode, message } from '../../text/message';
import { identityPolicy, policyOf } from '../examples';
import { effectOfRepair, removeMember } from '../facts';
import type { Rule } from '../rule';

export const unsupportedPrincipal: Rule = {
  code: 'unsupported-principal',
  severity: 'error',
  summary: 'An IAM policy names no principal',
  why: 'An identity-based policy is about the user, group or role it is attached to, so it has no Principal; IAM refuses one. If this is a key policy, treat the file as one.',
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html',
  kinds: ['identity'],
  check(policy, report) {
    for (const statement of policy.statements) {
      for (const element of [statement.principal, statement.notPrincipal]) {
        if (element === undefined) {
          continue;
        }
        report({
          at: element.key,
          message: message('An identity-based policy has no {element}: it is about the identity it is attached to.', {
            element: asCode(element.name),
          }),
          fixes: [removeMember(element, effectOfRepair({ statement }))],
        });
      }
    }
  },
  wrong: [
    identityPolicy(
      '{"Effect": "Allow", «"Principal"»: {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": "kms:ListAliases", "Resource": "*"}',
    ),
  ],
  right: [
    identityPolicy('{"Effect": "Allow", "Action": "kms:ListAliases", "Resource": "*"}'),
    policyOf(
      'resource',
      '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::example/*"}',
    ),
  ],
};
