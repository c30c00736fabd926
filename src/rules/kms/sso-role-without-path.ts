import { isIdentityCenterName, roleArn, setValue } from '../../policy';
import { asName, message } from '../../text/message';
import { keyPolicy } from '../examples';
import type { Rule } from '../rule';
import { askRegion, principalsOf, effectOfRepair } from '../facts';

export const ssoRoleWithoutPath: Rule = {
  code: 'sso-role-without-path',
  severity: 'warning',
  summary: 'The Identity Center role lacks its path',
  why: 'Roles that IAM Identity Center makes have the path aws-reserved/sso.amazonaws.com/REGION/ (without the Region when Identity Center is in us-east-1), and the path is a part of the ARN. Without it there is no such role, and KMS refuses the policy.',
  source: 'https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html',
  kinds: ['key', 'resource', 'trust'],
  check(policy, report) {
    for (const statement of policy.statements) {
      for (const { string, principal } of principalsOf(statement)) {
        if (principal.kind !== 'role' || principal.path !== '/' || !isIdentityCenterName(principal.name)) {
          continue;
        }
        const ask = askRegion(policy);
        const withPath = (path: string) => [setValue(string.node, roleArn(principal, `/${path}`))];
        report({
          at: string,
          message: message(
            'The ARN of an Identity Center role has the path aws-reserved/sso.amazonaws.com/REGION/: without it there is no role {role}.',
            { role: asName(principal.name) },
          ),
          fixes: [
            {
              title: message("Insert the path with Identity Center's Region"),
              changes: withPath(`aws-reserved/sso.amazonaws.com/${ask.token}/`),
              effect: effectOfRepair({ statement }),
              ask,
            },
            {
              title: message('Insert the path for Identity Center in us-east-1'),
              changes: withPath('aws-reserved/sso.amazonaws.com/'),
              effect: effectOfRepair({ statement }),
            },
          ],
        });
      }
    }
  },
  wrong: [
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": «"arn:aws:iam::111122223333:role/AWSReservedSSO_Admin_0123456789abcdef"»}, "Action": ["kms:Decrypt", "kms:DescribeKey"], "Resource": "*"}',
    ),
  ],
  right: [
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": ["arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Admin_0123456789abcdef", "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Audit_0123456789abcdef"]}, "Action": ["kms:Decrypt", "kms:DescribeKey"], "Resource": "*"}',
    ),
  ],
};
