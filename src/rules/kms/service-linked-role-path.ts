import { message } from '../../text/message';
import { keyPolicy } from '../examples';
import type { FixQuestion, Rule } from '../rule';
import { effectOfMore, principalsOf, replaceWith } from '../facts';

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
        if (principal.kind !== 'role' || principal.path !== '/' || !principal.name.startsWith('AWSServiceRoleFor')) {
          continue;
        }
        const service = serviceOf(principal.name);
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
            { role: principal.name },
          ),
          fixes: [
            {
              title:
                service === undefined
                  ? message("Insert the service's path")
                  : message('Insert aws-service-role/{service}.amazonaws.com/', { service }),
              edits: replaceWith(
                policy,
                string.node,
                `arn:${principal.partition}:iam::${principal.account}:role/aws-service-role/${service ?? ask.token}.amazonaws.com/${principal.name}`,
              ),
              effect: effectOfMore(statement),
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

// Services whose service-linked role a key policy may have to name. A custom suffix follows an underscore.
const services: Readonly<Record<string, string>> = {
  AutoScaling: 'autoscaling',
  RDS: 'rds',
  AmazonEKS: 'eks',
  AmazonEKSNodegroup: 'eks-nodegroup',
  AmazonElasticFileSystem: 'elasticfilesystem',
  AmazonOpenSearchService: 'opensearchservice',
  AmazonElasticsearchService: 'es',
  EC2Spot: 'spot',
  EC2SpotFleet: 'spotfleet',
  ECS: 'ecs',
  ElastiCache: 'elasticache',
  Redshift: 'redshift',
  Backup: 'backup',
  CloudTrail: 'cloudtrail',
  Config: 'config',
  AmazonGuardDuty: 'guardduty',
  AmazonMacie: 'macie',
  Organizations: 'organizations',
  SSO: 'sso',
  Kafka: 'kafka',
  AmazonFSx: 'fsx',
  AWSLicenseManagerRole: 'license-manager',
};

function serviceOf(role: string): string | undefined {
  return services[role.slice('AWSServiceRoleFor'.length).split('_')[0] ?? ''];
}
