import type { EventRecord } from './events';
import { weights, type ReadFields, type DenialHit, type PastedText, type Weight } from './page';
import type { DenialKind } from './types';

/** Hits that tell of one failure: its code, its sentence, its wrapped causes. Offsets are those of the squeezed text. */
export interface Group {
  readonly hits: readonly DenialHit[];
  readonly start: number;
  readonly end: number;
  /** The CloudTrail event that all of them stand in. */
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
  /** The weight of KMS's own whole answer, once some hit is one. */
  own: Weight | undefined;
  /** Some hit names the operation. */
  named: boolean;
  heaviest: Weight;
  /** What the first hit says that says what kind of failure it is. */
  kind: DenialKind;
  /** The facts of the complete hits; the earlier one counts. */
  known: ReadFields;
}

/** How far apart, in squeezed characters, a failure's code and its sentence may stand. */
const near = 500;

/** Gathers hits into failures, in text order. Each hit is looked at once. `events` are in text order, and none lies in another. */
export function groupHits(
  page: PastedText,
  hits: readonly DenialHit[],
  events: readonly EventRecord[],
): readonly Group[] {
  const groups: Draft[] = [];
  let next = 0;
  for (const hit of [...hits].sort((a, b) => a.start - b.start || b.end - a.end)) {
    while ((events[next]?.end ?? Infinity) <= hit.start) {
      next++;
    }
    const following = events[next];
    const event = following !== undefined && following.start <= hit.start ? following : undefined;
    const last = groups.at(-1);
    if (last !== undefined && last.event === event && (event !== undefined || belongs(page, last, hit))) {
      add(last, hit);
    } else {
      const begun = emptyGroup(hit.start, event);
      add(begun, hit);
      groups.push(begun);
    }
  }
  return groups;
}

function emptyGroup(start: number, event: EventRecord | undefined): Draft {
  return {
    hits: [],
    start,
    end: start,
    ...(event && { event }),
    foreign: false,
    complete: false,
    conclusive: false,
    bare: true,
    own: undefined,
    named: false,
    heaviest: weights.foreign,
    kind: 'other',
    known: {},
  };
}

function add(group: Draft, hit: DenialHit): void {
  group.foreign = isForeignWith(group, hit);
  group.hits.push(hit);
  group.end = Math.max(group.end, hit.end);
  group.conclusive ||= hit.conclusive === true;
  if (hit.own) {
    group.own ??= hit.weight;
  }
  group.bare &&= hit.bare === true;
  group.named ||= hit.facts.action !== undefined;
  if (hit.weight > group.heaviest) {
    group.heaviest = hit.weight;
  }
  if (group.kind === 'other') {
    group.kind = hit.kind;
  }
  if (isComplete(hit)) {
    group.complete = true;
    group.known = { ...hit.facts, ...group.known };
  }
}

/** Whether the group, with one more hit, is another service's failure. */
function isForeignWith(group: Draft, hit: DenialHit): boolean {
  if (group.event === undefined) {
    return group.foreign || hit.foreign === true;
  }
  // In an event the last hit decides, but nothing outdoes the sentence of KMS.
  return hit.foreign === true && group.heaviest < weights.sentence;
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

/** Whether another service's failure explains the group: nothing in it says by itself what KMS refused. */
function takesForeign(group: Draft, between: string): boolean {
  // KMS could not be called, for want of credentials that another service refused.
  if (/(?:get|refresh(?:cached)?|retrieve)credentials/.test(between)) {
    return false;
  }
  return !group.complete && group.heaviest <= weights.sharedCode;
}

/** Whether the hit is another answer of KMS than the one that the group has. */
function answersOtherwise(group: Draft, hit: DenialHit): boolean {
  const groupSettledAsOther = group.conclusive && group.kind === 'other';
  if (groupSettledAsOther && hit.kind !== 'other') {
    return true;
  }
  const hitSettledAsOther = hit.conclusive === true && hit.kind === 'other';
  if (hitSettledAsOther && group.complete && group.kind !== 'other') {
    return true;
  }
  // KMS's older phrase and its authorization sentence never tell of the same failure.
  return hit.own === true && group.own !== undefined && group.own !== hit.weight;
}

/** Whether another key is named in between: what follows is about that one, unless it is the rest of what the group only began to tell. */
function turnsToAnotherKey(group: Draft, hit: DenialHit, between: string): boolean {
  return (
    hit.facts.key === undefined &&
    (group.complete || (hit.facts.action !== undefined && group.named)) &&
    between.includes(':kms:')
  );
}

/** Whether a hit may be one more report of a failure that the group tells in full: nothing that it says contradicts. */
function saysTheSame(group: Draft, hit: DenialHit): boolean {
  if (hit.kind !== 'other' && group.kind !== 'other' && hit.kind !== group.kind) {
    return false;
  }
  return isComplete(hit) ? !differ(group.known, hit.facts) : hit.facts.action === undefined;
}

/** A sentence that says what failed. */
function isComplete(hit: DenialHit): boolean {
  return hit.weight === weights.sentence || hit.weight === weights.phrase || hit.facts.key !== undefined;
}

/** Whether two reports contradict each other in something that both say. */
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
