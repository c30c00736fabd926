import type { EventRecord } from './events';
import type { ReadFields, DenialHit, PastedText } from './page';
import type { DenialKind } from './types';

/** Hits that tell of one failure: its code, its sentence, its wrapped causes. */
export interface Group {
  readonly hits: readonly DenialHit[];
  readonly start: number;
  readonly end: number;
  readonly event?: EventRecord;
  /** Another service's failure. */
  readonly foreign: boolean;
  /** KMS's own answer, with a code that leaves nothing open. */
  readonly conclusive: boolean;
  /** Nothing but names of failures, none of them reported. */
  readonly bare: boolean;
}

/** A group that is being gathered, with what the next hit is compared to, so that a long group costs no more than a short one. */
interface Draft extends Group {
  readonly hits: DenialHit[];
  end: number;
  foreign: boolean;
  /** Some hit says what failed, not just that something did. */
  complete: boolean;
  conclusive: boolean;
  bare: boolean;
  own: number | undefined;
  /** Some hit names the operation. */
  named: boolean;
  heaviest: number;
  kind: DenialKind;
  known: ReadFields;
}

/** How far apart, in squeezed characters, a failure's code and its sentence may stand. */
const near = 500;

/** Gathers hits into failures, in text order. Each hit is looked at once. */
export function groupHits(
  page: PastedText,
  hits: readonly DenialHit[],
  events: readonly EventRecord[],
): readonly Group[] {
  const groups: Draft[] = [];
  let next = 0;
  for (const hit of [...hits].sort((a, b) => a.start - b.start || b.end - a.end)) {
    while (next < events.length && (events[next]?.end ?? 0) <= hit.start) {
      next++;
    }
    const around = events[next];
    const event = around !== undefined && around.start <= hit.start ? around : undefined;
    const last = groups.at(-1);
    if (last !== undefined && last.event === event && (event !== undefined || belongs(page, last, hit))) {
      add(last, hit);
      continue;
    }
    const draft: Draft = {
      hits: [],
      start: hit.start,
      end: hit.end,
      ...(event && { event }),
      foreign: false,
      complete: false,
      conclusive: false,
      bare: true,
      own: undefined,
      named: false,
      heaviest: 0,
      kind: 'other',
      known: {},
    };
    add(draft, hit);
    groups.push(draft);
  }
  return groups;
}

function add(group: Draft, hit: DenialHit): void {
  group.hits.push(hit);
  group.end = Math.max(group.end, hit.end);
  // In an event of its own, the sentence of KMS counts, whatever else the event says.
  group.foreign =
    group.event === undefined ? group.foreign || hit.foreign === true : hit.foreign === true && group.heaviest < 5;
  group.conclusive ||= hit.conclusive === true;
  if (hit.own) {
    group.own ??= hit.weight;
  }
  group.bare &&= hit.bare === true;
  group.named ||= hit.facts.action !== undefined;
  group.heaviest = Math.max(group.heaviest, hit.weight);
  if (group.kind === 'other') {
    group.kind = hit.kind;
  }
  if (!isComplete(hit)) {
    return;
  }
  group.complete = true;
  group.known = { ...hit.facts, ...group.known };
}

/** Whether a hit tells of the failure that the group already tells of. */
function belongs({ squeezed }: PastedText, group: Draft, hit: DenialHit): boolean {
  if (hit.start < group.end) {
    return true;
  }
  if (hit.start - group.end > near || group.foreign) {
    return false;
  }
  const between = squeezed.lower.slice(group.end, hit.start);
  // `(Service: Amazon S3; Status Code: 400; Error Code: …` ends the message before it.
  if (/^\.?\(service:[^()]*$/.test(between)) {
    return true;
  }
  if (hit.foreign) {
    return takesForeign(group, between);
  }
  if (answersOtherwise(group, hit) || turnsToAnotherKey(group, hit, between)) {
    return false;
  }
  return !group.complete || saysTheSame(group, hit);
}

function takesForeign(group: Draft, between: string): boolean {
  // KMS could not be called, for want of credentials that another service refused.
  if (/(?:get|refresh(?:cached)?|retrieve)credentials/.test(between)) {
    return false;
  }
  return !group.complete && group.heaviest <= 2;
}

/** Whether the hit is another answer of KMS than the one that the group has. */
function answersOtherwise(group: Draft, hit: DenialHit): boolean {
  if (group.conclusive && group.kind === 'other' && hit.kind !== 'other') {
    return true;
  }
  if (hit.conclusive && hit.kind === 'other' && group.complete && group.kind !== 'other') {
    return true;
  }
  return hit.own === true && group.own !== undefined && group.own !== hit.weight;
}

/** Whether another key is named in between: what follows is about that one. */
function turnsToAnotherKey(group: Draft, hit: DenialHit, between: string): boolean {
  return (
    hit.facts.key === undefined &&
    (group.complete || (hit.facts.action !== undefined && group.named)) &&
    between.includes(':kms:')
  );
}

function saysTheSame(group: Draft, hit: DenialHit): boolean {
  const sameKind = hit.kind === 'other' || group.kind === 'other' || hit.kind === group.kind;
  return sameKind && (isComplete(hit) ? !differ(group.known, hit.facts) : hit.facts.action === undefined);
}

/** A sentence that says what failed. */
function isComplete(hit: DenialHit): boolean {
  return hit.weight === 5 || hit.weight === 3 || hit.facts.key !== undefined;
}

function differ(a: ReadFields, b: ReadFields): boolean {
  return (
    clash(a.action, b.action) ||
    clash(a.caller?.principal, b.caller?.principal) ||
    clash(a.key?.resource, b.key?.resource) ||
    clash(a.key?.keyId, b.key?.keyId) ||
    (a.deniedBy !== 'unknown' && b.deniedBy !== 'unknown' && clash(a.deniedBy, b.deniedBy))
  );
}

function clash(a: string | null | undefined, b: string | null | undefined): boolean {
  return a != null && b != null && a !== b;
}
