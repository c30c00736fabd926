import { strict as assert } from 'node:assert';
import { readDenials } from '../../src/denial';
import type { Evidence } from '../../src/diagnosis';
import {
  adminStatement,
  denial,
  evidence,
  identity,
  keyArn,
  liveKey,
  ok,
  policyText,
  refused,
  rootStatement,
} from './evidence';
import { explainsEach, type ExplanationCase } from './explanationCases';

const foreignKey = 'arn:aws:kms:eu-west-1:444455556666:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const foreign = { resource: foreignKey, resourceAccount: '444455556666' } as const;
const foreignOwner = { ...rootStatement, Principal: { AWS: 'arn:aws:iam::444455556666:root' } };
const root = { principal: 'arn:aws:iam::111122223333:root', principalType: 'root' } as const;
const hidden =
  'because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access';

const service = (principal: string, action: string, over: Partial<Evidence['denial']> = {}): Evidence =>
  evidence(policyText(rootStatement), {
    denial: denial({ principal, principalType: 'service', principalAccount: null, action, ...over }),
  });

/** Only the text, as somebody pastes it. */
function textOnly(text: string): Evidence {
  const [read] = readDenials(text);
  assert.ok(read, 'the error is understood');
  return { denial: read };
}

const cases: Readonly<Record<string, ExplanationCase>> = {
  'CloudWatch Logs, encryption context': {
    evidence: service('logs.eu-west-1.amazonaws.com', 'kms:Encrypt'),
    cause: 'key-policy-shut',
    remedies: ['statement'],
    says: [
      /"Sid": "AllowLogsToEncrypt"/,
      /"Service": "logs\.eu-west-1\.amazonaws\.com"/,
      /"kms:EncryptionContext:aws:logs:arn": "arn:aws:logs:eu-west-1:111122223333:\*"/,
      /only for what it names in the encryption context/,
      /Then repeat what `logs\.eu-west-1\.amazonaws\.com` was doing: nobody can test as it/,
    ],
    keepsQuiet: [/--dry-run/, /AdministratorAccess/, /aws:SourceAccount/],
  },
  'CloudTrail, encryption context': {
    evidence: service('cloudtrail.amazonaws.com', 'kms:GenerateDataKey'),
    cause: 'key-policy-shut',
    remedies: ['statement'],
    says: [
      /"kms:EncryptionContext:aws:cloudtrail:arn": "arn:aws:cloudtrail:\*:111122223333:trail\/\*"/,
      /"Sid": "AllowCloudtrailToDescribeKey"/,
    ],
  },
  'SNS to an encrypted SQS queue': {
    evidence: service('sns.amazonaws.com', 'kms:GenerateDataKey'),
    cause: 'key-policy-shut',
    remedies: ['statement'],
    says: [
      /"kms:GenerateDataKey",\s+"kms:Decrypt"/,
      /"aws:SourceAccount": "111122223333"/,
      /only on behalf of account `111122223333`/,
      /add it as `aws:SourceArn`/,
    ],
  },
  'S3 event notification': {
    evidence: service('s3.amazonaws.com', 'kms:Decrypt'),
    cause: 'key-policy-shut',
    remedies: ['statement'],
    says: [/"aws:SourceAccount": "111122223333"/, /"kms:Decrypt",\s+"kms:GenerateDataKey"/],
  },
  'EventBridge to SNS or SQS': {
    evidence: service('events.amazonaws.com', 'kms:GenerateDataKey'),
    cause: 'key-policy-shut',
    remedies: ['statement'],
    says: [
      /There is no condition because `events\.amazonaws\.com` calls KMS without `aws:SourceAccount` and `aws:SourceArn`/,
    ],
    keepsQuiet: [/"Condition"/],
  },
  'root user': {
    evidence: evidence(policyText(adminStatement), { denial: denial(root) }),
    cause: 'key-policy-shut',
    remedies: ['statement', 'grant'],
    says: [
      /^# The key policy keeps the root user of account `111122223333` out\.$/m,
      /Being the root user does not help/,
      /A policy cannot name the root user alone/,
      /"Sid": "AllowAccount111122223333ToDecrypt"/,
    ],
    keepsQuiet: [/AdministratorAccess/, /alone and opens the lock by itself/],
  },
  'root user of another account': {
    evidence: evidence(policyText(foreignOwner), {
      denial: denial({ ...root, ...foreign, deniedBy: 'unknown' }),
      key: ok({ ...liveKey, arn: foreignKey, account: '444455556666' }),
    }),
    cause: 'both-shut',
    says: [/The root user needs no IAM policy: the key policy’s half is all that is missing/],
    keepsQuiet: [/takes both halves/],
  },
  'Auto Scaling, key of another account': {
    evidence: evidence(policyText(foreignOwner), {
      denial: denial({
        principal: 'arn:aws:sts::111122223333:assumed-role/AWSServiceRoleForAutoScaling/AutoScaling',
        action: 'kms:GenerateDataKeyWithoutPlaintext',
        ...foreign,
        deniedBy: 'unknown',
      }),
      key: ok({ ...liveKey, arn: foreignKey, account: '444455556666' }),
    }),
    cause: 'service-linked-role',
    remedies: ['grant'],
    says: [
      /Only a grant lets `AWSServiceRoleForAutoScaling` in/,
      /aws kms create-grant --key-id \S+ --grantee-principal \S+AWSServiceRoleForAutoScaling --operations .*CreateGrant/,
    ],
    keepsQuiet: [/takes both halves/, /## The key’s half/],
  },
  'Auto Scaling, key of another account whose policy is not readable': {
    evidence: evidence('', {
      denial: denial({
        principal: 'arn:aws:sts::111122223333:assumed-role/AWSServiceRoleForAutoScaling/AutoScaling',
        ...foreign,
        deniedBy: 'unknown',
      }),
      key: refused('kms:DescribeKey'),
      keyPolicy: refused('kms:GetKeyPolicy'),
    }),
    cause: 'service-linked-role',
    remedies: ['grant'],
    says: [/Only a grant/],
  },
  'federated user': {
    evidence: evidence(policyText(rootStatement), {
      denial: denial({
        principal: 'arn:aws:sts::111122223333:federated-user/bob',
        principalType: 'federated',
        deniedBy: 'no-identity-policy',
      }),
    }),
    cause: 'iam-shut',
    says: [/`bob` is a federated user, with no policy of its own/, /`GetFederationToken`/],
    keepsQuiet: [/Add this to an IAM policy of `bob`/],
  },
  'session policy': {
    evidence: evidence(policyText(rootStatement), {
      denial: denial({ deniedBy: 'no-session' }),
      identity: identity({ Effect: 'Allow', Action: '*', Resource: '*' }),
    }),
    cause: 'limited',
    says: [/^# The session policy keeps `MyRole` out: it does not allow `kms:Decrypt`\.$/m],
    keepsQuiet: [/do not agree/],
  },
  'service control policy': {
    evidence: evidence(policyText(rootStatement), {
      denial: denial({ deniedBy: 'explicit-deny-scp' }),
      identity: identity({ Effect: 'Allow', Action: '*', Resource: '*' }),
    }),
    cause: 'explicit-deny',
    says: [/^# A Deny keeps `MyRole` out: it stands in a service control policy \(SCP\)\.$/m],
    keepsQuiet: [/do not agree/],
  },
  'Identity Center role whose iam:GetRole is refused': {
    evidence: evidence(policyText(adminStatement), {
      denial: denial({
        principal: 'arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Admin_0123456789abcdef/me@example.com',
      }),
      identity: refused('iam:GetRole'),
    }),
    cause: 'key-policy-shut',
    remedies: ['statement', 'root-and-iam'],
    says: [
      /"aws:PrincipalArn": "arn:aws:iam::111122223333:role\/aws-reserved\/sso\.amazonaws\.com\/\*AWSReservedSSO_Admin_\*"/,
      /the permission set has to allow it as well/,
      /may not `iam:GetRole`/,
    ],
  },
  'instance role with the alias’s ARN in its IAM policy': {
    evidence: evidence(policyText(rootStatement), {
      denial: denial({ deniedBy: 'no-identity-policy' }),
      identity: identity({
        Effect: 'Allow',
        Action: 'kms:Decrypt',
        Resource: 'arn:aws:kms:eu-west-1:111122223333:alias/app',
      }),
    }),
    cause: 'iam-shut',
    remedies: ['iam', 'statement', 'grant'],
    says: [/a key id or an alias would not match/, new RegExp(`"Resource": "${keyArn}"`)],
  },
  'CreateLogGroup with a key': {
    evidence: textOnly(
      "An error occurred (InvalidParameterException) when calling the CreateLogGroup operation: The specified KMS key does not exist or is not allowed to be used with LogGroup 'arn:aws:logs:eu-west-1:111122223333:log-group:/app'",
    ),
    cause: 'incomplete',
    says: [
      /calls KMS as itself: the caller is `logs\.<region>\.amazonaws\.com`/,
      /the key policy has to name it/,
      /read CloudTrail in the caller’s account finds the call there/,
    ],
    keepsQuiet: [/AWS lists three reasons/, /KMS withholds/],
  },
  'secret of another account, the service’s own words': {
    evidence: textOnly(
      'An error occurred (AccessDeniedException) when calling the GetSecretValue operation: Access to KMS is not allowed',
    ),
    cause: 'incomplete',
    says: [/from `secretsmanager\.amazonaws\.com`, which calls KMS in the name of whoever called it/],
    keepsQuiet: [/AWS lists three reasons/, /KMS withholds/],
  },
  'secret of another account, as CloudTrail tells it': {
    evidence: textOnly(
      JSON.stringify({
        eventVersion: '1.08',
        eventSource: 'kms.amazonaws.com',
        eventName: 'Decrypt',
        awsRegion: 'eu-west-1',
        errorCode: 'AccessDenied',
        sourceIPAddress: 'secretsmanager.amazonaws.com',
        userIdentity: {
          type: 'AssumedRole',
          arn: 'arn:aws:sts::111122223333:assumed-role/App/i-0',
          accountId: '111122223333',
          invokedBy: 'secretsmanager.amazonaws.com',
        },
        errorMessage: `User: arn:aws:sts::111122223333:assumed-role/App/i-0 is not authorized to perform: kms:Decrypt on the resource associated with this ciphertext ${hidden}`,
        requestParameters: {
          encryptionContext: { SecretARN: 'arn:aws:secretsmanager:eu-west-1:444455556666:secret:db-AbCdEf' },
        },
      }),
    ),
    cause: 'incomplete',
    says: [
      /`SecretARN` is `arn:aws:secretsmanager:eu-west-1:444455556666:secret:db-AbCdEf`/,
      /logged in the caller’s account only/,
      /AWS lists three reasons at once.*The key policy is the usual one/,
    ],
  },
  'denied across accounts without a key': {
    evidence: {
      denial: denial({
        resource: null,
        resourceAccount: null,
        region: null,
        keyId: null,
        deniedBy: 'unknown',
        message: `not authorized to perform: kms:Decrypt on this resource ${hidden}`,
      }),
    },
    cause: 'incomplete',
    says: [
      /KMS withholds the key’s ARN/,
      /read CloudTrail in account `111122223333` finds the call there/,
      /logs no denial of another account’s caller/,
    ],
    keepsQuiet: [/in the account that owns the key, the event/],
  },
};

describe('explanation: cases from practice', () => {
  explainsEach(cases);
});
