/** Texts as people paste them out of tools, logs and pages, made up; all that is read out of each, derived from what AWS's words mean. */
import type { Denial } from '../../src/denial';
import type { Form } from './forms';

const uuid = '7d0f4a31-93c2-4b8e-a6f5-21c9e08b7d64';
const other = 'e2b61c90-4f7d-4a15-8e3b-90a7d5c4f218';
const account = '777788889999';
const key = `arn:aws:kms:eu-north-1:${account}:key/${uuid}`;
const farKey = `arn:aws:kms:us-west-2:444455556666:key/${other}`;
const session = `arn:aws:sts::${account}:assumed-role/ledger-nodes/i-0f1e2d3c4b5a69788`;
const pipeline = `arn:aws:sts::${account}:assumed-role/ci-terraform/GitHubActions`;
const user = `arn:aws:iam::${account}:user/mara`;

type Read = Pick<
  Denial,
  | 'kind'
  | 'principal'
  | 'principalType'
  | 'principalAccount'
  | 'action'
  | 'resource'
  | 'resourceAccount'
  | 'region'
  | 'keyId'
  | 'deniedBy'
>;

const nothing: Read = {
  kind: 'other',
  principal: null,
  principalType: null,
  principalAccount: null,
  action: null,
  resource: null,
  resourceAccount: null,
  region: null,
  keyId: null,
  deniedBy: null,
};
const opaque: Read = { ...nothing, kind: 'access-denied', deniedBy: 'unknown' };
const ownKey = { resource: key, resourceAccount: account, region: 'eu-north-1', keyId: uuid };
const theirKey = { resource: farKey, resourceAccount: '444455556666', region: 'us-west-2', keyId: other };
const bySession = { principal: session, principalType: 'assumed-role', principalAccount: account } as const;
const byPipeline = { principal: pipeline, principalType: 'assumed-role', principalAccount: account } as const;
const byUser = { principal: user, principalType: 'user', principalAccount: account } as const;

const one = (name: string, text: string, expected: Read): Form => ({ name, text, expected: [expected] });
const none = (name: string, text: string): Form => ({ name, text, expected: [] });

/** The denials whose text says who, what and why. */
const told: readonly Form[] = [
  one(
    'Terraform of today, tagging at creation: no key yet',
    `Error: creating KMS Key: operation error KMS: CreateKey, https response error StatusCode: 400,
RequestID: 0c1d2e3f-4a5b-4c6d-8e7f-901234567890, api error AccessDeniedException:
User: ${pipeline}
is not authorized to perform: kms:TagResource because no identity-based policy allows the kms:TagResource action`,
    { ...opaque, ...byPipeline, action: 'kms:TagResource', deniedBy: 'no-identity-policy' },
  ),
  one(
    'Terraform in its box, with the place in the code',
    `│ Error: reading KMS Key (${uuid}): AccessDeniedException: User: ${pipeline} is not authorized to perform: kms:DescribeKey on resource: ${key} because no resource-based policy allows the kms:DescribeKey action
│ \tstatus code: 400, request id: 5f0e1d2c-3b4a-4958-8776-6a5b4c3d2e1f
│
│   with module.vault.aws_kms_key.this[0],
│   on .terraform/modules/vault/main.tf line 3, in resource "aws_kms_key" "this":
│    3: resource "aws_kms_key" "this" {`,
    { ...opaque, ...byPipeline, ...ownKey, action: 'kms:DescribeKey', deniedBy: 'no-resource-policy' },
  ),
  one(
    'Terraform of long ago, a list of errors',
    `Error: Error applying plan:

1 error(s) occurred:

* aws_kms_key.records: 1 error(s) occurred:

* aws_kms_key.records: AccessDeniedException: User: ${user} is not authorized to perform: kms:TagResource on resource: ${key}
        status code: 400, request id: 6a7b8c9d-0e1f-4a2b-8c3d-4e5f60718293`,
    { ...opaque, ...byUser, ...ownKey, action: 'kms:TagResource' },
  ),
  one(
    'the state table of Terraform, wrapped by hand',
    `table "ledger-terraform-locks": operation error DynamoDB: GetItem
KMS key access denied error:
User: ${pipeline}
is not authorized to perform: kms:Decrypt on resource:
${key}
because no identity-based policy allows the kms:Decrypt action`,
    { ...opaque, ...byPipeline, ...ownKey, action: 'kms:Decrypt', deniedBy: 'no-identity-policy' },
  ),
  one(
    'the command line, behind the command',
    `$ aws s3 cp s3://ledger-archive/2026/q3.csv .
download failed: s3://ledger-archive/2026/q3.csv to ./q3.csv An error occurred (AccessDenied) when calling the GetObject operation: User: ${user} is not authorized to perform: kms:Decrypt on resource: ${farKey} because no identity-based policy allows the kms:Decrypt action`,
    { ...opaque, ...byUser, ...theirKey, action: 'kms:Decrypt', deniedBy: 'no-identity-policy' },
  ),
  one(
    'the command line of 2026, after its own answer to who am I',
    `${session}
aws: [ERROR]: An error occurred (AccessDeniedException) when calling the Sign operation: User:
${session} is not authorized to perform:
kms:Sign on resource: ${key} because no identity-based
policy allows the kms:Sign action`,
    { ...opaque, ...bySession, ...ownKey, action: 'kms:Sign', deniedBy: 'no-identity-policy' },
  ),
  one(
    'the command line without any reason',
    `$ aws kms encrypt --plaintext "hello" --key-id alias/ledger --profile mara

An error occurred (AccessDeniedException) when calling the Encrypt operation: User: ${user} is not authorized to perform: kms:Encrypt on resource: ${key}`,
    { ...opaque, ...byUser, ...ownKey, action: 'kms:Encrypt' },
  ),
  one(
    'three reasons in one, and no key',
    `upload failed: - to s3://ledger-archive/probe.txt An error occurred (AccessDenied) when calling the PutObject operation: User: ${session} is not authorized to perform: kms:GenerateDataKey on this resource because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access`,
    { ...opaque, ...bySession, action: 'kms:GenerateDataKey' },
  ),
  one(
    'on this resource, over three lines',
    `An error occurred (AccessDenied) when calling the PutObject operation:
User: ${session}
is not authorized to perform: kms:GenerateDataKey
on this resource
because no identity-based policy allows the kms:GenerateDataKey action"`,
    { ...opaque, ...bySession, action: 'kms:GenerateDataKey', deniedBy: 'no-identity-policy' },
  ),
  one(
    'a role, as a book would write it',
    `KmsException: User: arn:aws:iam::${account}:role/ledger-backend
is not authorized to perform: kms:GenerateDataKey on resource:
${key}`,
    {
      ...opaque,
      ...ownKey,
      principal: `arn:aws:iam::${account}:role/ledger-backend`,
      principalType: 'role',
      principalAccount: account,
      action: 'kms:GenerateDataKey',
    },
  ),
  one(
    'the root user',
    `User: arn:aws:iam::${account}:root is not authorized to perform: kms:PutKeyPolicy on resource: ${key} with an explicit deny in a service control policy`,
    {
      ...opaque,
      ...ownKey,
      principal: `arn:aws:iam::${account}:root`,
      principalType: 'root',
      principalAccount: account,
      action: 'kms:PutKeyPolicy',
      deniedBy: 'explicit-deny-scp',
    },
  ),
  one(
    'a federated user',
    `User: arn:aws:sts::${account}:federated-user/noor is not authorized to perform: kms:Encrypt on resource: ${key} because no session policy allows the kms:Encrypt action`,
    {
      ...opaque,
      ...ownKey,
      principal: `arn:aws:sts::${account}:federated-user/noor`,
      principalType: 'federated',
      principalAccount: account,
      action: 'kms:Encrypt',
      deniedBy: 'no-session',
    },
  ),
  one(
    'a service',
    `User: delivery.logs.amazonaws.com is not authorized to perform: kms:GenerateDataKey on resource: ${key} because no resource-based policy allows the kms:GenerateDataKey action`,
    {
      ...opaque,
      ...ownKey,
      principal: 'delivery.logs.amazonaws.com',
      principalType: 'service',
      action: 'kms:GenerateDataKey',
      deniedBy: 'no-resource-policy',
    },
  ),
  one(
    'a user whose name is an address',
    `User: arn:aws:iam::${account}:user/noor@example.com is not authorized to perform: kms:DescribeKey on resource: ${key} because no resource-based policy allows the kms:DescribeKey action`,
    {
      ...opaque,
      ...ownKey,
      principal: `arn:aws:iam::${account}:user/noor@example.com`,
      principalType: 'user',
      principalAccount: account,
      action: 'kms:DescribeKey',
      deniedBy: 'no-resource-policy',
    },
  ),
  one(
    'a permission set, at the start of a remote session',
    `----------ERROR-------
Encountered error while initiating handshake. KMSEncryption failed on client with status 2 error: Failed to process action KMSEncryption: Error calling KMS GenerateDataKey API: AccessDeniedException: User: arn:aws:sts::${account}:assumed-role/AWSReservedSSO_Developers_00aa11bb22cc33dd/noor@example.com is not authorized to perform: kms:GenerateDataKey on resource: ${key} because no resource-based policy allows the kms:GenerateDataKey action
\tstatus code: 400, request id: 7b8c9d0e-1f2a-4b3c-8d4e-5f6071829304`,
    {
      ...opaque,
      ...ownKey,
      principal: `arn:aws:sts::${account}:assumed-role/AWSReservedSSO_Developers_00aa11bb22cc33dd/noor@example.com`,
      principalType: 'assumed-role',
      principalAccount: account,
      action: 'kms:GenerateDataKey',
      deniedBy: 'no-resource-policy',
    },
  ),
  one(
    'CloudFormation, in a note',
    `**What happens**:
\`\`\`
Resource handler returned message: "User: arn:aws:sts::${account}:assumed-role/cdk-abc123-cfn-exec-role-${account}-eu-north-1/AWSCloudFormation is not authorized to perform: kms:CreateGrant on resource: ${key}"
\`\`\``,
    {
      ...opaque,
      ...ownKey,
      principal: `arn:aws:sts::${account}:assumed-role/cdk-abc123-cfn-exec-role-${account}-eu-north-1/AWSCloudFormation`,
      principalType: 'assumed-role',
      principalAccount: account,
      action: 'kms:CreateGrant',
    },
  ),
  one(
    'a scripted test double with another wording of an explicit deny',
    `2026-05-04T09:08:07.006  INFO --- [worker-3] policy_engine.handler : User: arn:aws:sts::${account}:assumed-role/role-0a1b2c3d/TestSession is not authorized to perform: kms:DescribeKey on resource: ${key} with an explicit deny in a role inline policy: policy-9f8e7d6c`,
    {
      ...opaque,
      ...ownKey,
      principal: `arn:aws:sts::${account}:assumed-role/role-0a1b2c3d/TestSession`,
      principalType: 'assumed-role',
      principalAccount: account,
      action: 'kms:DescribeKey',
      deniedBy: 'explicit-deny-identity',
    },
  ),
  one(
    'Go with structured logging: the message is a field',
    `2026/02/03 11:22:33 INFO decryption failed as expected error="operation error KMS: Decrypt, https response error StatusCode: 400, RequestID: 8c9d0e1f-2a3b-4c4d-8e5f-607182930415, api error AccessDeniedException: User: ${session} is not authorized to perform: kms:Decrypt on resource: ${farKey} because no resource-based policy allows the kms:Decrypt action"`,
    { ...opaque, ...bySession, ...theirKey, action: 'kms:Decrypt', deniedBy: 'no-resource-policy' },
  ),
  one(
    'a controller with key=value fields and escaped line breaks',
    `# time="2026-03-04T05:06:07Z" level=error msg="Error getting metadata" backup=nightly-1 controller=backup-sync error="rpc error: code = Unknown desc = error getting object backups/nightly-1/index.json: AccessDenied: User: ${session} is not authorized to perform: kms:Decrypt on resource: ${farKey} because no identity-based policy allows the kms:Decrypt action\\n\\tstatus code: 403, request id: A1B2C3D4E5F6A7B8, host id: q1w2e3=" error.file="/src/store.go:294" logSource="/src/controller.go:12"`,
    { ...opaque, ...bySession, ...theirKey, action: 'kms:Decrypt', deniedBy: 'no-identity-policy' },
  ),
  one(
    'JavaScript in Lambda, with its stack',
    `2026-01-25T19:52:18.654Z\t9d0e1f2a-3b4c-4d5e-8f60-718293041526\tINFO\tCould not sign AccessDeniedException: User: ${session} is not authorized to perform: kms:Sign on resource: ${key} because no identity-based policy allows the kms:Sign action
    at throwDefaultError (/var/task/node_modules/@smithy/smithy-client/dist-cjs/index.js:838:20)
    at de_SignCommandError (/var/task/node_modules/@aws-sdk/client-kms/dist-cjs/index.js:2509:14)
    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)`,
    { ...opaque, ...bySession, ...ownKey, action: 'kms:Sign', deniedBy: 'no-identity-policy' },
  ),
  one(
    'Java over S3: no session policy',
    `Caused by: java.io.IOException: software.amazon.awssdk.services.s3.model.S3Exception: User: arn:aws:sts::${account}:assumed-role/catalog/StorageIntegration is not authorized to perform: kms:GenerateDataKey on resource: ${key} because no session policy allows the kms:GenerateDataKey action (Service: S3, Status Code: 403, Request ID: ****************, Extended Request ID: ************)`,
    {
      ...opaque,
      ...ownKey,
      principal: `arn:aws:sts::${account}:assumed-role/catalog/StorageIntegration`,
      principalType: 'assumed-role',
      principalAccount: account,
      action: 'kms:GenerateDataKey',
      deniedBy: 'no-session',
    },
  ),
  one(
    'a queue, quoted in a comment of the code',
    `        # An error occurred (KMS.AccessDeniedException) when calling the SendMessage operation:
        # User: ${session} is not authorized
        # to perform: kms:GenerateDataKey on resource: ${key}
        # because no identity-based policy allows the kms:GenerateDataKey action (Service: AWSKMS;
        # Status Code: 400; Error Code: AccessDeniedException; Request ID: 0e1f2a3b-4c5d-4e6f-8071-829304152637; Proxy: null`,
    { ...opaque, ...bySession, ...ownKey, action: 'kms:GenerateDataKey', deniedBy: 'no-identity-policy' },
  ),
  one(
    'two fields of an event of CloudTrail',
    `    "errorCode": "AccessDenied",
    "errorMessage": "User: ${session} is not authorized to perform: kms:GenerateDataKey on resource: ${key}",`,
    { ...opaque, ...bySession, ...ownKey, action: 'kms:GenerateDataKey' },
  ),
  one(
    'a table of events, with the service that called',
    `kms:DescribeKey  AccessDenied  invokedBy rds.amazonaws.com
User: ${session} is not authorized to perform:
kms:DescribeKey on resource: ${key}
because no identity-based policy allows the kms:DescribeKey action`,
    { ...opaque, ...bySession, ...ownKey, action: 'kms:DescribeKey', deniedBy: 'no-identity-policy' },
  ),
  one(
    'an answer of KMS as JSON, in code marks',
    `\`Got non-200 answer from KMS: 400 - {"__type":"AccessDeniedException","Message":"User: ${session} is not authorized to perform: kms:Sign on resource: ${key} because no resource-based policy allows the kms:Sign action"}\``,
    { ...opaque, ...bySession, ...ownKey, action: 'kms:Sign', deniedBy: 'no-resource-policy' },
  ),
  one(
    'another service reports, with attempts counted',
    `An error occurred (AccessDeniedException) when calling the PutDataExportConfiguration operation: User: ${session} is not authorized to perform: kms:DescribeKey on this resource because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access (Service: S3Tables, Status Code: 403, Request ID: 1f2a3b4c-5d6e-4f70-8182-930415263748) (SDK Attempt Count: 1)`,
    { ...opaque, ...bySession, action: 'kms:DescribeKey' },
  ),
  one(
    'all keys: a star is no key',
    `\`signer         | Error: AccessDeniedException: User: ${user} is not authorized to perform: kms:ListKeys on resource: * because no identity-based policy allows the kms:ListKeys action\``,
    { ...opaque, ...byUser, action: 'kms:ListKeys', deniedBy: 'no-identity-policy' },
  ),
  one(
    'an alias that is to be made, between its two dots',
    `  AccessDeniedException: User: ${session} is not
  authorized to perform: kms:CreateAlias on resource: arn:aws:kms:eu-north-1:${account}:alias/ledger-new
  because no identity-based policy allows the kms:CreateAlias action`,
    {
      ...opaque,
      ...bySession,
      action: 'kms:CreateAlias',
      resource: `arn:aws:kms:eu-north-1:${account}:alias/ledger-new`,
      resourceAccount: account,
      region: 'eu-north-1',
      keyId: 'alias/ledger-new',
      deniedBy: 'no-identity-policy',
    },
  ),
  one(
    'a multi-Region key in China',
    `AccessDeniedException: User: arn:aws-cn:iam::444455556666:user/mara is not authorized to perform: kms:Decrypt on resource: arn:aws-cn:kms:cn-north-1:444455556666:key/mrk-7d0f4a3193c24b8ea6f521c9e08b7d64 because no resource-based policy allows the kms:Decrypt action`,
    {
      ...opaque,
      principal: 'arn:aws-cn:iam::444455556666:user/mara',
      principalType: 'user',
      principalAccount: '444455556666',
      action: 'kms:Decrypt',
      resource: 'arn:aws-cn:kms:cn-north-1:444455556666:key/mrk-7d0f4a3193c24b8ea6f521c9e08b7d64',
      resourceAccount: '444455556666',
      region: 'cn-north-1',
      keyId: 'mrk-7d0f4a3193c24b8ea6f521c9e08b7d64',
      deniedBy: 'no-resource-policy',
    },
  ),
];

/** Every reason that AWS gives, in its own words. */
const reasons: readonly Form[] = (
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
    ['with an explicit deny in a VPC endpoint policy', 'vpc-endpoint'],
  ] as const
).map(([reason, deniedBy]) =>
  one(
    `the reason: ${reason}`,
    `[ledger] ${session} asked\nUser: ${session} is not authorized to perform: kms:Decrypt on resource: ${farKey} ${reason}`,
    { ...opaque, ...bySession, ...theirKey, action: 'kms:Decrypt', deniedBy },
  ),
);

/** Names that somebody made unreadable before pasting, and texts that end too soon. */
const redacted: readonly Form[] = [
  one(
    'marks in angle brackets',
    `│ Error: error reading KMS Key (<KEY>): AccessDeniedException: User: arn:aws:iam::<account-id>:user/<email> is not authorized to perform: kms:DescribeKey on resource: arn:aws:kms:eu-north-1:<account-id>:key/<KEY> because no resource-based policy allows the kms:DescribeKey action`,
    {
      ...opaque,
      principal: 'arn:aws:iam::<account-id>:user/<email>',
      principalType: 'user',
      action: 'kms:DescribeKey',
      resource: 'arn:aws:kms:eu-north-1:<account-id>:key/<KEY>',
      region: 'eu-north-1',
      deniedBy: 'no-resource-policy',
    },
  ),
  one(
    'stars',
    `    !!! AccessDeniedException: User: arn:aws:iam::*****:user/****** is not authorized to perform: kms:DescribeKey on resource: arn:aws:kms:eu-north-1:*******:key/*******
    !!!         status code: 400, request id: *******`,
    {
      ...opaque,
      principal: 'arn:aws:iam::*****:user/******',
      principalType: 'user',
      action: 'kms:DescribeKey',
      resource: 'arn:aws:kms:eu-north-1:*******:key/*******',
      region: 'eu-north-1',
    },
  ),
  one(
    'crosses, even for the account and the key',
    ` Message: com.amazonaws.services.s3.model.AmazonS3Exception: User: arn:aws:sts::xxxx:assumed-role/collector/xxxx is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:eu-north-1:xxx:key/x because no identity-based policy allows the kms:Decrypt action `,
    {
      ...opaque,
      principal: 'arn:aws:sts::xxxx:assumed-role/collector/xxxx',
      principalType: 'assumed-role',
      action: 'kms:Decrypt',
      resource: 'arn:aws:kms:eu-north-1:xxx:key/x',
      region: 'eu-north-1',
      deniedBy: 'no-identity-policy',
    },
  ),
  one(
    'hash signs, and words between them',
    `Error parsing Seal configuration: error fetching AWS KMS wrapping key information: AccessDeniedException: User: arn:aws:sts::##############:assumed-role/eks-nodes.<my account>/i-0f1e2d3c4b5a69788 is not authorized to perform: kms:DescribeKey on resource: arn:aws:kms:us-west-2:############:key/${other} because no identity-based policy allows the kms:DescribeKey action`,
    {
      ...opaque,
      principal: 'arn:aws:sts::##############:assumed-role/eks-nodes.<my account>/i-0f1e2d3c4b5a69788',
      principalType: 'assumed-role',
      action: 'kms:DescribeKey',
      resource: `arn:aws:kms:us-west-2:############:key/${other}`,
      region: 'us-west-2',
      keyId: other,
      deniedBy: 'no-identity-policy',
    },
  ),
  one(
    'points for the rest of a name',
    `${'$'} aws kms sign --key-id alias/release
User: arn:aws:sts::${account}:assumed-role/… is not authorized to perform: kms:Sign on resource: arn:aws:kms:eu-north-1:${account}:key/7d0f4a31-… because no identity-based policy allows the kms:Sign action`,
    {
      ...opaque,
      principal: `arn:aws:sts::${account}:assumed-role/…`,
      principalType: 'assumed-role',
      principalAccount: account,
      action: 'kms:Sign',
      resource: `arn:aws:kms:eu-north-1:${account}:key/7d0f4a31-…`,
      resourceAccount: account,
      region: 'eu-north-1',
      deniedBy: 'no-identity-policy',
    },
  ),
  one(
    'the Region too',
    `An error occurred (AccessDeniedException) when calling the Decrypt
operation: User: arn:aws:sts::<ACCOUNT_ID>:assumed-role/lab-day04-role/day04-test
is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:<REGION>:<ACCOUNT_ID>:key/<KEY_ID>
because no resource-based policy allows the kms:Decrypt action`,
    {
      ...opaque,
      principal: 'arn:aws:sts::<ACCOUNT_ID>:assumed-role/lab-day04-role/day04-test',
      principalType: 'assumed-role',
      action: 'kms:Decrypt',
      resource: 'arn:aws:kms:<REGION>:<ACCOUNT_ID>:key/<KEY_ID>',
      deniedBy: 'no-resource-policy',
    },
  ),
  one(
    'nothing left of the key but a word for it',
    `User: ${session}
is not authorized to perform: kms:Decrypt on resource: <key-arn>
because no resource-based policy allows the kms:Decrypt action`,
    { ...opaque, ...bySession, action: 'kms:Decrypt', deniedBy: 'no-resource-policy' },
  ),
  one(
    'nothing left of either',
    `2026-02-03 15:35:54,753 [File: kms_checks.py:75] [Module: kms_checks] ERROR: us-west-2 -- ClientError:71 -- An error occurred (AccessDeniedException) when calling the GetKeyRotationStatus operation: User: [redacted] is not authorized to perform: kms:GetKeyRotationStatus on resource: [redacted] because no resource-based policy allows the kms:GetKeyRotationStatus action`,
    { ...opaque, principalType: 'unknown', action: 'kms:GetKeyRotationStatus', deniedBy: 'no-resource-policy' },
  ),
  one(
    'a caller that has lost its name',
    `Error: creating CloudWatch Log Group: AccessDeniedException:
User is not authorized to perform: kms:DescribeKey on resource:
arn:aws:kms:eu-north-1:xxxxx:key/xxxx-xxxx-xxxx`,
    {
      ...opaque,
      principalType: 'unknown',
      action: 'kms:DescribeKey',
      resource: 'arn:aws:kms:eu-north-1:xxxxx:key/xxxx-xxxx-xxxx',
      region: 'eu-north-1',
    },
  ),
  one(
    'the end is missing after "explicit"',
    `  synchronously with AccessDeniedException HTTP 400: 'KMS key access denied error:
  com.amazonaws.services.kms.model.AWSKMSException: User: arn:aws:sts::<ACCOUNT>:assumed-role/<PRINCIPAL> is
  not authorized to perform: kms:CreateGrant on resource:
  ${farKey} with an explicit '.`,
    {
      ...opaque,
      ...theirKey,
      principal: 'arn:aws:sts::<ACCOUNT>:assumed-role/<PRINCIPAL>',
      principalType: 'assumed-role',
      action: 'kms:CreateGrant',
    },
  ),
  one('the end is missing after "resource"', 'User: yyyyy is not authorized to perform: kms:Encrypt on resource', {
    ...opaque,
    principalType: 'unknown',
    action: 'kms:Encrypt',
  }),
  one(
    'the beginning is missing',
    `Client.InternalError: Client error on launch
... not authorized to perform: kms:CreateGrant on resource: <cmk arn>`,
    { ...opaque, action: 'kms:CreateGrant' },
  ),
  one(
    'an account of ten digits, wrapped in the middle',
    `✘ upload templates/ledger.yml to bucket
ledger-artifacts-abc: AccessDenied:
User: arn:aws:iam::7777888899:user/copier is not authorized to perform: kms:GenerateDataKey on
resource: arn:aws:kms:eu-north-1:7777888899:key/xxxxxxxxxxxxxxxxxx because no identity-based
policy allows the kms:GenerateDataKey action`,
    {
      ...opaque,
      principal: 'arn:aws:iam::7777888899:user/copier',
      principalType: 'user',
      action: 'kms:GenerateDataKey',
      resource: 'arn:aws:kms:eu-north-1:7777888899:key/xxxxxxxxxxxxxxxxxx',
      region: 'eu-north-1',
      deniedBy: 'no-identity-policy',
    },
  ),
  one(
    'a colon too many, and a tag line after it',
    `AccessDeniedException: User: ${user} is not authorized to perform: kms:Encrypt on resource: arn:aws:kms:eu-north-1::${account}:key/${uuid}
#aws #kms #help`,
    {
      ...opaque,
      ...byUser,
      action: 'kms:Encrypt',
      resource: `arn:aws:kms:eu-north-1::${account}:key/${uuid}`,
      resourceAccount: account,
      region: 'eu-north-1',
      keyId: uuid,
    },
  ),
];

/** Denials that hide who was denied, and services that wrap them. */
const hidden: readonly Form[] = [
  one(
    'the ciphertext, of old',
    `An error occurred (AccessDeniedException) when calling the Decrypt operation:
The ciphertext refers to a customer master key that does not exist, does not
exist in this region, or you are not allowed to access.`,
    { ...opaque, action: 'kms:Decrypt' },
  ),
  one(
    'a Go program that ends',
    'panic: AccessDeniedException: The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access. (Service: AWSKMS; Status Code: 400; Error Code: AccessDeniedException; Request ID: yyy)',
    opaque,
  ),
  one(
    'an object that JavaScript printed',
    `message: 'The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access. (Service: AWSKMS; Status Code: 400; Error Code: AccessDeniedException; Request ID: 2a3b4c5d-6e7f-4081-8293-041526374859; Proxy: null)',
  code: 'AccessDeniedException',
  time: 2026-06-09T10:23:43.047Z,`,
    opaque,
  ),
  one(
    'sops with the key beside it',
    `[warning] skipping kms ${farKey}: An error occurred (AccessDeniedException) when calling the Decrypt operation: The ciphertext references a key that either does not exist or you do not have access to. `,
    { ...opaque, ...theirKey, action: 'kms:Decrypt' },
  ),
  one(
    'sops behind a bar, the key taken out',
    `✗ decryption failed for 'ledger-secrets': cannot get sops data key: Failed to get the data key required to decrypt the SOPS file.

Group 0: FAILED
  <edited>: FAILED
    - | failed to decrypt sops data key with AWS KMS: operation
      | error KMS: Decrypt, https response error StatusCode: 400,
      | RequestID: <edited>, api error
      | AccessDeniedException: The ciphertext refers to a customer
      | master key that does not exist, does not exist in this
      | region, or you are not allowed to access.`,
    { ...opaque, action: 'kms:Decrypt' },
  ),
  one(
    'a ledger database with a request of KMS in it',
    `{
  "status":500,
  "title":"AccessDeniedException",
  "detail":"The user does not have permissions to use the customer managed KMS key of the ledger (KMS Request ID: 3b4c5d6e-7f80-4192-8304-152637485960) : The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access."
}`,
    opaque,
  ),
  one(
    'Secrets Manager, through ECS',
    `> ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret arn:aws:secretsmanager:eu-north-1:account_id:secret:ledger-db-a1B2c3 from secrets manager: AccessDeniedException: Access to KMS is not allowed status code: 400, request id: 4c5d6e7f-8091-42a3-8415-263748596071`,
    opaque,
  ),
  one(
    'Secrets Manager, in a status of Kubernetes',
    `      message: "could not get secret data from provider: key \\"ledger\\"
        from ExternalSecret \\"ledger\\": AccessDeniedException:
        Access to KMS is not allowed\\n\\tstatus code: 400, "
      reason: SecretSyncedError
      status: "False"`,
    opaque,
  ),
  one(
    'Secrets Manager as JSON',
    `{
        "__type":"AccessDeniedException",
        "Message":"Access to KMS is not allowed"
        }`,
    opaque,
  ),
  one(
    'Lambda, with the key under it',
    `KMSAccessDeniedException: Lambda was unable to decrypt the environment variables
${key}`,
    { ...opaque, ...ownKey },
  ),
  one(
    'Lambda in its own words',
    '`KMSAccessDeniedException: Lambda was unable to decrypt the environment variables because KMS access was denied`',
    opaque,
  ),
  one(
    'CloudWatch Logs: the log group is no key',
    `Resource handler returned message: "The specified KMS key does not exist or is not allowed to be used with Arn 'arn:aws:logs:eu-north-1:***:log-group:/ecs/ledger-pr77' (Service: CloudWatchLogs, Status Code: 400, Request ID: 5d6e7f80-91a2-43b4-8526-374859607182)"`,
    opaque,
  ),
  one(
    'Firehose on Kinesis',
    `Firehose does not have access to the KMS Key used to encrypt/decrypt the Kinesis Stream. Please grant the Firehose delivery role access to the key.

Kinesis.KMS.AccessDeniedException`,
    opaque,
  ),
  one(
    'only the code is left',
    'Failed to call KMS encryption service: AccessDeniedException: status code: 400, request id: *****',
    opaque,
  ),
];

/** Failures of KMS that are no denials. */
const otherFailures: readonly Form[] = [
  one(
    'not found: a key that is not there',
    `04:21:37  botocore.errorfactory.NotFoundException: An error occurred (NotFoundException) when calling the Encrypt operation: Key '${key}' does not exist`,
    { ...nothing, ...ownKey, kind: 'not-found', action: 'kms:Encrypt' },
  ),
  one(
    'not found: an alias, told by another service',
    `Missing
  alias -> ValidationException: 'KMS validation error: com.amazonaws.services.kms.model.NotFoundException:
  Alias arn:aws:kms:eu-north-1:<ACCOUNT>:alias/ledger-gone is not found. (Service: AWSKMS;
  Status Code: 400; Error Code: NotFoundException; Request ID: 6e7f8091-a2b3-44c5-8637-485960718293; Proxy:
  null)'.`,
    {
      ...nothing,
      kind: 'not-found',
      resource: 'arn:aws:kms:eu-north-1:<ACCOUNT>:alias/ledger-gone',
      region: 'eu-north-1',
      keyId: 'alias/ledger-gone',
    },
  ),
  one(
    'not found: in .NET, escaped in JSON',
    `{
  "Timestamp": "2026-04-23T14:26:13.9530270+00:00",
  "Level": "Error",
  "Exception": "Amazon.KeyManagementService.Model.NotFoundException: Key 'arn:aws:kms:***:********:key/${uuid}' does not exist\\n ---> Amazon.Runtime.Internal.HttpErrorResponseException: Exception of type 'Amazon.Runtime.Internal.HttpErrorResponseException' was thrown."`,
    { ...nothing, kind: 'not-found', resource: `arn:aws:kms:***:********:key/${uuid}`, keyId: uuid },
  ),
  one(
    'not found: a build that uploads',
    "CLIENT_ERROR: Error in UPLOAD_ARTIFACTS phase: KMS.NotFoundException: Key 'arn:aws:kms:eu-north-1:<obscured>:key/<obscured>' does not exist status code: 400, request id: <obscured>, host id: <obscured>",
    {
      ...nothing,
      kind: 'not-found',
      resource: 'arn:aws:kms:eu-north-1:<obscured>:key/<obscured>',
      region: 'eu-north-1',
    },
  ),
  one(
    'not found: a log group that is to be encrypted',
    `Error: Creating CloudWatch Log Group failed: InvalidParameterException: The specified KMS Key Id could not be found. '/aws/eks/ledger/cluster'

  on main.tf line 20, in resource "aws_cloudwatch_log_group" "eks":`,
    { ...nothing, kind: 'not-found' },
  ),
  one(
    'disabled, with marks in the ARN',
    `6. decrypt with the disabled key
An error occurred (DisabledException) when calling the Decrypt operation: arn:aws:kms:eu-north-1:7777**:key/7d** is disabled.`,
    {
      ...nothing,
      kind: 'disabled',
      action: 'kms:Decrypt',
      resource: 'arn:aws:kms:eu-north-1:7777**:key/7d**',
      region: 'eu-north-1',
    },
  ),
  one(
    'pending deletion, in the command line',
    `(mara@work)-[~]
$ aws kms disable-key --key-id $KEY_A
aws: [ERROR]: An error occurred (KMSInvalidStateException) when calling the DisableKey operation: ${key} is pending deletion.`,
    { ...nothing, ...ownKey, kind: 'invalid-state', action: 'kms:DisableKey' },
  ),
  one(
    'pending deletion, of an ARN that has lost its head',
    `aws: [ERROR]: An error occurred (KMSInvalidStateException) when calling the
DisableKey operation: ...key/${other} is pending deletion.`,
    { ...nothing, kind: 'invalid-state', action: 'kms:DisableKey', keyId: other },
  ),
  one(
    'pending deletion, in Terraform',
    `Error: error scheduling deletion for KMS Key (${other}): KMSInvalidStateException: ${farKey} is pending deletion.`,
    { ...nothing, ...theirKey, kind: 'invalid-state' },
  ),
  one(
    'invalid state, told by Auto Scaling',
    `Error: waiting for EKS Node Group (ledger:nodes) create: unexpected state 'CREATE_FAILED', wanted target 'ACTIVE'. last error: eks-nodes-0a1b: AsgInstanceLaunchFailures: Instance became unhealthy while waiting for instance to be in InService state. Termination Reason: Client.InvalidKMSKey.InvalidState: The KMS key provided is in an incorrect state
i-0f1e2d3c4b5a69788`,
    { ...nothing, kind: 'invalid-state' },
  ),
  one(
    'an invalid grant token',
    'An error occurred (InvalidGrantTokenException) when calling the Decrypt operation: The grant token is not valid.',
    { ...nothing, kind: 'invalid-grant', action: 'kms:Decrypt' },
  ),
  one(
    'the usage of the key',
    ` InvalidKeyUsageException: ${key} key usage is SIGN_VERIFY which is not valid for Encrypt.`,
    { ...nothing, ...ownKey },
  ),
  one(
    'a ciphertext that is none',
    `com.amazonaws.services.kms.model.InvalidCiphertextException: null
(Service: AWSKMS; Status Code: 400; Error Code: InvalidCiphertextException;
Request ID: 7f8091a2-b3c4-45d6-8748-596071829304), compiling:(ledger.clj:33:31)`,
    nothing,
  ),
  one(
    'a policy that locks its author out',
    '> The new key policy will not allow you to update the key policy in the future. (Service: AWSKMS; Status Code: 400; Error Code: MalformedPolicyDocumentException; Request ID: 8091a2b3-c4d5-46e7-8859-607182930415)',
    nothing,
  ),
  one(
    'grants that are none, in Ansible',
    'The error was: botocore.exceptions.ClientError: An error occurred (ValidationException) when calling the CreateGrant operation: Grants must not contain only the CreateGrant operation.',
    { ...nothing, action: 'kms:CreateGrant' },
  ),
  one(
    'no credentials, in Vault',
    `Error parsing Seal configuration: error fetching AWS KMS wrapping key information: NoCredentialProviders: no valid providers in chain. Deprecated.
        For verbose messaging see aws.Config.CredentialsChainVerboseErrors`,
    nothing,
  ),
  one(
    'an invalid token, in Ruby',
    `Aws::KMS::Errors::UnrecognizedClientException: The security token included in the request is invalid
from /home/mara/gems/aws-sdk-core-3.21.2/lib/seahorse/client/plugins/raise_response_errors.rb:15:in \`call'`,
    nothing,
  ),
  one(
    'sops without credentials: its key is known',
    `Failed to get the data key required to decrypt the SOPS file.

Group 0: FAILED
  arn:aws:kms:eu-north-1:******:alias/ledger-sops: FAILED
    - | failed to decrypt sops data key with AWS KMS: operation
      | error KMS: Decrypt, failed to sign request: failed to
      | retrieve credentials: failed to refresh cached credentials,
      | no EC2 IMDS role found, operation error ec2imds:
      | GetMetadata, canceled, context deadline exceeded`,
    {
      ...nothing,
      action: 'kms:Decrypt',
      resource: 'arn:aws:kms:eu-north-1:******:alias/ledger-sops',
      region: 'eu-north-1',
      keyId: 'alias/ledger-sops',
    },
  ),
];

/** Texts that tell of no failure of KMS, however near they come. */
const noFailures: readonly Form[] = [
  none(
    'the description of a key',
    `{
    "KeyMetadata": {
        "AWSAccountId": "<redacted>",
        "KeyId": "<redacted>",
        "Enabled": false,
        "KeyUsage": "ENCRYPT_DECRYPT",
        "KeyState": "PendingDeletion",
        "KeyManager": "CUSTOMER"`,
  ),
  none(
    'a data key that could not be unwrapped, nobody says why',
    `    raise DecryptKeyError("Unable to decrypt any data key")
aws_encryption_sdk.exceptions.DecryptKeyError: Unable to decrypt any data key`,
  ),
  none(
    'another service denies its own',
    `│ Error: reading Secrets Manager Secret (arn:aws:secretsmanager:eu-north-1:${account}:secret:ledger-a1B2c3): api error AccessDeniedException: User: ${user} is not authorized to perform: secretsmanager:DescribeSecret on resource: arn:aws:secretsmanager:eu-north-1:${account}:secret:ledger-a1B2c3 because no resource-based policy allows the secretsmanager:DescribeSecret action`,
  ),
  none(
    'another service, by a service control policy',
    `AccessDeniedException: not authorized to perform: bedrock:InvokeModel on resource:
arn:aws:bedrock:eu-north-1::foundation-model/example.model-1
with an explicit deny in a service control policy:
arn:aws:organizations::999999999999:policy/o-books42/service_control_policy/p-0a1b2c3d`,
  ),
  none(
    'another service, with an authorization id',
    `User: ${user} is not authorized to perform: iam:GetRole on resource: role ledger because no identity-based policy allows the iam:GetRole action. Go to https://eu-north-1.console.aws.amazon.com/iam/home?region=eu-north-1#/authorization-details/a1b2c3d4e5 for complete details`,
  ),
  none(
    'a role that may not be assumed',
    `[21:48:52] Assuming role failed: User: ${user} is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::${account}:role/cdk-abc123-file-publishing-role`,
  ),
  none(
    'an encoded message of EC2',
    'ERROR controller.provisioning Could not launch node, creating fleet UnauthorizedOperation: You are not authorized to perform this operation. Encoded authorization failure message',
  ),
  none(
    'a table, in Java',
    `2026-10-31_08:33:41.17625 Caused by: com.amazonaws.AmazonServiceException: User: arn:aws:iam::************:user/reader is not authorized to perform: dynamodb:CreateTable on resource: arn:aws:dynamodb:eu-north-1:***********:table/ledger (Service: AmazonDynamoDBv2; Status Code: 400; Error Code: AccessDeniedException; Request ID: A1B2C3)`,
  ),
  none('a command', 'aws s3 cp report.csv s3://ledger-archive/report.csv --sse=aws:kms'),
  none('a wish', 'The read-only role has no kms decrypt permissions. Adding them here lets the team open the archive.'),
  none(
    'a story',
    'New key for the archive bucket needed. Noor got an error that said it did not exist or that she was not allowed access',
  ),
];

/** All of them. */
export const pasted: readonly Form[] = [...told, ...reasons, ...redacted, ...hidden, ...otherFailures, ...noFailures];
