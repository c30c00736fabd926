import type { Clock } from '../../../src/live';

/** A clock that jumps ahead where others would wait; `pauses` are the milliseconds it was asked to wait. */
export function fakeClock(onPause: (n: number) => unknown = () => undefined): Clock & { readonly pauses: number[] } {
  let time = Date.UTC(2026, 0, 1);
  const pauses: number[] = [];
  return {
    pauses,
    now: () => time,
    pause: async milliseconds => {
      pauses.push(milliseconds);
      time += milliseconds;
      await onPause(pauses.length);
    },
  };
}
