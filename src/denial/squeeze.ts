import { lastIndexUpTo } from '../text/binarySearch';
import type { View } from './view';

/** The clean text without any white space, in which a phrase is found however it was wrapped; `lower` has ASCII letters in lower case. */
export interface Squeezed extends View {
  readonly lower: string;
}

/** One entry for so many characters of the clean text: few enough to be cheap, close enough to count the rest. */
const stride = 256;

/** Drops white space (clean text has blanks and line breaks only). Offsets of `text` and `lower` are the same. */
export function squeeze(clean: string): Squeezed {
  const counts = new Int32Array(Math.ceil(clean.length / stride));
  let count = 0;
  for (let i = 0; i < clean.length; i++) {
    if (i % stride === 0) {
      counts[i / stride] = count;
    }
    if (clean.charCodeAt(i) > 32) {
      count++;
    }
  }
  const text = clean.replace(/[\0-\x20]+/g, '');
  const below = (offset: number): number => {
    if (text === '') {
      return 0;
    }
    if (offset >= text.length) {
      return below(text.length - 1) + 1;
    }
    const wanted = Math.max(0, offset);
    const entry = lastIndexUpTo(counts, wanted);
    let at = entry * stride;
    for (let seen = counts[entry] ?? 0; ; at++) {
      if (clean.charCodeAt(at) > 32 && seen++ === wanted) {
        return at;
      }
    }
  };
  // A few letters (İ) become longer in lower case; offsets would be lost.
  const lower = text.toLowerCase();
  return {
    text,
    below,
    lower: lower.length === text.length ? lower : text.replace(/[A-Z]+/g, letters => letters.toLowerCase()),
  };
}
