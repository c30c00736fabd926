import { findCodes } from './codes';
import { findDecoded } from './decoded';
import { readEvents } from './events';
import { groupHits, type Group } from './group';
import { noCaller, noKey, type KeyFacts } from './names';
import { openPage, type ReadFields, type DenialHit, type PastedText } from './page';
import { findSentences } from './sentence';
import { findStates } from './states';
import { keyBeside, readSurroundings, type Neighbourhood } from './surroundings';
import { mergeSame } from './merge';
import type { Denial, DenialKind } from './types';

export { looksLikeRegion, readKeyName, withCaller } from './names';
export { missingPieces, tellDenial } from './sentences';
export * from './types';

/**
 * Reads every distinct KMS failure out of pasted text, in text order; retries, duplicates and wrapped causes of one failure are one.
 * Takes time in proportion to the text and never throws. Empty when the text tells of no KMS failure.
 */
export function readDenials(text: string): Denial[] {
  const page = openPage(text);
  const events = readEvents(page);
  const hits = [
    ...findSentences(page),
    ...findCodes(page),
    ...findStates(page),
    ...findDecoded(page),
    ...events.flatMap(e => e.hit ?? []),
  ];
  const groups = groupHits(page, hits, events);
  const settled = new Set<Denial>();
  const denials = groups.flatMap((group, i) => {
    if (group.foreign || group.bare) {
      return [];
    }
    const denial = denialOf(page, group, groups[i - 1], groups[i + 1]);
    if (group.conclusive && denial.kind === 'other') {
      settled.add(denial);
    }
    return [denial];
  });
  return mergeSame(denials, settled);
}

/** A cheap test whether {@link readDenials} is worth calling; for the clipboard. */
export function mayHoldDenial(text: string): boolean {
  return /k\s?m\s?s|ciphertext|KeyManagement/i.test(text);
}

function denialOf(page: PastedText, group: Group, before: Group | undefined, after: Group | undefined): Denial {
  const { squeezed, clean } = page;
  const at: Neighbourhood = {
    floor: floorOf(page, group, before),
    start: squeezed.below(group.start),
    end: squeezed.below(group.end - 1) + 1,
    ceiling: squeezed.below(group.event?.end ?? after?.start ?? squeezed.text.length),
  };
  const ranked = [...group.hits].sort((a, b) => b.weight - a.weight);
  const sources: ReadFields[] = [
    ...ranked.map(h => h.facts),
    ...(group.event ? [group.event.facts] : []),
    readSurroundings(page, at),
  ];
  const first = <K extends keyof ReadFields>(name: K): NonNullable<ReadFields[K]> | null =>
    sources.find(s => s[name] !== undefined)?.[name] ?? null;
  const kind = kindOf(group.hits);
  const caller = sources.find(s => s.caller?.principal != null)?.caller ?? first('caller') ?? noCaller;
  const key = keyOf(sources) ?? keyNear(page, group, before, after) ?? noKey;
  const strongest = ranked.find(h => h.own) ?? ranked[0];
  const start = clean.below(at.start);
  return {
    kind,
    ...caller,
    action: first('action'),
    ...key,
    deniedBy: kind === 'access-denied' ? (first('deniedBy') ?? 'unknown') : null,
    requestId: first('requestId'),
    time: first('time'),
    requestRegion: first('requestRegion'),
    vpcEndpointId: first('vpcEndpointId'),
    sourceIp: first('sourceIp'),
    callingService: first('callingService'),
    encryptionContext: first('encryptionContext'),
    denyingPolicyArn: first('denyingPolicyArn'),
    authorizationId: first('authorizationId'),
    message:
      strongest === undefined || strongest === group.event?.hit
        ? ''
        : messageOf(page, strongest, [caller.principal, key.resource]),
    span: { offset: start, length: clean.below(at.end - 1) + 1 - start },
  };
}

/** From where on the text may tell of this failure. */
function floorOf({ squeezed }: PastedText, group: Group, before: Group | undefined): number {
  if (group.event !== undefined) {
    return squeezed.below(group.event.start);
  }
  // Just after the failure before: its line's end, where the next line's time stamp begins.
  return before === undefined ? 0 : squeezed.below(before.end - 1) + 1;
}

/** The key that is told best. */
function keyOf(sources: readonly ReadFields[]): KeyFacts | undefined {
  const keys = sources.flatMap(s => s.key ?? []);
  return keys.find(k => k.resource !== null) ?? keys.find(k => k.keyId !== null) ?? keys[0];
}

/** The key named beside a failure that names none itself; a CloudTrail event has all of its own. */
function keyNear(
  page: PastedText,
  group: Group,
  before: Group | undefined,
  after: Group | undefined,
): KeyFacts | undefined {
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

function kindOf(hits: readonly DenialHit[]): DenialKind {
  const told = hits.filter(h => !h.foreign && h.kind !== 'other');
  return (
    told.reduce<DenialHit | undefined>(
      (best, h) => (best === undefined || h.weight >= best.weight ? h : best),
      undefined,
    )?.kind ?? 'other'
  );
}

/** The sentence in one line, with the names in it put together again. */
function messageOf(
  { clean, squeezed }: PastedText,
  hit: DenialHit,
  names: readonly (string | null | undefined)[],
): string {
  let message = '';
  let at = squeezed.below(hit.start);
  const end = squeezed.below(Math.min(hit.end, hit.start + 2000) - 1) + 1;
  const part = squeezed.text.slice(hit.start, hit.end);
  const found = names
    .flatMap(name => (name == null || part.indexOf(name) < 0 ? [] : [{ name, index: hit.start + part.indexOf(name) }]))
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
