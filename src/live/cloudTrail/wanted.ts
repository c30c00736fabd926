import type { Denial } from '../../denial';
import { parsePrincipal } from '../../policy';
import { kmsOperation } from '../../reference';
import type { EventQuery } from '../../ports';
import { isSamePrincipal } from '../verify/tester';
import { isFailure, type KmsEvent } from './event';

/** Which event is looked for; what is undefined may be anything. */
export interface WantedEvent {
  readonly requestId?: string | undefined;
  /** `kms:Decrypt` */
  readonly action?: string | undefined;
  readonly principal?: string | undefined;
  /** ARN, key id or alias. */
  readonly key?: string | undefined;
  readonly time?: TimeSpan | undefined;
}

/** Milliseconds since 1970. */
export interface TimeSpan {
  readonly from: number;
  readonly to: number;
}

/** The event behind a denial, as far as its text tells; what it does not tell is undefined, and may be anything. */
export function wantedBy(denial: Denial): WantedEvent {
  return {
    requestId: denial.requestId ?? undefined,
    action: denial.action ?? undefined,
    principal: denial.principal ?? undefined,
    key: denial.resource ?? denial.keyId ?? undefined,
    time: denial.time === null ? undefined : timeSpan(denial.time),
  };
}

const minutes = 60_000;
const hours = 60 * minutes;

/**
 * When something happened that a text gives this time to: a quarter of an hour around it; where it has no time zone, as wide as
 * the zones are apart. Undefined when it is no full date.
 */
export function timeSpan(text: string): TimeSpan | undefined {
  const [, date, time, zone] =
    /(\d{4}[-/]\d\d[-/]\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:[.,]\d+)? ?(Z|UTC|GMT|[+-]\d\d:?\d\d)?/i.exec(text) ?? [];
  if (date === undefined) {
    return undefined;
  }
  const offset = zone === undefined || /^(Z|UTC|GMT)$/i.test(zone) ? 'Z' : zone.replace(/^([+-]\d\d):?/, '$1:');
  const at = Date.parse(`${date.replaceAll('/', '-')}T${time}${offset}`);
  const around = zone === undefined ? 14 * hours : 15 * minutes;
  return Number.isNaN(at) ? undefined : { from: at - around, to: at + around };
}

/**
 * How long CloudTrail's history goes back, in days (CloudTrail User Guide, "Working with CloudTrail event history").
 */
export const historyDays = 90;

/** The one question that CloudTrail takes which leaves the fewest events to go through. */
export function queryFor({ principal, action, time }: WantedEvent): EventQuery {
  const span =
    time === undefined ? {} : { from: new Date(time.from).toISOString(), to: new Date(time.to).toISOString() };
  const username = principal === undefined ? undefined : usernameOf(principal);
  if (username !== undefined && username !== '' && username !== '*') {
    return { attribute: { name: 'Username', value: username }, ...span };
  }
  const operation = action === undefined ? undefined : kmsOperation(action)?.apiOperation;
  return operation === undefined
    ? { attribute: { name: 'EventSource', value: 'kms.amazonaws.com' }, ...span }
    : { attribute: { name: 'EventName', value: operation }, ...span };
}

/** What CloudTrail calls Username: for a role it is the session's name; that of the role itself it does not take. */
function usernameOf(principal: string): string | undefined {
  const caller = parsePrincipal(principal);
  switch (caller.kind) {
    case 'assumed-role':
      return caller.session;
    case 'user':
      return caller.name;
    default:
      return undefined;
  }
}

/** Whether an event is the one, for certain by its request id; or may be: a failed call that contradicts nothing of what is known. */
export function matchOf(event: KmsEvent, wanted: WantedEvent): 'certain' | 'possible' | undefined {
  if (wanted.requestId !== undefined && event.requestId === wanted.requestId) {
    return 'certain';
  }
  if (!isFailure(event.errorCode)) {
    return undefined;
  }
  const contradicts =
    (wanted.action !== undefined && operationOf(event.action) !== operationOf(wanted.action)) ||
    (wanted.principal !== undefined &&
      event.principal !== undefined &&
      !isSameCaller(event.principal, wanted.principal)) ||
    (wanted.key !== undefined && event.keys.length > 0 && !event.keys.some(key => mayBeSameKey(key, wanted.key ?? '')));
  return contradicts ? undefined : 'possible';
}

const operationOf = (action: string): string =>
  (kmsOperation(action)?.apiOperation ?? action.replace(/^kms:/, '')).toLowerCase();

function isSameCaller(one: string, other: string): boolean {
  return one === other || isSamePrincipal(one, other);
}

/** An alias says nothing about an id: only two ids, or two aliases, can differ. */
function mayBeSameKey(one: string, other: string): boolean {
  const [a, b] = [one, other].map(name =>
    name.slice(name.startsWith('arn:') ? name.lastIndexOf(':') + 1 : 0).replace(/^key\//, ''),
  );
  const [aliasA, aliasB] = [a?.startsWith('alias/'), b?.startsWith('alias/')];
  return aliasA !== aliasB || a === b;
}
