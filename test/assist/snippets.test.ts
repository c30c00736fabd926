import assert from 'node:assert/strict';
import { type AccessRequest, decide } from '../../src/access';
import {
  consolePolicy,
  fill,
  type Places,
  policyTemplate,
  type Snippet,
  snippets,
  snippetText,
} from '../../src/assist/snippets';
import { parsePolicy, type PolicyDocument } from '../../src/policy';
import { serviceUses } from '../../src/reference';
import { findingsOf } from '../rules/examples';

const account = '111122223333';
const keyArn = `arn:aws:kms:eu-west-1:${account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const places: Places = { account, region: 'eu-west-1', role: 'app', administrator: 'admin' };
const app = `arn:aws:iam::${account}:role/app`;
const everything = [...snippets, consolePolicy];
const textOf = (snippet: Snippet): string => JSON.stringify(fill(policyTemplate(snippet), places), undefined, 2);

describe('snippets', () => {
  it('cover every service, and each is there once', () => {
    assert.deepEqual(
      snippets.filter(s => s.id.startsWith('service-')).map(s => s.id),
      serviceUses.map(u => `service-${u.id}`),
    );
    assert.equal(new Set(everything.map(s => s.id)).size, everything.length);
  });

  for (const snippet of everything) {
    // Across accounts the other half stands elsewhere, and the hint says so.
    const hints = snippet.id === 'cross-account' ? ['foreign-principal-hint', 'foreign-principal-hint'] : [];
    it(`${snippet.id} has no finding when it is filled in`, () => {
      const text = textOf(snippet);
      assert.deepEqual(
        findingsOf({ kind: snippet.kind, text, keyArn }, text).map(f => f.code),
        hints,
      );
    });
  }

  it('keep tab stops of the same name together and escape what snippets would read', () => {
    const text = snippetText(
      { A: '{account} {region}', B: 'x {account} ${aws:username} } {any} {any}' },
      { region: 'eu-west-1' },
      { step: '' },
    );
    assert.equal(text, '{ "A": "${1:111122223333} eu-west-1", "B": "x ${1} \\${aws:username\\} \\} ${2:*} ${3:*}" \\}');
    assert.equal(
      snippetText({ A: ['{account}'] }, { account: ['1', '2'] }, { step: '  ', bare: true }),
      '"A": ["${1|1,2|}"]',
    );
    assert.equal(
      snippetText({ A: { B: '{account}' } }, {}, { step: '', encode: s => JSON.stringify(s).slice(1, -1) }),
      '{ \\\\"A\\\\": { \\\\"B\\\\": \\\\"${1:111122223333}\\\\" \\} \\}',
    );
  });
});

type Context = Readonly<Record<string, string>>;

/** Who asks for what, and with which request context: each row is decided by the policy that the snippet makes, with IAM policies that allow nothing. */
interface Row {
  readonly who: string;
  readonly actions: string;
  readonly context?: Context;
  readonly allowed?: false;
}

const via = (service: string): Context => ({ 'kms:ViaService': `${service}.eu-west-1.amazonaws.com` });
const source = (arn: string, of = account): Context => ({ 'aws:SourceAccount': of, 'aws:SourceArn': arn });
const granted = (context: Context): Context => ({ ...context, 'kms:GrantIsForAWSResource': 'true' });

/** A role that uses the key through a service, and not otherwise. */
function through(service: string, actions: string, grants?: 'grants'): Row[] {
  return [
    ...(actions === ''
      ? []
      : [
          { who: app, actions, context: via(service) },
          { who: app, actions, allowed: false as const },
          { who: app, actions, context: via('other'), allowed: false as const },
        ]),
    ...(grants === undefined
      ? []
      : [
          { who: app, actions: 'CreateGrant', context: granted(via(service)) },
          { who: app, actions: 'CreateGrant', context: via(service), allowed: false as const },
        ]),
    {
      who: `arn:aws:iam::${account}:role/other`,
      actions: actions === '' ? 'CreateGrant' : actions,
      context: granted(via(service)),
      allowed: false,
    },
  ];
}

/** A service that calls for this account's resource, and not for another's. */
function itself(service: string, actions: string, arn: string, more: Context = {}): Row[] {
  const context = { ...source(arn), ...more };
  return [
    { who: service, actions, context },
    {
      who: service,
      actions,
      context: { ...context, ...source(arn.replace(account, '444455556666'), '444455556666') },
      allowed: false,
    },
    { who: service, actions: 'PutKeyPolicy ScheduleKeyDeletion', context, allowed: false },
    { who: 'lambda.amazonaws.com', actions, context, allowed: false },
  ];
}

const linked = (path: string): string => `arn:aws:iam::${account}:role/aws-service-role/${path}`;
const context = (key: string): string => `kms:EncryptionContext:${key}`;
const trail = `arn:aws:cloudtrail:eu-west-1:${account}:trail/main`;
const group = `arn:aws:logs:eu-west-1:${account}:log-group:app`;
const cryptographic =
  'Encrypt Decrypt ReEncryptFrom ReEncryptTo GenerateDataKey GenerateDataKeyWithoutPlaintext DescribeKey';

const decided: Readonly<Record<string, readonly Row[]>> = {
  root: [
    { who: `arn:aws:iam::${account}:root`, actions: 'PutKeyPolicy Decrypt' },
    { who: app, actions: 'Decrypt', allowed: false },
  ],
  administrators: [
    {
      who: `arn:aws:iam::${account}:role/admin`,
      actions:
        'PutKeyPolicy ScheduleKeyDeletion CancelKeyDeletion TagResource EnableKeyRotation DisableKey GetKeyPolicy ListGrants RevokeGrant CreateAlias CreateGrant',
    },
    { who: `arn:aws:iam::${account}:role/admin`, actions: 'Decrypt Encrypt GenerateDataKey', allowed: false },
  ],
  users: [
    { who: app, actions: cryptographic },
    { who: app, actions: 'CreateGrant', context: { 'kms:GrantIsForAWSResource': 'true' } },
    { who: app, actions: 'CreateGrant PutKeyPolicy ScheduleKeyDeletion', allowed: false },
  ],
  'cross-account': [
    { who: 'arn:aws:iam::444455556666:root', actions: cryptographic },
    { who: 'arn:aws:iam::777788889999:root', actions: 'Decrypt', allowed: false },
    { who: 'arn:aws:iam::444455556666:role/app', actions: 'Decrypt', allowed: false },
  ],
  'decrypt-only': [
    { who: app, actions: 'Decrypt DescribeKey' },
    { who: app, actions: 'Encrypt GenerateDataKey', allowed: false },
  ],
  organization: [
    { who: app, actions: cryptographic, context: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
    { who: app, actions: 'Decrypt', context: { 'aws:PrincipalOrgID': 'o-other12345' }, allowed: false },
    { who: app, actions: 'Decrypt', allowed: false },
  ],
  'encryption-context': [
    { who: app, actions: 'Decrypt GenerateDataKey', context: { [context('purpose')]: 'orders' } },
    { who: app, actions: 'Decrypt', context: { [context('purpose')]: 'other' }, allowed: false },
    { who: app, actions: 'Decrypt', allowed: false },
  ],
  sign: [
    { who: app, actions: 'Sign Verify GetPublicKey DescribeKey' },
    { who: app, actions: 'Decrypt', allowed: false },
  ],
  mac: [
    { who: app, actions: 'GenerateMac VerifyMac' },
    { who: app, actions: 'Sign', allowed: false },
  ],
  console: [
    { who: `arn:aws:iam::${account}:role/admin`, actions: 'PutKeyPolicy' },
    { who: app, actions: cryptographic },
    { who: app, actions: 'PutKeyPolicy', allowed: false },
  ],
  'service-s3': through('s3', 'Decrypt GenerateDataKey'),
  'service-s3-inventory': itself('s3.amazonaws.com', 'GenerateDataKey', 'arn:aws:s3:::data'),
  'service-s3-notifications': itself('s3.amazonaws.com', 'GenerateDataKey Decrypt', 'arn:aws:s3:::data'),
  'service-s3-replication': through('s3', 'Decrypt Encrypt GenerateDataKey'),
  'service-ebs': through(
    'ec2',
    'Decrypt DescribeKey GenerateDataKeyWithoutPlaintext ReEncryptFrom ReEncryptTo',
    'grants',
  ),
  'service-ec2-autoscaling': [
    { who: linked('autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling'), actions: cryptographic },
    {
      who: linked('autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling'),
      actions: 'CreateGrant',
      context: { 'kms:GrantIsForAWSResource': 'true' },
    },
    { who: linked('autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling'), actions: 'CreateGrant', allowed: false },
    { who: app, actions: 'Decrypt', allowed: false },
  ],
  'service-rds': through('rds', 'DescribeKey', 'grants'),
  'service-lambda': through('lambda', 'Decrypt GenerateDataKey Encrypt', 'grants'),
  'service-secretsmanager': through('secretsmanager', 'Decrypt GenerateDataKey'),
  'service-ssm-parameter': through('ssm', 'Decrypt Encrypt GenerateDataKey'),
  'service-ssm-session': [
    { who: app, actions: 'Decrypt GenerateDataKey' },
    { who: app, actions: 'PutKeyPolicy', allowed: false },
  ],
  'service-sqs': through('sqs', 'Decrypt GenerateDataKey'),
  'service-sqs-event-sources': itself(
    'sns.amazonaws.com',
    'Decrypt GenerateDataKey',
    `arn:aws:sns:eu-west-1:${account}:topic`,
  ),
  'service-sns': [
    ...through('sns', 'Decrypt GenerateDataKey'),
    ...itself(
      'cloudwatch.amazonaws.com',
      'Decrypt GenerateDataKey',
      `arn:aws:cloudwatch:eu-west-1:${account}:alarm:cpu`,
    ),
  ],
  'service-cloudwatch-logs': [
    {
      who: 'logs.eu-west-1.amazonaws.com',
      actions: 'Encrypt Decrypt ReEncryptFrom ReEncryptTo GenerateDataKey',
      context: { [context('aws:logs:arn')]: group },
    },
    {
      who: 'logs.eu-west-1.amazonaws.com',
      actions: 'Decrypt',
      context: { [context('aws:logs:arn')]: group.replace(account, '444455556666') },
      allowed: false,
    },
    {
      who: 'logs.us-east-1.amazonaws.com',
      actions: 'Decrypt',
      context: { [context('aws:logs:arn')]: group },
      allowed: false,
    },
  ],
  'service-cloudtrail': [
    {
      who: 'cloudtrail.amazonaws.com',
      actions: 'GenerateDataKey',
      context: { 'aws:SourceArn': trail, [context('aws:cloudtrail:arn')]: trail },
    },
    {
      who: 'cloudtrail.amazonaws.com',
      actions: 'GenerateDataKey',
      context: {
        'aws:SourceArn': trail.replace(account, '444455556666'),
        [context('aws:cloudtrail:arn')]: trail.replace(account, '444455556666'),
      },
      allowed: false,
    },
    { who: 'cloudtrail.amazonaws.com', actions: 'DescribeKey' },
    { who: app, actions: 'Decrypt', context: { [context('aws:cloudtrail:arn')]: trail } },
    { who: app, actions: 'Decrypt', allowed: false },
  ],
  'service-eventbridge': itself(
    'events.amazonaws.com',
    'Decrypt GenerateDataKey DescribeKey',
    `arn:aws:events:eu-west-1:${account}:event-bus/orders`,
  ),
  'service-dynamodb': through('dynamodb', cryptographic, 'grants'),
  'service-kinesis': through('kinesis', 'Decrypt GenerateDataKey DescribeKey'),
  'service-firehose': [
    ...through('s3', 'Decrypt GenerateDataKey', 'grants'),
    ...through('firehose', 'Decrypt GenerateDataKey', 'grants'),
  ],
  'service-efs': through(
    'elasticfilesystem',
    'Decrypt Encrypt GenerateDataKeyWithoutPlaintext ReEncryptFrom ReEncryptTo DescribeKey',
    'grants',
  ),
  'service-eks': [
    ...through('eks', 'Decrypt Encrypt DescribeKey'),
    { who: app, actions: 'CreateGrant', context: via('eks') },
    { who: app, actions: 'CreateGrant', allowed: false },
  ],
  'service-ecr': through('ecr', 'DescribeKey', 'grants'),
  'service-codepipeline': through('s3', cryptographic),
  'service-codebuild': through('s3', cryptographic),
  'service-glue': through('glue', 'Decrypt Encrypt GenerateDataKey'),
  'service-redshift': through('redshift', 'Decrypt DescribeKey GenerateDataKey', 'grants'),
  'service-backup': [
    { who: app, actions: 'Decrypt DescribeKey GenerateDataKey' },
    { who: app, actions: 'CreateGrant', context: { 'kms:GrantIsForAWSResource': 'true' } },
    { who: app, actions: 'CreateGrant', allowed: false },
  ],
  'service-config': itself(
    'config.amazonaws.com',
    'Decrypt GenerateDataKey',
    `arn:aws:config:eu-west-1:${account}:configuration-recorder/x`,
  ),
  'service-ses': ((rule: Context): Row[] => [
    { who: 'ses.amazonaws.com', actions: 'Encrypt GenerateDataKey', context: rule },
    {
      who: 'ses.amazonaws.com',
      actions: 'Encrypt',
      context: { ...rule, [context('aws:ses:source-account')]: '444455556666' },
      allowed: false,
    },
    { who: 'ses.amazonaws.com', actions: 'Encrypt', context: { 'aws:SourceAccount': account }, allowed: false },
  ])({
    'aws:SourceAccount': account,
    [context('aws:ses:source-account')]: account,
    [context('aws:ses:rule-name')]: 'r',
    [context('aws:ses:message-id')]: 'm',
  }),
  'service-stepfunctions': through('states', 'Decrypt GenerateDataKey DescribeKey'),
  'service-route53-dnssec': [
    ...itself('dnssec-route53.amazonaws.com', 'Sign GetPublicKey DescribeKey', 'arn:aws:route53:::hostedzone/Z1'),
    { who: 'dnssec-route53.amazonaws.com', actions: 'CreateGrant', context: { 'kms:GrantIsForAWSResource': 'true' } },
    {
      who: 'dnssec-route53.amazonaws.com',
      actions: 'CreateGrant',
      context: { 'kms:GrantIsForAWSResource': 'true', 'aws:SourceAccount': '444455556666' },
      allowed: false,
    },
  ],
  'service-cloudfront-oac': itself(
    'cloudfront.amazonaws.com',
    'Decrypt Encrypt GenerateDataKey',
    `arn:aws:cloudfront::${account}:distribution/E1`,
  ),
  'service-log-delivery': itself(
    'delivery.logs.amazonaws.com',
    cryptographic,
    `arn:aws:logs:eu-west-1:${account}:delivery-source:x`,
  ),
  'service-guardduty': itself(
    'guardduty.amazonaws.com',
    'GenerateDataKey',
    `arn:aws:guardduty:eu-west-1:${account}:detector/d1`,
  ),
  'service-macie': [
    ...itself(
      'macie.amazonaws.com',
      'GenerateDataKey Encrypt',
      `arn:aws:macie2:eu-west-1:${account}:export-configuration`,
    ),
    { who: linked('macie.amazonaws.com/AWSServiceRoleForAmazonMacie'), actions: 'Decrypt' },
  ],
  'service-athena': [
    ...through('s3', 'Decrypt GenerateDataKey'),
    ...through('athena', 'Decrypt GenerateDataKey DescribeKey'),
  ],
  'service-sagemaker': [
    { who: app, actions: cryptographic.replace('DescribeKey', '') },
    { who: app, actions: 'CreateGrant', context: { 'kms:GrantIsForAWSResource': 'true' } },
    { who: app, actions: 'CreateGrant', allowed: false },
  ],
  'service-opensearch': through('es', 'DescribeKey', 'grants'),
  'service-elasticache': [
    ...through('elasticache', 'Decrypt DescribeKey', 'grants'),
    ...through('dax', 'Decrypt', 'grants'),
    ...through('memorydb', 'Decrypt', 'grants'),
  ],
  'service-fsx': through('fsx', cryptographic, 'grants'),
  'service-workspaces': through('workspaces', 'Decrypt DescribeKey GenerateDataKeyWithoutPlaintext', 'grants'),
  'service-emr': [
    { who: app, actions: 'Decrypt Encrypt GenerateDataKey ReEncryptFrom ReEncryptTo DescribeKey' },
    { who: app, actions: 'PutKeyPolicy', allowed: false },
  ],
  'service-ecs': [...through('secretsmanager', 'Decrypt'), ...through('ssm', 'Decrypt')],
  'service-identity-center': [
    ...through('sso', 'Decrypt'),
    ...through('identitystore', 'Decrypt Encrypt DescribeKey GenerateDataKeyWithoutPlaintext'),
  ],
  'service-msk': through('kafka', 'Decrypt DescribeKey GenerateDataKey', 'grants'),
  'service-cloudformation': [
    { who: app, actions: 'PutKeyPolicy GetKeyPolicy DescribeKey TagResource CreateAlias' },
    { who: app, actions: 'Decrypt', allowed: false },
  ],
};

describe('what snippets allow', () => {
  it('is pinned for every snippet of a key policy', () => {
    assert.deepEqual(
      Object.keys(decided).sort(),
      everything
        .filter(s => s.kind === 'key')
        .map(s => s.id)
        .sort(),
    );
  });

  for (const [id, rows] of Object.entries(decided)) {
    it(`${id} decides as meant`, () => {
      const snippet = everything.find(s => s.id === id);
      assert.ok(snippet);
      const keyPolicy = parsePolicy(textOf(snippet));
      for (const row of rows) {
        for (const operation of row.actions.trim().split(/\s+/)) {
          assert.equal(
            outcome(keyPolicy, row, `kms:${operation}`),
            row.allowed === false ? 'denied' : 'allowed',
            `${row.who} ${operation} ${JSON.stringify(row.context)}`,
          );
        }
      }
    });
  }

  it('is decided by an identity policy beside the root statement', () => {
    const keyPolicy = parsePolicy(textOf({ ...consolePolicy, statements: [] }));
    const outcomeWith = (id: string, action: string, context: Context = {}): string => {
      const snippet = snippets.find(s => s.id === id);
      assert.ok(snippet);
      const request: AccessRequest = { principal: app, action, keyArn, context, contextUnknown: [] };
      return decide(request, { keyPolicy, grants: [], identityPolicies: [{ document: parsePolicy(textOf(snippet)) }] })
        .outcome;
    };
    assert.equal(outcomeWith('iam-use', 'kms:GenerateDataKey'), 'allowed');
    assert.equal(outcomeWith('iam-use', 'kms:PutKeyPolicy'), 'denied');
    assert.equal(outcomeWith('iam-decrypt', 'kms:Decrypt'), 'allowed');
    assert.equal(outcomeWith('iam-decrypt', 'kms:Encrypt'), 'denied');
    assert.equal(outcomeWith('iam-alias', 'kms:Decrypt', { 'kms:ResourceAliases': 'alias/my-key' }), 'allowed');
    assert.equal(outcomeWith('iam-alias', 'kms:Decrypt', { 'kms:ResourceAliases': 'alias/other' }), 'denied');
  });
});

function outcome(keyPolicy: PolicyDocument, { who, context = {} }: Row, action: string): string {
  return decide(
    { principal: who, action, keyArn, context, contextUnknown: [] },
    { keyPolicy, grants: [], identityPolicies: [] },
  ).outcome;
}
