import { message, type Message } from '../../text/message';
import type { SandboxScenario } from './scenario';
import { administratorJson, keyAdmin, policy, rootJson } from './statements';

const account = '123456789012';
const region = 'ap-northeast-1';

interface ServiceCase {
  readonly id: string;
  readonly title: Message;
  readonly detail: Message;
  /** The service principal. */
  readonly service: string;
  readonly keyId: string;
  readonly description: string;
  readonly alias: string;
  /** `aws:SourceAccount` and the like, where the service sends them. */
  readonly context?: Readonly<Record<string, string>>;
  readonly encryptionContext?: Readonly<Record<string, string>>;
}

/** A service calls KMS as itself: the root statement lets in the account's identities only, so the key policy has to name the service. */
function serviceCase({
  id,
  title,
  detail,
  service,
  keyId,
  description,
  alias,
  context,
  encryptionContext,
}: ServiceCase): SandboxScenario {
  const keyArn = `arn:aws:kms:${region}:${account}:key/${keyId}`;
  return {
    id,
    title,
    detail,
    keyArn,
    region,
    principalArn: service,
    readerArn: keyAdmin(account).arn,
    action: 'kms:GenerateDataKey',
    call: {
      operation: 'GenerateDataKey',
      input: { KeyId: keyArn, KeySpec: 'AES_256', ...(encryptionContext && { EncryptionContext: encryptionContext }) },
    },
    world: {
      identities: [keyAdmin(account), { arn: service, serves: { account, ...(context && { context }) } }],
      keys: [
        {
          arn: keyArn,
          description,
          aliases: [alias],
          policy: policy(rootJson(account), administratorJson(account)),
        },
      ],
    },
  };
}

const source = (arn: string): Readonly<Record<string, string>> => ({
  'aws:SourceAccount': account,
  'aws:SourceArn': arn,
});

export const snsToQueue = serviceCase({
  id: 'sns-to-encrypted-queue',
  title: message('Service: SNS cannot deliver to an encrypted SQS queue'),
  detail: message("The queue's key policy has the root statement only; SNS, which calls KMS as itself, is not in it."),
  service: 'sns.amazonaws.com',
  keyId: '0b9e4d72-5a16-4c3f-8e90-d7b2a1c6f845',
  description: 'Order queue',
  alias: 'alias/order-queue',
  context: source(`arn:aws:sns:${region}:${account}:orders`),
  encryptionContext: { 'aws:sqs:arn': `arn:aws:sqs:${region}:${account}:orders` },
});

export const eventsToQueue = serviceCase({
  id: 'events-to-encrypted-queue',
  title: message('Service: EventBridge cannot deliver to an encrypted SQS queue'),
  detail: message(
    "A rule's target is a queue whose key policy does not name EventBridge; its calls bring no source account or ARN.",
  ),
  service: 'events.amazonaws.com',
  keyId: '7f4a2c90-e1d8-4b65-93fa-08c7d5b6e312',
  description: 'Event queue',
  alias: 'alias/event-queue',
  encryptionContext: { 'aws:sqs:arn': `arn:aws:sqs:${region}:${account}:events` },
});

export const logGroup = serviceCase({
  id: 'logs-log-group',
  title: message("Service: CloudWatch Logs cannot use the log group's key"),
  detail: message(
    'The key of a log group does not name CloudWatch Logs, whose calls bring the log group as encryption context.',
  ),
  service: `logs.${region}.amazonaws.com`,
  keyId: 'd2c85b17-46fe-4930-a7b8-e9f10c3d6a54',
  description: 'Application logs',
  alias: 'alias/logs',
  encryptionContext: { 'aws:logs:arn': `arn:aws:logs:${region}:${account}:log-group:/app/orders` },
});

export const s3Inventory = serviceCase({
  id: 's3-inventory',
  title: message('Service: S3 cannot encrypt its inventory reports'),
  detail: message('S3 Inventory writes under a key whose policy does not name S3.'),
  service: 's3.amazonaws.com',
  keyId: '5e70d9a3-b8c4-4f12-8d6b-31a9f7e2c068',
  description: 'Inventory reports',
  alias: 'alias/inventory',
  context: source('arn:aws:s3:::orders'),
  encryptionContext: { 'aws:s3:arn': 'arn:aws:s3:::inventory' },
});

export const cloudTrailKey = serviceCase({
  id: 'cloudtrail-trail',
  title: message('Service: CloudTrail cannot encrypt its log files'),
  detail: message("The trail's key does not name CloudTrail, whose calls bring the trail as encryption context."),
  service: 'cloudtrail.amazonaws.com',
  keyId: 'a8f3b6e1-2d97-4c50-b4e8-6f05d1c9a723',
  description: 'Trail',
  alias: 'alias/trail',
  context: source(`arn:aws:cloudtrail:${region}:${account}:trail/management`),
  encryptionContext: {
    'aws:cloudtrail:arn': `arn:aws:cloudtrail:${region}:${account}:trail/management`,
    'aws:s3:arn': 'arn:aws:s3:::trail-logs/AWSLogs',
  },
});
