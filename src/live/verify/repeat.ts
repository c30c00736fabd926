import type { Answer } from '../../ports';
import type { TrialResult } from './trial';

/** Time, handed in: tests bring their own. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Ends early, without an error, when `signal` is aborted. */
  pause(milliseconds: number, signal: AbortSignal): Promise<void>;
}

/** One trial. */
export interface Attempt {
  /** Milliseconds since the first one began. */
  readonly after: number;
  readonly answer: Answer<TrialResult>;
}

/** All trials of one test. `settled`: another one would not end otherwise. */
export interface Repetition {
  /** At least one, unless cancelled before. */
  readonly attempts: readonly Attempt[];
  readonly end: 'settled' | 'time-over' | 'cancelled';
}

/**
 * In milliseconds: longer than AWS says that a change takes, "several minutes" (KMS Developer Guide, "AWS KMS eventual
 * consistency").
 */
export const longestRepetition = 5 * 60_000;
const firstPause = 1_000;
const longestPause = 30_000;

/** When a trial is repeated, and who hears of it. */
export interface RepeatOptions {
  /** Whether another trial could end otherwise. */
  readonly again: (answer: Answer<TrialResult>) => boolean;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Told after each attempt but the last, with the pause in milliseconds that follows. */
  readonly between: (attempt: Attempt, pause: number) => void;
}

/**
 * Tries once, or, after a change, again and again until KMS agrees: pauses of 1, 2, 4 … at most 30 seconds, five minutes in all.
 * Never throws for a cancellation: what was learnt until then is returned.
 */
export async function repeat(
  trial: (signal: AbortSignal) => Promise<Answer<TrialResult>>,
  { again, clock, signal, between }: RepeatOptions,
): Promise<Repetition> {
  const attempts: Attempt[] = [];
  const began = clock.now();
  for (let pause = firstPause; ; pause = Math.min(2 * pause, longestPause)) {
    const answer = await untilCancelled(trial, signal);
    if (answer === undefined) {
      return { attempts, end: 'cancelled' };
    }
    const attempt = { after: clock.now() - began, answer };
    attempts.push(attempt);
    if (isFinal(answer) || !again(answer)) {
      return { attempts, end: 'settled' };
    }
    const left = began + longestRepetition - clock.now();
    if (left <= 0) {
      return { attempts, end: 'time-over' };
    }
    const next = Math.min(pause, left);
    between(attempt, next);
    await clock.pause(next, signal);
    if (signal.aborted) {
      return { attempts, end: 'cancelled' };
    }
  }
}

async function untilCancelled<T>(
  work: (signal: AbortSignal) => Promise<T>,
  signal: AbortSignal,
): Promise<T | undefined> {
  if (signal.aborted) {
    return undefined;
  }
  try {
    return await work(signal);
  } catch (error) {
    if (signal.aborted) {
      return undefined;
    }
    throw error;
  }
}

// While a change spreads, KMS may deny, not find the key, or see its old state; and one call more may get through where one was lost.
function isFinal(answer: Answer<TrialResult>): boolean {
  if (answer.ok) {
    return answer.value.verdict !== 'denied';
  }
  return !['access-denied', 'not-found', 'key-state', 'throttled', 'network', 'service', 'malformed'].includes(
    answer.failure.kind,
  );
}
