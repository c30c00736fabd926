import type { Answer } from '../ports';
import { KnownFailure, toFailure } from './failures';

/** Time limits in milliseconds. */
export interface Limits {
  /** Until a connection stands. */
  readonly connect: number;
  /** For one attempt at one call. */
  readonly request: number;
  /** For a whole question: credentials, all pages and all retries. */
  readonly question: number;
}

/** The time limits of a question, and whether the user is being asked for something meanwhile, which stops its clock. */
export interface Deadline {
  readonly limits: Limits;
  readonly waitingForUser: () => boolean;
}

/** Long enough for a slow network; a question of many pages gets a minute. */
export const defaultLimits: Limits = { connect: 5_000, request: 15_000, question: 60_000 };

/**
 * Asks one question under a deadline, which does not count while the user is being asked for something.
 * @throws AbortError as soon as `signal` is aborted, whatever the SDK is doing then.
 */
export async function ask<T>(
  operation: string,
  { limits, waitingForUser }: Deadline,
  signal: AbortSignal,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<Answer<T>> {
  throwIfCancelled(signal);
  const both = new AbortController();
  const deadline = timeout(operation, limits.question, waitingForUser);
  const cancelled = rejectWhenAborted(signal);
  try {
    return { ok: true, value: await Promise.race([run(both.signal), deadline.promise, cancelled.promise]) };
  } catch (error) {
    throwIfCancelled(signal);
    return { ok: false, failure: toFailure(error, operation) };
  } finally {
    both.abort();
    deadline.stop();
    cancelled.stop();
  }
}

/**
 * Goes on only if nobody cancelled.
 * @throws AbortError (a DOMException of that name) when `signal` is aborted
 */
export function throwIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) {
    throw cancelledError();
  }
}

const cancelledError = () => new DOMException('Cancelled.', 'AbortError');

function timeout(
  operation: string,
  ms: number,
  waitingForUser: () => boolean,
): { promise: Promise<never>; stop: () => void } {
  const { promise, reject } = withReject();
  const timer = setInterval(() => {
    if (waitingForUser()) {
      return;
    }
    reject(
      new KnownFailure({ kind: 'network', reason: 'timeout', operation, message: `No answer within ${ms / 1000} s.` }),
    );
  }, ms);
  return { promise, stop: () => clearInterval(timer) };
}

function rejectWhenAborted(signal: AbortSignal): { promise: Promise<never>; stop: () => void } {
  const { promise, reject } = withReject();
  const onAbort = () => reject(cancelledError());
  signal.addEventListener('abort', onAbort, { once: true });
  return { promise, stop: () => signal.removeEventListener('abort', onAbort) };
}

function withReject(): { promise: Promise<never>; reject: (error: Error) => void } {
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<never>((_, no) => {
    reject = no;
  });
  return { promise, reject };
}
