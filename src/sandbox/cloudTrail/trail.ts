import { randomUUID } from 'node:crypto';
import { parseKeyArn, parsePrincipal } from '../../policy';
import { kmsOperations } from '../../reference';
import type { SandboxCaller } from '../callers';
import type { AwsError } from '../errors';
import { arnOfKeyId, uniqueId, type StoredKey, type World } from '../world';

/** One call as CloudTrail sees it. */
export interface RecordedCall {
  readonly caller: SandboxCaller;
  readonly accessKeyId: string;
  readonly region: string;
  /** `kms`, `sts`, `iam` */
  readonly service: string;
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly requestId: string;
  readonly userAgent: string;
  readonly error: AwsError | undefined;
}

/** An event in one account's history. */
export interface StoredEvent {
  /** Counts up: later events have larger ones. */
  readonly sequence: number;
  /** Whose history it is in. */
  readonly account: string;
  readonly region: string;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly username: string;
  /** CloudTrail User Guide, "CloudTrail record contents". */
  readonly record: Readonly<Record<string, unknown>> & {
    readonly eventID: string;
    readonly eventName: string;
    readonly eventSource: string;
    readonly readOnly: boolean;
  };
  readonly resources: readonly StoredKey[];
}

const most = 10_000;

/** The event histories of all sandbox accounts, oldest first; in memory only, the last ten thousand events. */
export class Trail {
  readonly events: StoredEvent[] = [];
  #sequence = 0;

  constructor(private readonly world: World) {}

  /**
   * Records a call in the caller's account; in the key's account too, unless it was denied: a cross-account denial is logged in the
   * caller's account only (KMS Developer Guide, "Logging AWS KMS API calls with AWS CloudTrail").
   */
  record(call: RecordedCall): void {
    const key = keyOf(this.world, call);
    const accounts = new Set([
      call.caller.account,
      ...(key !== undefined && call.error === undefined ? [key.parts.account] : []),
    ]);
    const time = Date.now();
    for (const account of accounts) {
      this.events.push({
        sequence: this.#sequence++,
        account,
        region: call.region,
        time,
        username: usernameOf(call.caller),
        record: eventRecord(call, key, account, time),
        resources: key ? [key] : [],
      });
    }
    if (this.events.length > most) {
      this.events.splice(0, this.events.length - most);
    }
  }
}

/** What CloudTrail leaves out of requests (KMS Developer Guide, "Logging AWS KMS API calls with AWS CloudTrail"). */
const omitted: ReadonlySet<string> = new Set([
  'Plaintext',
  'CiphertextBlob',
  'Message',
  'Action',
  'Version',
  'GrantTokens',
]);

function eventRecord(
  { caller, accessKeyId, region, service, operation, input, requestId, userAgent, error }: RecordedCall,
  key: StoredKey | undefined,
  account: string,
  time: number,
): StoredEvent['record'] {
  const parameters = Object.entries(input)
    .filter(([name, value]) => !omitted.has(name) && value !== undefined)
    .map(([name, value]) => [name.charAt(0).toLowerCase() + name.slice(1), value]);
  return {
    eventVersion: '1.11',
    userIdentity: userIdentity(caller, accessKeyId, time),
    eventTime: new Date(time).toISOString().replace(/\.\d+/, ''),
    eventSource: `${service}.amazonaws.com`,
    eventName: operation,
    awsRegion: region,
    sourceIPAddress: '127.0.0.1',
    userAgent,
    ...(error && {
      errorCode: error.code === 'AccessDeniedException' ? 'AccessDenied' : error.code,
      ...(error.text !== undefined && { errorMessage: error.text }),
    }),
    requestParameters: parameters.length === 0 ? null : Object.fromEntries(parameters),
    responseElements: null,
    requestID: requestId,
    eventID: randomUUID(),
    readOnly: isReadOnly(service, operation),
    ...(key && { resources: [{ accountId: key.parts.account, type: 'AWS::KMS::Key', ARN: key.arn }] }),
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: account,
    eventCategory: 'Management',
  };
}

function userIdentity({ arn, account, userId, identity }: SandboxCaller, accessKeyId: string, time: number): object {
  const { kind } = parsePrincipal(identity.arn);
  const common = { principalId: userId, arn, accountId: account, accessKeyId };
  if (kind === 'account') {
    return { type: 'Root', ...common };
  }
  if (kind === 'service') {
    return { type: 'AWSService', invokedBy: arn };
  }
  if (kind === 'user') {
    return { type: 'IAMUser', ...common, userName: nameOf(arn) };
  }
  return {
    type: 'AssumedRole',
    ...common,
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: uniqueId(identity.arn),
        arn: identity.arn,
        accountId: account,
        userName: nameOf(identity.arn),
      },
      attributes: { creationDate: new Date(time).toISOString().replace(/\.\d+/, ''), mfaAuthenticated: 'false' },
    },
  };
}

/** The attribute that LookupEvents calls Username: for a role the session's name. */
function usernameOf({ arn, identity }: SandboxCaller): string {
  return parsePrincipal(identity.arn).kind === 'account' ? 'root' : nameOf(arn);
}

const nameOf = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);

// KMS counts its cryptographic operations as reads, all but those that change a key or a grant.
function isReadOnly(service: string, operation: string): boolean {
  if (service !== 'kms') {
    return /^(Get|List|Describe|AssumeRole)/.test(operation);
  }
  const known = kmsOperations.find(o => o.apiOperation === operation);
  return known === undefined || known.cryptographic || ['Read', 'List'].includes(known.accessLevel);
}

/** The key that the call names; one that only the ciphertext tells is not known to the log of a refused call. */
function keyOf(world: World, { caller, region, service, input }: RecordedCall): StoredKey | undefined {
  const id = input['KeyId'] ?? input['SourceKeyId'];
  if (service !== 'kms' || typeof id !== 'string') {
    return undefined;
  }
  const arn = arnOfKeyId(id, region, caller.account);
  return parseKeyArn(arn)?.alias === undefined ? world.key(arn) : world.aliased(arn);
}
