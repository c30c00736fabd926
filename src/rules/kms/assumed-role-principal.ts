import { isIdentityCenterName, roleArn, setValue } from '../../policy';
import { asCode, asName, message } from '../../text/message';
import { keyPolicy } from '../examples';
import type { Rule } from '../rule';
import { askRegion, principalsOf, effectOfRepair } from '../facts';

export const assumedRolePrincipal: Rule = {
  code: 'assumed-role-principal',
  severity: 'warning',
  summary: 'One session of a role is the principal',
  why: 'The ARN of an assumed-role session, as aws sts get-caller-identity and error messages show it, matches sessions of exactly that name. Usually the role is meant: arn:aws:iam::ACCOUNT:role/PATH/NAME. The session ARN does not show the path of the role, so check it. Predictable session names are sometimes used on purpose.',
  source:
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-role-session',
  kinds: ['key', 'resource'],
  check(policy, report) {
    for (const statement of policy.statements) {
      for (const { string, principal } of principalsOf(statement)) {
        if (principal.kind !== 'assumed-role') {
          continue;
        }
        const { name, session } = principal;
        const identityCenter = isIdentityCenterName(name);
        const ask = askRegion(policy);
        const role = roleArn(principal, identityCenter ? `/aws-reserved/sso.amazonaws.com/${ask.token}/` : '/');
        report({
          at: string,
          message: message('Only sessions named {session} of the role {role} match. Is the role meant?', {
            session: asCode(session),
            role: asName(name),
          }),
          fixes: [
            {
              title: message('Name the role: {role}', { role: asName(role) }),
              changes: [setValue(string.node, role)],
              effect: effectOfRepair({ statement }),
              ...(identityCenter ? { ask } : {}),
            },
          ],
        });
      }
    }
  },
  wrong: [
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": «"arn:aws:sts::111122223333:assumed-role/app/i-0abcd1234"»}, "Action": ["kms:Decrypt", "kms:DescribeKey"], "Resource": "*"}',
    ),
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": [«"arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Admin_0123456789abcdef/alice"»]}, "Action": ["kms:Decrypt", "kms:DescribeKey"], "Resource": "*"}',
    ),
  ],
  right: [
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": ["kms:Decrypt", "kms:DescribeKey"], "Resource": "*"}',
    ),
  ],
};
