/** For each use of `services.json`, the statements of a key policy that let it work. What is allowed comes from there; who and when stands here. */
import { kmsOperation, type ServiceUse } from '../../reference';
import type { StatementTemplate } from './template';

type Condition = NonNullable<StatementTemplate['Condition']>;
type Principal = NonNullable<StatementTemplate['Principal']>;
type Statements = (use: ServiceUse) => readonly StatementTemplate[];

const account: Condition = { StringEquals: { 'aws:SourceAccount': '{account}' } };
const grantForService: Condition = { Bool: { 'kms:GrantIsForAWSResource': 'true' } };
const role = { AWS: 'arn:{partition}:iam::{account}:role/{role}' };

/**
 * A role or user that uses the key through a service: the service forwards its permissions, and `kms:ViaService` keeps it to that way.
 * @param services the beginnings of the names in `kms:ViaService`; none where some of the calls go to KMS directly
 * @param anyGrant the service's grants do not count as its own: `kms:GrantIsForAWSResource` would stop them
 */
function through(services: readonly string[], { anyGrant = false } = {}): Statements {
  const names = services.map(name => `${name}.{region}.amazonaws.com`);
  const via = names.length === 0 ? {} : { StringEquals: { 'kms:ViaService': one(names) } };
  return use => [
    ...statement(`Allow use by ${shortName(use)}`, role, uses(use), via),
    ...statement(
      `Allow grants by ${shortName(use)}`,
      role,
      grants(use),
      anyGrant ? via : { ...via, ...grantForService },
    ),
  ];
}

/** A service that calls KMS as itself: its principal, and what tells this account's use of it from another's. */
function asItself(service: string, condition: Condition): Statements {
  return use => statement(`Allow ${shortName(use)}`, { Service: service }, uses(use), condition);
}

function from(source: string): Condition {
  return { ...account, ArnLike: { 'aws:SourceArn': source } };
}

/** Service-linked roles cannot be given IAM policies: the key policy has to name them. */
function linkedRole(service: string, name: string): Principal {
  return { AWS: `arn:{partition}:iam::{account}:role/aws-service-role/${service}/${name}` };
}

function statement(
  sid: string,
  principal: Principal,
  actions: readonly string[],
  condition: Condition,
): readonly StatementTemplate[] {
  return actions.length === 0
    ? []
    : [
        {
          Sid: sid,
          Effect: 'Allow',
          Principal: principal,
          Action: one(actions),
          Resource: '*',
          ...(Object.keys(condition).length > 0 && { Condition: condition }),
        },
      ];
}

/** What the service is called in a Sid. */
function shortName({ service }: ServiceUse): string {
  return service
    .replace(/\(.*?\)| with .*/g, '')
    .replace(/^(Amazon|AWS) /, '')
    .replace(/ \/.*/, '')
    .replace(/[^\w ]/g, '')
    .trim();
}

function one(list: readonly string[]): string | readonly string[] {
  return list.length === 1 ? (list[0] ?? '') : list;
}

/** Everything the service's use needs but grants; without what a key policy cannot give, and what only the console asks for. */
function uses({ actions }: ServiceUse, ...groups: readonly (keyof ServiceUse['actions'])[]): string[] {
  const wanted = groups.length === 0 ? (['read', 'write', 'setup'] as const) : groups;
  const all = wanted
    .flatMap(group => actions[group] ?? [])
    .filter(a => !/console|IAM policy only|readers?\b|reads/.test(a.remark ?? ''));
  return [...new Set(all.map(a => a.action))].filter(
    a => a !== 'kms:CreateGrant' && a !== 'kms:List*' && kmsOperation(a)?.policyType !== 'IAM policy',
  );
}

function grants({ actions }: ServiceUse): string[] {
  return Object.values(actions)
    .flat()
    .some(a => a.action === 'kms:CreateGrant')
    ? ['kms:CreateGrant']
    : [];
}

const encryptionContext = 'kms:EncryptionContext:';

/** By the id in `services.json`. */
export const serviceStatements: Readonly<Record<string, Statements>> = {
  s3: through(['s3']),
  's3-inventory': asItself('s3.amazonaws.com', from('arn:{partition}:s3:::{any}')),
  's3-notifications': asItself('s3.amazonaws.com', from('arn:{partition}:s3:::{any}')),
  's3-replication': through(['s3']),
  ebs: through(['ec2']),
  'ec2-autoscaling': use => [
    ...statement(
      'Allow use by Auto Scaling',
      linkedRole('autoscaling.amazonaws.com', 'AWSServiceRoleForAutoScaling'),
      uses(use),
      {},
    ),
    ...statement(
      'Allow grants for volumes',
      linkedRole('autoscaling.amazonaws.com', 'AWSServiceRoleForAutoScaling'),
      grants(use),
      grantForService,
    ),
  ],
  rds: through(['rds']),
  lambda: through(['lambda']),
  secretsmanager: through(['secretsmanager']),
  'ssm-parameter': through(['ssm']),
  'ssm-session': through([]),
  sqs: through(['sqs']),
  'sqs-event-sources': asItself('{sender}.amazonaws.com', from('arn:{partition}:{sender}:{any}:{any}:{any}')),
  // EventBridge's calls for an encrypted topic carry no source keys: with them every event would be lost (Amazon SNS Developer Guide, "Key management").
  sns: use => [
    ...through(['sns'])(use),
    ...statement(
      'Allow CloudWatch alarms',
      { Service: 'cloudwatch.amazonaws.com' },
      uses(use),
      from('arn:{partition}:cloudwatch:{region}:{account}:alarm:{any}'),
    ),
  ],
  'cloudwatch-logs': use =>
    statement('Allow CloudWatch Logs', { Service: 'logs.{region}.amazonaws.com' }, uses(use), {
      ArnLike: { [`${encryptionContext}aws:logs:arn`]: 'arn:{partition}:logs:{region}:{account}:{any}' },
    }),
  cloudtrail: use => [
    ...statement(
      'Allow CloudTrail to encrypt logs',
      { Service: 'cloudtrail.amazonaws.com' },
      uses(use, 'write').filter(a => a !== 'kms:DescribeKey'),
      {
        ArnLike: { 'aws:SourceArn': 'arn:{partition}:cloudtrail:{region}:{account}:trail/{any}' },
        StringLike: { [`${encryptionContext}aws:cloudtrail:arn`]: 'arn:{partition}:cloudtrail:*:{account}:trail/*' },
      },
    ),
    ...statement(
      'Allow CloudTrail to describe the key',
      { Service: 'cloudtrail.amazonaws.com' },
      ['kms:DescribeKey'],
      {},
    ),
    ...statement('Allow reading the logs', role, ['kms:Decrypt'], {
      StringLike: { [`${encryptionContext}aws:cloudtrail:arn`]: 'arn:{partition}:cloudtrail:*:{account}:trail/*' },
    }),
  ],
  eventbridge: asItself('events.amazonaws.com', from('arn:{partition}:events:{region}:{account}:event-bus/{any}')),
  dynamodb: through(['dynamodb']),
  kinesis: through(['kinesis']),
  firehose: through(['s3', 'firehose']),
  efs: through(['elasticfilesystem']),
  // Amazon EKS User Guide, "Encrypt Kubernetes secrets with KMS": kms:GrantIsForAWSResource is not supported there.
  eks: through(['eks'], { anyGrant: true }),
  ecr: through(['ecr']),
  codepipeline: through(['s3']),
  codebuild: through(['s3']),
  glue: through(['glue']),
  redshift: through(['redshift']),
  backup: through([]),
  config: asItself('config.amazonaws.com', from('arn:{partition}:config:{region}:{account}:{any}')),
  ses: asItself('ses.amazonaws.com', {
    StringEquals: { 'aws:SourceAccount': '{account}', [`${encryptionContext}aws:ses:source-account`]: '{account}' },
    Null: { [`${encryptionContext}aws:ses:rule-name`]: 'false', [`${encryptionContext}aws:ses:message-id`]: 'false' },
  }),
  stepfunctions: through(['states']),
  // AWS's example has no source key on CreateGrant, so it must do no harm when the request carries none.
  'route53-dnssec': use => [
    ...asItself('dnssec-route53.amazonaws.com', from('arn:{partition}:route53:::hostedzone/{any}'))(use),
    ...statement('Allow grants for signing', { Service: 'dnssec-route53.amazonaws.com' }, grants(use), {
      ...grantForService,
      StringEqualsIfExists: { 'aws:SourceAccount': '{account}' },
    }),
  ],
  'cloudfront-oac': use =>
    statement('Allow CloudFront', { Service: 'cloudfront.amazonaws.com' }, uses(use), {
      ArnLike: { 'aws:SourceArn': 'arn:{partition}:cloudfront::{account}:distribution/{any}' },
    }),
  'log-delivery': asItself('delivery.logs.amazonaws.com', from('arn:{partition}:logs:{region}:{account}:{any}')),
  guardduty: asItself('guardduty.amazonaws.com', from('arn:{partition}:guardduty:{region}:{account}:detector/{any}')),
  macie: use => [
    ...statement(
      'Allow Macie to export findings',
      { Service: 'macie.amazonaws.com' },
      uses(use, 'write'),
      from('arn:{partition}:macie2:{region}:{account}:{any}'),
    ),
    ...statement(
      'Allow Macie to read objects',
      linkedRole('macie.amazonaws.com', 'AWSServiceRoleForAmazonMacie'),
      uses(use, 'read'),
      {},
    ),
  ],
  athena: through(['s3', 'athena']),
  sagemaker: through([]),
  opensearch: through(['es']),
  elasticache: through(['elasticache', 'dax', 'memorydb']),
  fsx: through(['fsx']),
  workspaces: through(['workspaces']),
  emr: through([]),
  ecs: through(['secretsmanager', 'ssm']),
  'identity-center': through(['sso', 'identitystore']),
  msk: through(['kafka']),
  cloudformation: through([]),
};
