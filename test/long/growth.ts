/**
 * How the processor's time for a work grows with its text: in proportion, or worse. The time is that of this process alone, so that what
 * else the machine does counts as little as can be.
 */

/** A text for each size, in characters; it may be a little longer. */
export type Shape = (size: number) => string;

/** Doublings of the text that are measured. */
const doublings = 3;
const rounds = 5;
/** A growth counts when it shows again, with both texts measured anew. */
const attempts = 3;
/** Milliseconds below which a measurement says more about the machine than about the work. */
const least = 4;
const smallest = 16_000;
/** Of the first text: its last doubling is eight times as long. */
const largest = 64_000;

export interface Growth {
  /** Of the first text, in characters. */
  readonly size: number;
  /** What the text and its doublings took, in milliseconds. */
  readonly times: readonly number[];
  /** The steepest: 2 is in proportion, 4 is as the square. */
  readonly steepest: number;
}

/**
 * Measures a work on a text that is doubled three times, each the best of five, and stops at a doubling that is steeper than the limit.
 * The first text is large enough to be measured, unless the work takes hardly any time for the largest.
 */
export function growthOf(work: (text: string) => void, shape: Shape, limit: number): Growth {
  work(shape(smallest)); // a first time is slower than any other
  let size = smallest;
  while (size < largest && best(work, shape(size)) < least) {
    size *= 2;
  }
  const times: number[] = [];
  let steepest = 0;
  for (let i = 0, half = size; i < doublings && steepest <= limit; i++, half *= 2) {
    const { before, after, growth } = doubling(work, shape(half), shape(half * 2), limit);
    times.push(...(i === 0 ? [before, after] : [after]));
    steepest = Math.max(steepest, growth);
  }
  return { size, times, steepest };
}

interface Doubling {
  readonly before: number;
  readonly after: number;
  readonly growth: number;
}

/** The mildest growth in as many attempts as it takes to come under the limit. */
function doubling(work: (text: string) => void, text: string, twice: string, limit: number): Doubling {
  let mildest = measure(work, text, twice);
  for (let i = 1; i < attempts && mildest.growth > limit; i++) {
    const again = measure(work, text, twice);
    mildest = again.growth < mildest.growth ? again : mildest;
  }
  return mildest;
}

function measure(work: (text: string) => void, text: string, twice: string): Doubling {
  const before = best(work, text);
  const after = best(work, twice);
  return { before, after, growth: after / Math.max(before, least) };
}

function best(work: (text: string) => void, text: string): number {
  let shortest = Infinity;
  for (let i = 0; i < rounds; i++) {
    const began = process.cpuUsage();
    work(text);
    const { user, system } = process.cpuUsage(began);
    shortest = Math.min(shortest, (user + system) / 1000);
  }
  return shortest;
}
