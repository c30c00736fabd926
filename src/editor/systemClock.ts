import type { Clock } from '../live';

/**
 * The time as it is, in milliseconds since 1970. A pause ends early, and does not reject, when its signal is aborted.
 */
export const systemClock: Clock = {
  now: () => Date.now(),
  pause: (milliseconds, signal) =>
    new Promise(resolve => {
      const done = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, milliseconds);
      if (signal.aborted) {
        done();
      } else {
        signal.addEventListener('abort', done);
      }
    }),
};
