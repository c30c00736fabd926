import type { Group } from './group';
import { noCaller, noKey, type CallerFacts, type KeyFacts } from './names';
import type { DenialHit, PastedText, ReadFields } from './page';
import { keyBeside, readSurroundings, type Neighbourhood } from './surroundings';
import type { Denial, DenialKind } from './types';

/** The failures that stand before and after one in the text: what lies beyond them is not about it. */
interface Neighbours {
  readonly before: Group | undefined;
  readonly after: Group | undefined;
}

/** Puts together the {@link Denial} that a group of hits tells of: each field from the heaviest hit that has it, then from the text around. */
export function denialOf(page: PastedText, group: Group, neighbours: Neighbours): Denial {
  const ranked = [...group.hits].sort((a, b) => b.weight - a.weight);
  const around = textAround(page, group, neighbours);
  const sources: readonly ReadFields[] = [
    ...ranked.map(h => h.facts),
    ...(group.event ? [group.event.facts] : []),
    readSurroundings(page, around),
  ];
  const kind = kindOf(group.hits);
  const caller = bestCaller(sources);
  const key = bestKey(sources) ?? keyNear(page, group, neighbours) ?? noKey;
  const start = page.clean.below(around.start);
  return {
    kind,
    ...caller,
    action: firstOf(sources, 'action'),
    ...key,
    deniedBy: kind === 'access-denied' ? (firstOf(sources, 'deniedBy') ?? 'unknown') : null,
    ...particulars(sources),
    message: messageOf(page, ranked.find(h => h.own) ?? ranked[0], group, [caller.principal, key.resource]),
    span: { offset: start, length: page.clean.below(around.end - 1) + 1 - start },
  };
}

/** What the text tells of the request besides. */
function particulars(
  sources: readonly ReadFields[],
): Pick<
  Denial,
  | 'requestId'
  | 'time'
  | 'requestRegion'
  | 'vpcEndpointId'
  | 'sourceIp'
  | 'callingService'
  | 'encryptionContext'
  | 'denyingPolicyArn'
  | 'authorizationId'
> {
  return {
    requestId: firstOf(sources, 'requestId'),
    time: firstOf(sources, 'time'),
    requestRegion: firstOf(sources, 'requestRegion'),
    vpcEndpointId: firstOf(sources, 'vpcEndpointId'),
    sourceIp: firstOf(sources, 'sourceIp'),
    callingService: firstOf(sources, 'callingService'),
    encryptionContext: firstOf(sources, 'encryptionContext'),
    denyingPolicyArn: firstOf(sources, 'denyingPolicyArn'),
    authorizationId: firstOf(sources, 'authorizationId'),
  };
}

/** A field from the first source that has it; null when none does. */
function firstOf<K extends keyof ReadFields>(
  sources: readonly ReadFields[],
  name: K,
): NonNullable<ReadFields[K]> | null {
  return sources.find(s => s[name] !== undefined)?.[name] ?? null;
}

/** The stretch of clean text that may tell of the failure; in a CloudTrail event it is the event. */
function textAround({ squeezed }: PastedText, group: Group, { before, after }: Neighbours): Neighbourhood {
  const { start, end, event } = group;
  return {
    // Without an event just after the failure before: its line's end, where the next line's time stamp begins.
    floor: event === undefined ? endBelow(squeezed, before) : squeezed.below(event.start),
    start: squeezed.below(start),
    end: squeezed.below(end - 1) + 1,
    ceiling: squeezed.below(event?.end ?? after?.start ?? squeezed.text.length),
  };
}

/** The clean offset just after a failure's last character; 0 when there is none. */
function endBelow(squeezed: PastedText['squeezed'], group: Group | undefined): number {
  return group === undefined ? 0 : squeezed.below(group.end - 1) + 1;
}

/** The caller that some source has a name of; else one that is mentioned without a name. */
function bestCaller(sources: readonly ReadFields[]): CallerFacts {
  const callers = sources.flatMap(s => s.caller ?? []);
  return callers.find(c => c.principal !== null) ?? callers[0] ?? noCaller;
}

/** The key that is told best. */
function bestKey(sources: readonly ReadFields[]): KeyFacts | undefined {
  const keys = sources.flatMap(s => s.key ?? []);
  return keys.find(k => k.resource !== null) ?? keys.find(k => k.keyId !== null) ?? keys[0];
}

/** The key named beside a failure that names none itself; a CloudTrail event has all of its own. */
function keyNear(page: PastedText, group: Group, { before, after }: Neighbours): KeyFacts | undefined {
  if (group.event !== undefined) {
    return undefined;
  }
  return keyBeside(page, {
    floor: before?.end ?? 0,
    start: group.start,
    end: group.end,
    ceiling: after?.start ?? page.squeezed.text.length,
  });
}

/** The kind that the heaviest hit says; of equals the last, which is the cause. */
function kindOf(hits: readonly DenialHit[]): DenialKind {
  const specific = hits.filter(h => !h.foreign && h.kind !== 'other');
  const heaviest = specific.reduce((most, h) => Math.max(most, h.weight), 0);
  return specific.findLast(h => h.weight === heaviest)?.kind ?? 'other';
}

/**
 * The sentence of a hit in one line, with the names in it put together again. Empty where the failure shows in nothing but an event's fields.
 * @param names what was read as caller and key, whole where a line break went through them
 */
function messageOf(
  { clean, squeezed }: PastedText,
  hit: DenialHit | undefined,
  group: Group,
  names: readonly (string | null)[],
): string {
  if (hit === undefined || hit === group.event?.hit) {
    return '';
  }
  let message = '';
  let at = squeezed.below(hit.start);
  const end = squeezed.below(Math.min(hit.end, hit.start + 2000) - 1) + 1;
  const part = squeezed.text.slice(hit.start, hit.end);
  const found = names
    .flatMap(name => (name === null || part.indexOf(name) < 0 ? [] : [{ name, index: hit.start + part.indexOf(name) }]))
    .sort((a, b) => a.index - b.index);
  for (const { name, index } of found) {
    const from = squeezed.below(index);
    if (from < at) {
      continue;
    }
    message += clean.text.slice(at, from) + name;
    at = squeezed.below(index + name.length - 1) + 1;
  }
  return (message + clean.text.slice(at, Math.max(at, end))).replace(/\s+/g, ' ').trim();
}
