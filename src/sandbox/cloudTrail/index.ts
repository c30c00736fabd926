import { type Requester, authorizeAccount } from '../authorize';
import { AwsError } from '../errors';
import type { Input } from '../input';
import type { StoredEvent, Trail } from './trail';

export { Trail } from './trail';

/** One call to CloudTrail. */
export interface CloudTrailCall extends Requester {
  readonly trail: Trail;
  readonly input: Input;
}

/** Runs a CloudTrail operation. @returns the answer's members. @throws AwsError */
export function runCloudTrail(operation: string, call: CloudTrailCall): object {
  if (operation !== 'LookupEvents') {
    throw new AwsError('UnknownOperationException');
  }
  return lookupEvents(call);
}

type Matches = (event: StoredEvent, value: string) => boolean;

const attributes: Readonly<Record<string, Matches>> = {
  AccessKeyId: ({ record }, value) => (record['userIdentity'] as { accessKeyId?: string }).accessKeyId === value,
  EventId: ({ record }, value) => record.eventID === value,
  EventName: ({ record }, value) => record.eventName === value,
  EventSource: ({ record }, value) => record.eventSource === value,
  ReadOnly: ({ record }, value) => String(record.readOnly) === value,
  ResourceName: ({ resources }, value) => resources.some(key => key.arn === value),
  ResourceType: ({ resources }, value) => resources.length > 0 && value === 'AWS::KMS::Key',
  Username: ({ username }, value) => username === value,
};

/** CloudTrail API Reference, "LookupEvents": the caller's account in this Region, newest first. */
function lookupEvents(call: CloudTrailCall): object {
  const { trail, caller, region, input } = call;
  authorizeAccount(call, 'cloudtrail:LookupEvents', '*');
  const matches = lookup(input);
  const [from, to] = [input.time('StartTime') ?? 0, input.time('EndTime') ?? Infinity];
  if (from > to) {
    throw new AwsError('InvalidTimeRangeException', 'Start time cannot be greater than end time.');
  }
  const limit = maxResults(input);
  const before = input.has('NextToken') ? position(input.required('NextToken')) : Infinity;
  const found = trail.events
    .filter(
      e =>
        e.account === caller.account &&
        e.region === region &&
        e.time >= from &&
        e.time <= to &&
        e.sequence < before &&
        matches(e),
    )
    .reverse();
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return {
    Events: page.map(shown),
    ...(found.length > limit && last && { NextToken: Buffer.from(`before ${last.sequence}`).toString('base64') }),
  };
}

function lookup(input: Input): (event: StoredEvent) => boolean {
  const wanted = input.objects('LookupAttributes');
  if (wanted.length > 1) {
    throw invalidLookup('You can only specify one lookup attribute.');
  }
  const [one] = wanted;
  if (one === undefined) {
    return () => true;
  }
  const key = one.required('AttributeKey');
  const value = one.required('AttributeValue');
  const matches = Object.hasOwn(attributes, key) ? attributes[key] : undefined;
  if (matches === undefined) {
    throw invalidLookup(`Invalid lookup attribute: ${key}`);
  }
  return event => matches(event, value);
}

const invalidLookup = (text: string): AwsError => new AwsError('InvalidLookupAttributesException', text);

function maxResults(input: Input): number {
  try {
    return input.number('MaxResults', 1, 50) ?? 50;
  } catch {
    throw new AwsError('InvalidMaxResultsException', 'A value between 1 and 50 is required for MaxResults.');
  }
}

function position(token: string): number {
  const sequence = /^before (\d+)$/.exec(Buffer.from(token, 'base64').toString('utf8'))?.[1];
  if (sequence === undefined) {
    throw new AwsError('InvalidNextTokenException', 'Invalid NextToken.');
  }
  return Number(sequence);
}

function shown({ record, time, username, resources }: StoredEvent): object {
  return {
    EventId: record.eventID,
    EventName: record.eventName,
    ReadOnly: String(record.readOnly),
    AccessKeyId: (record['userIdentity'] as { accessKeyId?: string }).accessKeyId,
    EventTime: Math.floor(time / 1000),
    EventSource: record.eventSource,
    Username: username,
    Resources: resources.map(key => ({ ResourceType: 'AWS::KMS::Key', ResourceName: key.arn })),
    CloudTrailEvent: JSON.stringify(record),
  };
}
