import { isServiceLinkedName, roleArn, setValue } from '../../policy';
import { serviceOfLinkedRole } from '../../reference';
import { asCode, asName, message } from '../../text/message';
import { keyPolicy } from '../examples';
import type { FixQuestion, Rule } from '../rule';
import { principalsOf, effectOfRepair } from '../facts';

export const serviceLinkedRolePath: Rule = {
  code: 'service-linked-role-path',
  severity: 'warning',
  summary: 'The service-linked role lacks its path',
  why: 'A service-linked role has the path aws-service-role/SERVICE.amazonaws.com/, which is a part of its ARN. Without it there is no such role, and KMS refuses the policy. The role must exist before the policy is saved.',
  source: 'https://docs.aws.amazon.com/autoscaling/ec2/userguide/key-policy-requirements-EBS-encryption.html',
  kinds: ['key', 'resource'],
  check(policy, report) {
    for (const statement of policy.statements) {
      for (const { string, principal } of principalsOf(statement)) {
        if (principal.kind !== 'role' || principal.path !== '/' || !isServiceLinkedName(principal.name)) {
          continue;
        }
        const service = serviceOfLinkedRole(principal.name);
        const ask: FixQuestion = {
          what: 'text',
          prompt: message("Which service's role is it?"),
          token: '<service>',
          suggestions: ['autoscaling', 'rds', 'eks', 'elasticfilesystem', 'es'],
        };
        report({
          at: string,
          message: message(
            'The ARN of a service-linked role has the path aws-service-role/SERVICE.amazonaws.com/: without it there is no role {role}.',
            { role: asName(principal.name) },
          ),
          fixes: [
            {
              title:
                service === undefined
                  ? message("Insert the service's path")
                  : message('Insert aws-service-role/{service}.amazonaws.com/', { service: asCode(service) }),
              changes: [
                setValue(string.node, roleArn(principal, `/aws-service-role/${service ?? ask.token}.amazonaws.com/`)),
              ],
              effect: effectOfRepair({ statement }),
              ...(service === undefined ? { ask } : {}),
            },
          ],
        });
      }
    }
  },
  wrong: [
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": «"arn:aws:iam::111122223333:role/AWSServiceRoleForAutoScaling"»}, "Action": ["kms:Decrypt", "kms:DescribeKey"], "Resource": "*"}',
    ),
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": [«"arn:aws:iam::111122223333:role/AWSServiceRoleForSomethingNew"»]}, "Action": ["kms:Decrypt", "kms:DescribeKey"], "Resource": "*"}',
    ),
  ],
  right: [
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling_batch"}, "Action": ["kms:Decrypt", "kms:DescribeKey"], "Resource": "*"}',
    ),
  ],
};
