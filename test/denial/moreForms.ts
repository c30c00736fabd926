import { alias, type Form, id, key, role, user } from './forms';
import type { DeniedBy, Denial } from '../../src/denial';

const full: Partial<Denial> = {
  kind: 'access-denied',
  principal: role,
  principalType: 'assumed-role',
  principalAccount: '111122223333',
  action: 'kms:Decrypt',
  resource: key,
  resourceAccount: '444455556666',
  region: 'eu-west-1',
  keyId: id,
  deniedBy: 'no-identity-policy',
};
const reason = 'because no identity-based policy allows the kms:Decrypt action';
const start = `User: ${role} is not authorized to perform: kms:Decrypt on resource: ${key}`;
const sentence = `${start} ${reason}`;
const triple =
  'because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access';

/** Every policy type AWS names, as missing and as denying. */
export const reasons: readonly Form[] = [
  ...(
    [
      ['because no identity-based policy allows the kms:Decrypt action', 'no-identity-policy'],
      ['because no resource-based policy allows the kms:Decrypt action', 'no-resource-policy'],
      ['because no service control policy allows the kms:Decrypt action', 'no-scp'],
      ['because no resource control policy allows the kms:Decrypt action', 'no-rcp'],
      ['because no permissions boundary allows the kms:Decrypt action', 'no-boundary'],
      ['because no session policy allows the kms:Decrypt action', 'no-session'],
      ['because no VPC endpoint policy allows the kms:Decrypt action', 'vpc-endpoint'],
      ['with an explicit deny in an identity-based policy', 'explicit-deny-identity'],
      ['with an explicit deny in a resource-based policy', 'explicit-deny-resource'],
      ['with an explicit deny in a service control policy', 'explicit-deny-scp'],
      ['with an explicit deny in a resource control policy', 'explicit-deny-rcp'],
      ['with an explicit deny in a permissions boundary', 'explicit-deny-boundary'],
      ['with an explicit deny in a session policy', 'explicit-deny-session'],
      ['with an explicit deny in a sessions policy', 'explicit-deny-session'],
      ['with an explicit deny in a VPC endpoint policy', 'vpc-endpoint'],
      ['with an explicit deny in a VPC endpoint policy transitively through a service control policy', 'vpc-endpoint'],
      ['with an explicit deny in a role inline policy: app', 'explicit-deny-identity'],
      ['with an explicit deny', 'unknown'],
      [triple, 'unknown'],
      ['', 'unknown'],
    ] as const
  ).map(([text, deniedBy]: readonly [string, DeniedBy]): Form => ({
    name: text === '' ? 'no reason' : text,
    text: `${start} ${text}`.trim(),
    expected: [{ ...full, deniedBy }],
  })),
  {
    name: 'the denying policy is named',
    text: `${start} with an explicit deny in a service control policy: arn:aws:organizations::999999999999:policy/o-exampleorg/service_control_policy/p-examplepol`,
    expected: [
      {
        ...full,
        deniedBy: 'explicit-deny-scp',
        denyingPolicyArn: 'arn:aws:organizations::999999999999:policy/o-exampleorg/service_control_policy/p-examplepol',
      },
    ],
  },
  {
    name: 'the denying policy is named, no colon, wrapped',
    text: `${start} with an explicit deny in an identity-based policy arn:aws:iam::111122223333:policy/\n  DenyKms`,
    expected: [
      { ...full, deniedBy: 'explicit-deny-identity', denyingPolicyArn: 'arn:aws:iam::111122223333:policy/DenyKms' },
    ],
  },
  {
    name: 'an authorization id',
    text: `${sentence}. Go to https://us-east-1.console.aws.amazon.com/iam/home?region=us-east-1#/authorization-details/d3xbexample for complete details, or call the GetRequestAuthorizationDetails API with the following authorization id: d3xbexample`,
    expected: [{ ...full, authorizationId: 'd3xbexample', denyingPolicyArn: null }],
  },
  {
    name: 'the key is withheld',
    text: `User: ${role} is not authorized to perform: kms:Decrypt on this resource ${triple}`,
    expected: [{ ...full, resource: null, resourceAccount: null, region: null, keyId: null, deniedBy: 'unknown' }],
  },
  {
    name: 'the key is in the ciphertext',
    text: `User: ${role} is not authorized to perform: kms:Decrypt on the resource associated with this ciphertext ${reason}`,
    expected: [{ ...full, resource: null, resourceAccount: null, region: null, keyId: null }],
  },
];

const wrapAt = (text: string, width: number, prefix: string): string =>
  (text.match(new RegExp(`[^]{1,${width}}`, 'g')) ?? []).map(line => prefix + line).join('\n');

/** What terminals, mails, chats and serializers do to a text. */
export const damaged: readonly Form[] = [
  ...['│ ', '| ', '# ', '// ', '> ', '      | ', '>> ', '!!! ', '  │  ', '\x1b[31m│\x1b[0m '].map((prefix): Form => ({
    name: `cut every 30 characters behind ${JSON.stringify(prefix)}`,
    text: wrapAt(sentence, 30, prefix),
    expected: [full],
  })),
  { name: 'cut every 11 characters', text: wrapAt(sentence, 11, ''), expected: [full] },
  {
    name: 'in a box',
    text: wrapAt(sentence, 40, '│ ')
      .split('\n')
      .map(l => `${l.padEnd(44)}│`)
      .join('\n'),
    expected: [full],
  },
  {
    name: 'alias wrapped at the edge, no reason',
    text: wrapAt(
      `User: ${role} is not authorized to perform: kms:Encrypt on resource: ${alias}-with-a-very-long-name`,
      76,
      '',
    ),
    expected: [
      {
        ...full,
        action: 'kms:Encrypt',
        resource: `${alias}-with-a-very-long-name`,
        keyId: 'alias/app-with-a-very-long-name',
        deniedBy: 'unknown',
      },
    ],
  },
  { name: 'CRLF', text: wrapAt(sentence, 50, '').replaceAll('\n', '\r\n'), expected: [full] },
  {
    name: 'wrapped in a key id without a reason',
    text: `User: ${role} is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:eu-west-1:444455556666:key/1234abcd-12ab-\n    34cd-56ef-1234567890ab\n\nmore text`,
    expected: [{ ...full, deniedBy: 'unknown' }],
  },
  {
    name: 'wrapped in an account without a reason',
    text: `${role} is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:eu-west-1:4444\n55556666:key/${id}`,
    expected: [{ ...full, deniedBy: 'unknown' }],
  },
  {
    name: 'JSON in JSON in JSON',
    text: JSON.stringify({
      log: JSON.stringify({
        msg: JSON.stringify({
          Message: `User: "${role}" is not authorized to perform: kms:Decrypt on resource: "${key}" ${reason}\n`,
        }),
      }),
    }),
    expected: [full],
  },
  {
    name: 'HTML entities',
    text: `&quot;User: ${role} is not authorized to perform: kms:Decrypt on resource: &#39;${key}&#x27;&nbsp;${reason}&quot;`,
    expected: [full],
  },
  { name: 'HTML entities, twice', text: `&amp;quot;${sentence}&amp;quot;`, expected: [full] },
  {
    name: 'ANSI colours inside names',
    text: sentence.replace('444455556666', '\x1b[1;31m444455556666\x1b[0m').replace('app/', '\x1b[36mapp\x1b[0m/'),
    expected: [full],
  },
  { name: 'colours that lost their escape', text: `[0m[1mError:[0m [31m${sentence}[0m`, expected: [full] },
  {
    name: 'typographic quotes and spaces',
    text: `“User:\u00a0${role} is not authorized to perform:\u00a0kms:Decrypt on resource: ‘${key}’ because no identity\u2011based policy allows the kms:Decrypt action”`,
    expected: [full],
  },
  { name: 'zero-width characters', text: sentence.replaceAll(':', ':\u200b'), expected: [full] },
  {
    name: 'Markdown',
    text: `**AccessDeniedException**: User: \`${role}\` is not authorized to perform: \`kms:Decrypt\` on resource: **${key}** ${reason}`,
    expected: [full],
  },
  {
    name: 'escaped Markdown',
    text: 'User: arn:aws:sts::\\*\\*\\*:assumed-role/app/x is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:eu-west-1:\\*\\*\\*:key/\\*\\*\\*',
    expected: [
      {
        kind: 'access-denied',
        principal: 'arn:aws:sts::***:assumed-role/app/x',
        principalAccount: null,
        resource: 'arn:aws:kms:eu-west-1:***:key/***',
        region: 'eu-west-1',
        keyId: null,
      },
    ],
  },
  { name: 'CSV', text: `2025-01-02,"{""message"":""${sentence}"",""level"":""error""}"`, expected: [full] },
  { name: 'URL', text: `https://example.com/error?message=${encodeURIComponent(sentence)}`, expected: [full] },
  {
    name: 'redactions',
    text: 'User: arn:aws:sts::<my account>:assumed-role/[REDACTED]/${session} is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:{region}:************:key/xxxxxxxx-xxxx because no identity-based policy allows the kms:Decrypt action',
    expected: [
      {
        kind: 'access-denied',
        principal: 'arn:aws:sts::<my account>:assumed-role/[REDACTED]/${session}',
        principalType: 'assumed-role',
        principalAccount: null,
        resource: 'arn:aws:kms:{region}:************:key/xxxxxxxx-xxxx',
        resourceAccount: null,
        region: null,
        keyId: null,
        deniedBy: 'no-identity-policy',
      },
    ],
  },
  {
    name: 'a caller that cannot be read',
    text: 'User: *** is not authorized to perform: kms:Decrypt on resource: ***',
    expected: [{ kind: 'access-denied', principal: null, principalType: 'unknown', resource: null, keyId: null }],
  },
  ...(
    [
      ['root user', 'arn:aws:iam::111122223333:root', 'root', '111122223333'],
      ['user with a path', 'arn:aws:iam::111122223333:user/teams/dev/alice', 'user', '111122223333'],
      ['role', 'arn:aws:iam::111122223333:role/service-role/app', 'role', '111122223333'],
      [
        'SSO role',
        'arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Dev_0123456789abcdef/alice@example.com',
        'assumed-role',
        '111122223333',
      ],
      ['federated user', 'arn:aws:sts::111122223333:federated-user/bob', 'federated', '111122223333'],
      ['service principal', 'logs.eu-west-1.amazonaws.com', 'service', null],
      ['China', 'arn:aws-cn:sts::111122223333:assumed-role/app/x', 'assumed-role', '111122223333'],
      [
        'session with signs',
        'arn:aws:sts::111122223333:assumed-role/app+x=y,z.@-_/s+1=2,3.@-_',
        'assumed-role',
        '111122223333',
      ],
    ] as const
  ).map(([name, principal, principalType, principalAccount]): Form => ({
    name: `caller: ${name}`,
    text: `User: ${principal} is not authorized to perform: kms:Decrypt on resource: ${key} ${reason}`,
    expected: [{ ...full, principal, principalType, principalAccount }],
  })),
  ...(
    [
      ['alias', alias, 'eu-west-1', 'alias/app'],
      [
        'multi-Region key',
        'arn:aws:kms:us-west-2:444455556666:key/mrk-1234abcd12ab34cd56ef1234567890ab',
        'us-west-2',
        'mrk-1234abcd12ab34cd56ef1234567890ab',
      ],
      ['China', `arn:aws-cn:kms:cn-north-1:444455556666:key/${id}`, 'cn-north-1', id],
      ['GovCloud', `arn:aws-us-gov:kms:us-gov-west-1:444455556666:key/${id}`, 'us-gov-west-1', id],
      ['alias of AWS', 'arn:aws:kms:us-west-2:444455556666:alias/aws/s3', 'us-west-2', 'alias/aws/s3'],
    ] as const
  ).map(([name, resource, region, keyId]): Form => ({
    name: `key: ${name}`,
    text: `User: ${user} is not authorized to perform: kms:ReEncryptFrom on resource: ${resource}.`,
    expected: [
      {
        kind: 'access-denied',
        principal: user,
        action: 'kms:ReEncryptFrom',
        resource,
        resourceAccount: '444455556666',
        region,
        keyId,
        deniedBy: 'unknown',
      },
    ],
  })),
];

const event = (more: object): object => ({
  eventVersion: '1.11',
  userIdentity: {
    type: 'AssumedRole',
    principalId: 'AROAEXAMPLE:i-0abc',
    arn: role,
    accountId: '111122223333',
    sessionContext: {
      sessionIssuer: { type: 'Role', arn: 'arn:aws:iam::111122223333:role/app', accountId: '111122223333' },
    },
    invokedBy: 'rds.amazonaws.com',
  },
  eventTime: '2025-01-02T03:04:05Z',
  eventSource: 'kms.amazonaws.com',
  eventName: 'Decrypt',
  awsRegion: 'eu-west-1',
  sourceIPAddress: 'rds.amazonaws.com',
  userAgent: 'rds.amazonaws.com',
  requestParameters: { encryptionContext: { 'aws:rds:db-id': 'db-EXAMPLE' }, encryptionAlgorithm: 'SYMMETRIC_DEFAULT' },
  responseElements: null,
  requestID: '7f2c1c5e-0000-4000-8000-000000000020',
  eventID: '7f2c1c5e-0000-4000-8000-000000000021',
  readOnly: true,
  resources: [{ accountId: '444455556666', type: 'AWS::KMS::Key', ARN: key }],
  eventType: 'AwsApiCall',
  ...more,
});
const denied = event({ errorCode: 'AccessDenied', errorMessage: sentence });
const fromEvent: Partial<Denial> = {
  ...full,
  time: '2025-01-02T03:04:05Z',
  requestId: '7f2c1c5e-0000-4000-8000-000000000020',
  callingService: 'rds.amazonaws.com',
  encryptionContext: { 'aws:rds:db-id': 'db-EXAMPLE' },
};
const succeeded = event({ eventName: 'GenerateDataKey', requestID: '7f2c1c5e-0000-4000-8000-000000000022' });

/** Whole documents: CloudTrail, several failures, and texts without any. */
export const documents: readonly Form[] = [
  { name: 'CloudTrail event', text: JSON.stringify(denied, null, 2), expected: [fromEvent] },
  {
    name: 'CloudTrail event without a message',
    text: JSON.stringify(event({ errorCode: 'AccessDenied' })),
    expected: [{ ...fromEvent, deniedBy: 'unknown' }],
  },
  {
    name: 'CloudTrail log file',
    text: JSON.stringify({ Records: [succeeded, denied, succeeded] }),
    expected: [fromEvent],
  },
  { name: 'CloudTrail log file of successes', text: JSON.stringify({ Records: [succeeded, succeeded] }), expected: [] },
  {
    name: 'LookupEvents',
    text: JSON.stringify(
      {
        Events: [
          {
            EventId: '1',
            EventName: 'Decrypt',
            ReadOnly: 'true',
            EventTime: '2025-01-02T03:04:05+00:00',
            EventSource: 'kms.amazonaws.com',
            Username: 'i-0abc',
            Resources: [{ ResourceType: 'AWS::KMS::Key', ResourceName: key }],
            CloudTrailEvent: JSON.stringify(denied),
          },
        ],
      },
      null,
      4,
    ),
    expected: [fromEvent],
  },
  { name: 'Insights row', text: `| 2025-01-02 03:04:05.000 | ${JSON.stringify(denied)} |`, expected: [fromEvent] },
  {
    name: 'cut-off event',
    text: JSON.stringify(denied, null, 2).split('\n').slice(3, -1).join('\n'),
    expected: [{ ...full, time: '2025-01-02T03:04:05Z' }],
  },
  {
    name: 'event of a service',
    text: JSON.stringify(
      event({
        userIdentity: { type: 'AWSService', invokedBy: 'cloudtrail.amazonaws.com' },
        eventName: 'GenerateDataKey',
        errorCode: 'AccessDenied',
        errorMessage: '',
      }),
    ),
    expected: [
      {
        ...fromEvent,
        principal: 'cloudtrail.amazonaws.com',
        principalType: 'service',
        principalAccount: null,
        action: 'kms:GenerateDataKey',
        deniedBy: 'unknown',
        callingService: 'cloudtrail.amazonaws.com',
      },
    ],
  },
  {
    name: 'event of S3 with the KMS sentence',
    text: JSON.stringify(
      event({
        eventSource: 's3.amazonaws.com',
        eventName: 'PutObject',
        sourceIPAddress: '203.0.113.7',
        userIdentity: { type: 'AssumedRole', arn: role },
        requestParameters: { bucketName: 'b', key: 'k' },
        resources: [{ type: 'AWS::S3::Object', ARN: 'arn:aws:s3:::b/k' }],
        errorCode: 'AccessDenied',
        errorMessage: sentence,
      }),
    ),
    expected: [{ ...full, callingService: 's3.amazonaws.com', time: '2025-01-02T03:04:05Z' }],
  },
  {
    name: 'event of S3 without KMS',
    text: JSON.stringify(
      event({
        eventSource: 's3.amazonaws.com',
        eventName: 'PutObject',
        errorCode: 'AccessDenied',
        errorMessage: 'Access Denied',
      }),
    ),
    expected: [],
  },
  {
    name: 'event with a missing key',
    text: JSON.stringify(
      event({
        eventName: 'DescribeKey',
        requestParameters: { keyId: 'alias/nope' },
        resources: undefined,
        errorCode: 'NotFoundException',
        errorMessage: `Alias arn:aws:kms:eu-west-1:111122223333:alias/nope is not found.`,
      }),
    ),
    expected: [
      {
        kind: 'not-found',
        principal: role,
        action: 'kms:DescribeKey',
        resource: 'arn:aws:kms:eu-west-1:111122223333:alias/nope',
        keyId: 'alias/nope',
        deniedBy: null,
      },
    ],
  },
  {
    name: 'panel of the AWS console',
    text: `You don't have permission to kms:Decrypt\nTo request access, copy the following text and send it to your AWS administrator.\nUser: ${role}\nAction: kms:Decrypt\nOn resource(s): ${key}\nContext: no identity-based policy allows the kms:Decrypt action`,
    expected: [full],
  },
  {
    name: 'policy in YAML',
    text: `- Effect: Deny\n  User: ${role}\n  Action: kms:Decrypt\n  Resource: ${key}`,
    expected: [],
  },
  {
    name: 'a list of exceptions',
    text: 'DisabledException\n  The request was rejected because the specified KMS key is not enabled.\nKMSInvalidStateException\n  The request was rejected because the state of the specified resource is not valid for this request.',
    expected: [],
  },
  {
    name: 'SSM, no such key',
    text: 'An error occurred (InvalidKeyId) when calling the PutParameter operation: Parameter encryption failed: KMS key arn:aws:kms:eu-west-1:111122223333:alias/nope not found',
    expected: [{ kind: 'not-found', action: null, keyId: 'alias/nope', region: 'eu-west-1' }],
  },
  {
    name: 'table of events',
    text: `|  2025-01-02T03:04:05Z |  CREATE_FAILED |  Resource handler returned message: "User: ${role}   |\n|                        |                |  is not authorized to perform: kms:Decrypt on resource: ${key.slice(0, 40)}   |\n|                        |                |  ${key.slice(40)} (Service: Lambda, Status Code: 403, Request ID: 1234-5678)"   |`,
    expected: [{ ...full, deniedBy: 'unknown', callingService: 'lambda.amazonaws.com', requestId: '1234-5678' }],
  },
  {
    name: 'two failures and their retries',
    text: [1, 2, 3]
      .map(
        n =>
          `2025-01-02T03:04:0${n}Z ERROR AccessDeniedException: ${sentence}\n2025-01-02T03:04:0${n}Z ERROR AccessDeniedException: ${sentence.replaceAll('kms:Decrypt', 'kms:GenerateDataKey')}`,
      )
      .join('\n'),
    expected: [
      { ...full, time: '2025-01-02T03:04:01Z' },
      { ...full, action: 'kms:GenerateDataKey', time: '2025-01-02T03:04:01Z' },
    ],
  },
  {
    name: 'a failure of KMS after one of S3',
    text: `User: ${role} is not authorized to perform: s3:PutObject on resource: arn:aws:s3:::b/k because no identity-based policy allows the s3:PutObject action\n${sentence}`,
    expected: [full],
  },
  {
    name: 'throttled, then denied',
    text: `An error occurred (ThrottlingException) when calling the Decrypt operation: Rate exceeded\nAn error occurred (AccessDeniedException) when calling the Decrypt operation: ${sentence}`,
    expected: [{ kind: 'other', action: 'kms:Decrypt', principal: null }, full],
  },
  {
    name: 'key states in a row',
    text: `KMSInvalidStateException: ${key} is pending deletion.\nDisabledException: ${key.replace('1234abcd', '5678abcd')} is disabled.`,
    expected: [
      { kind: 'invalid-state', resource: key },
      { kind: 'disabled', keyId: id.replace('1234abcd', '5678abcd') },
    ],
  },
  {
    name: 'another service',
    text: `User: ${role} is not authorized to perform: secretsmanager:GetSecretValue on resource: arn:aws:secretsmanager:eu-west-1:111122223333:secret:app with an explicit deny in a service control policy`,
    expected: [],
  },
  {
    name: 'creating a KMS key fails in IAM',
    text: `Error: creating KMS Key: AccessDeniedException: User: ${role} is not authorized to perform: iam:CreateServiceLinkedRole on resource: arn:aws:iam::111122223333:role/aws-service-role/x`,
    expected: [],
  },
  {
    name: 'a policy',
    text: JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Deny', Action: ['kms:Decrypt'], Resource: key }],
    }),
    expected: [],
  },
  {
    name: 'program text',
    text: 'try { await kms.decrypt(x); } catch (KMSInvalidStateException e) { throw e; }',
    expected: [],
  },
  { name: 'a command', text: `aws kms decrypt --key-id ${key} --ciphertext-blob fileb://x`, expected: [] },
  {
    name: 'prose',
    text: 'Make sure that the role has access to the KMS key; if it does not have permission to use the KMS key, ask for kms:Decrypt.',
    expected: [],
  },
  {
    name: 'a successful answer',
    text: JSON.stringify({ KeyMetadata: { KeyId: id, Arn: key, Enabled: false, KeyState: 'Disabled' } }),
    expected: [],
  },
  {
    name: 'S3 with a key in its name',
    text: 'Error: creating S3 Bucket (my-kms-bucket) encryption aws:kms: AccessDenied: Access Denied\n\tstatus code: 403, request id: ABC',
    expected: [],
  },
  { name: 'an empty text', text: '', expected: [] },
];
