import { kmsOperations } from '../../reference';

/** A KMS event of CloudTrail, as far as people and a search need it (CloudTrail User Guide, "CloudTrail record contents"). What it does not say is undefined. */
export interface KmsEvent {
  /** The event's JSON as it was. */
  readonly text: string;
  readonly id: string | undefined;
  /** ISO 8601 */
  readonly time: string | undefined;
  /** `kms:Decrypt`, by the API operation. */
  readonly action: string;
  /** Absent from a successful call's event. */
  readonly errorCode: string | undefined;
  readonly errorMessage: string | undefined;
  /** A test that was meant to fail. */
  readonly dryRun: boolean;
  /** The caller's ARN; the service itself where that called on its own behalf. */
  readonly principal: string | undefined;
  /** The service that called KMS for the principal: `s3.amazonaws.com`. */
  readonly service: string | undefined;
  readonly userAgent: string | undefined;
  readonly sourceIp: string | undefined;
  readonly vpcEndpoint: string | undefined;
  readonly encryptionContext: Readonly<Record<string, string>> | undefined;
  /** Keys by whatever name the event has them: ARNs first. */
  readonly keys: readonly string[];
  readonly requestId: string | undefined;
  readonly region: string | undefined;
  /** Whose history it is in. */
  readonly account: string | undefined;
}

/** Reads the JSON text of one event; undefined when it is no JSON, or no event of KMS. */
export function readKmsEvent(text: string): KmsEvent | undefined {
  const event = record(parsed(text));
  const name = string(event?.['eventName']);
  if (event === undefined || name === undefined || !isKmsSource(event['eventSource'])) {
    return undefined;
  }
  const identity = record(event['userIdentity']);
  const request = record(event['requestParameters']);
  const sourceIp = string(event['sourceIPAddress']);
  const invokedBy = string(identity?.['invokedBy']);
  const service = [invokedBy, sourceIp].find(s => s !== undefined && /\.amazonaws\.com(\.cn)?$/.test(s));
  return {
    text,
    id: string(event['eventID']),
    time: string(event['eventTime']),
    action: actionOf(name),
    errorCode: string(event['errorCode']),
    errorMessage: string(event['errorMessage']),
    dryRun: request?.['dryRun'] === true || request?.['dryRun'] === 'true',
    principal: principalOf(identity),
    service,
    userAgent: string(event['userAgent']),
    sourceIp: service === sourceIp ? undefined : sourceIp,
    vpcEndpoint: string(event['vpcEndpointId']),
    encryptionContext: encryptionContextOf(event, request),
    keys: keysOf(event, request),
    requestId: string(event['requestID']),
    region: string(event['awsRegion']),
    account: string(event['recipientAccountId']) ?? string(identity?.['accountId']),
  };
}

/** Whether an `eventSource` is KMS's: `kms.amazonaws.com`, with `.cn` or without. */
export function isKmsSource(source: unknown): boolean {
  return typeof source === 'string' && /^kms\.amazonaws\.com(\.cn)?$/.test(source);
}

/** Whether an error code tells of a failure: a dry run that would succeed ends with an error too. */
export function isFailure(errorCode: unknown): errorCode is string {
  return typeof errorCode === 'string' && errorCode !== '' && errorCode !== 'DryRunOperationException';
}

function actionOf(eventName: string): string {
  return (
    kmsOperations.find(o => o.apiOperation.toLowerCase() === eventName.toLowerCase())?.action ?? `kms:${eventName}`
  );
}

function principalOf(identity: JsonObject | undefined): string | undefined {
  const issuer = record(record(identity?.['sessionContext'])?.['sessionIssuer']);
  return string(identity?.['arn']) ?? string(issuer?.['arn']) ?? string(identity?.['invokedBy']);
}

function encryptionContextOf(
  event: JsonObject,
  request: JsonObject | undefined,
): Readonly<Record<string, string>> | undefined {
  const details = record(event['additionalEventData']);
  return strings(
    request?.['encryptionContext'] ?? request?.['sourceEncryptionContext'] ?? details?.['encryptionContext'],
  );
}

function keysOf(event: JsonObject, request: JsonObject | undefined): string[] {
  const resources = Array.isArray(event['resources'])
    ? event['resources'].map(r => string(record(r)?.['ARN']) ?? string(record(r)?.['arn']))
    : [];
  const named = ['keyId', 'sourceKeyId', 'destinationKeyId', 'targetKeyId'].map(name => string(request?.[name]));
  const said = string(event['errorMessage'])?.match(/arn:aws[\w-]*:kms:[\w-]+:\d{12}:(key|alias)\/[\w/-]+/g) ?? [];
  const all = [...resources, ...named, ...said].filter(k => k !== undefined);
  return [...new Set([...all.filter(k => k.startsWith('arn:')), ...all])];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

type JsonObject = Readonly<Record<string, unknown>>;

function record(value: unknown): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}

function string(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function strings(value: unknown): Readonly<Record<string, string>> | undefined {
  const pairs = Object.entries(record(value) ?? {}).filter(
    (pair): pair is [string, string] => typeof pair[1] === 'string',
  );
  return pairs.length === 0 ? undefined : Object.fromEntries(pairs);
}
