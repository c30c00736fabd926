import { findCodes } from './codes';
import { findDecoded } from './decoded';
import { readEvents } from './events';
import { groupHits } from './group';
import { denialOf } from './oneDenial';
import { openPage } from './page';
import { findSentences } from './sentence';
import { findStates } from './states';
import { mergeSame } from './merge';
import type { Denial } from './types';

export { looksLikeRegion, readKeyName, withCaller } from './names';
export { headline, isKeyless, missingPieces } from './headline';
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
    const denial = denialOf(page, group, { before: groups[i - 1], after: groups[i + 1] });
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
