import type { EventRecord } from './events';
import type { Facts, Hit, Page } from './page';

/** Hits that tell of one failure: its code, its sentence, its wrapped causes. */
export interface Group {
  readonly hits: Hit[];
  start: number;
  end: number;
  readonly event?: EventRecord;
}

/** How far apart, in squeezed characters, a failure's code and its sentence may stand. */
const near = 500;

/** Gathers hits into failures, in text order. Each hit is looked at once. */
export function groupHits(page: Page, hits: readonly Hit[], events: readonly EventRecord[]): Group[] {
  const groups: Group[] = [];
  let next = 0;
  for (const hit of [...hits].sort((a, b) => a.start - b.start || b.end - a.end)) {
    while (next < events.length && (events[next]?.end ?? 0) <= hit.start) { next++; }
    const around = events[next];
    const event = around !== undefined && around.start <= hit.start ? around : undefined;
    const last = groups.at(-1);
    if (last !== undefined && last.event === event && (event !== undefined || belongs(page, last, hit))) {
      last.hits.push(hit);
      last.end = Math.max(last.end, hit.end);
    } else {
      groups.push({ hits: [hit], start: hit.start, end: hit.end, ...event && { event } });
    }
  }
  return groups;
}

/** Whether a hit tells of the failure that the group already tells of. */
function belongs({ squeezed }: Page, group: Group, hit: Hit): boolean {
  if (hit.start < group.end) { return true; }
  if (hit.start - group.end > near) { return false; }
  if (group.hits.some(h => h.foreign)) { return false; }
  const complete = group.hits.some(isComplete);
  // Another key is named in between: what follows is about that one.
  if (complete && hit.facts.key === undefined && squeezed.lower.slice(group.end, hit.start).includes(':kms:')) { return false; }
  if (hit.foreign) { return !complete && group.hits.every(h => h.weight <= 2); }
  if (isComplete(hit)) {
    return !group.hits.some(h => isComplete(h) && differ(h.facts, hit.facts))
      && (!complete || sameKind(group, hit));
  }
  if (complete && hit.facts.action !== undefined) { return false; }
  return !complete || sameKind(group, hit);
}

/** A sentence that says what failed, not just that something did. */
function isComplete(hit: Hit): boolean {
  return hit.weight === 5 || hit.facts.key !== undefined || hit.weight === 3;
}

function sameKind(group: Group, hit: Hit): boolean {
  return hit.kind === 'other' || group.hits.every(h => h.kind === 'other' || h.kind === hit.kind);
}

function differ(a: Facts, b: Facts): boolean {
  return clash(a.action, b.action) || clash(a.caller?.principal, b.caller?.principal)
    || clash(a.key?.resource, b.key?.resource) || clash(a.key?.keyId, b.key?.keyId)
    || (a.deniedBy !== 'unknown' && b.deniedBy !== 'unknown' && clash(a.deniedBy, b.deniedBy));
}

function clash(a: string | null | undefined, b: string | null | undefined): boolean {
  return a != null && b != null && a !== b;
}
