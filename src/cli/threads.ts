import { availableParallelism } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { type CheckFileOptions, checkFiles, type Fail } from './checkFiles';
import { processIo } from './io';
import type { CheckedFile } from './report';

/** From so many files on, starting threads takes less time than it saves. */
export const manyFiles = 1000;

const filesAtOnce = 100;
const mostThreads = 8;

/** What a thread answers to a list of files. */
interface Done {
  readonly checked: readonly CheckedFile[];
  readonly problems: readonly string[];
}

/** Checks many files, in as many threads as the machine has processors, of which this is one. In the order of the files, as one thread would. */
export async function checkInThreads(
  files: readonly string[],
  options: CheckFileOptions,
  fail: Fail,
): Promise<CheckedFile[]> {
  const parts = Array.from({ length: Math.ceil(files.length / filesAtOnce) }, (_, i) =>
    files.slice(i * filesAtOnce, (i + 1) * filesAtOnce),
  );
  const results: (readonly CheckedFile[])[] = [];
  let next = 0;
  const here = async (): Promise<void> => {
    for (let part = next++; part < parts.length; part = next++) {
      results[part] = await checkFiles(parts[part] ?? [], options, processIo, fail);
      await setImmediate(); // the others have answered meanwhile
    }
  };
  const elsewhere = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const { kind, fix, named } = options;
      // The same program once more: src/cli.ts leaves it to serveThread when it is not the main thread.
      const thread = new Worker(process.argv[1] ?? '', { workerData: { kind, fix, named } satisfies CheckFileOptions });
      const given: number[] = [];
      const giveNext = (): void => {
        if (next < parts.length) {
          given.push(next);
          thread.postMessage(parts[next++]);
        } else if (given.length === 0) {
          resolve(thread.terminate().then(() => undefined));
        }
      };
      thread.on('message', ({ checked, problems }: Done) => {
        results[given.shift() ?? 0] = checked;
        problems.forEach(fail);
        giveNext();
      });
      thread.on('error', reject);
      for (let ahead = 0; ahead < 2; ahead++) {
        giveNext();
      } // it need not wait for us, who are at work too
    });
  const threads = Math.min(availableParallelism(), mostThreads, parts.length) - 1;
  await Promise.all([...Array.from({ length: threads }, elsewhere), here()]);
  return results.flat();
}

/** What a thread of {@link checkInThreads} does; true when this is one. */
export function serveThread(): boolean {
  if (isMainThread || parentPort === null) {
    return false;
  }
  const port = parentPort;
  port.on('message', (files: readonly string[]) => {
    const problems: string[] = [];
    void checkFiles(files, workerData as CheckFileOptions, processIo, problem => {
      problems.push(problem);
    }).then(checked => {
      port.postMessage({ checked, problems } satisfies Done);
    });
  });
  return true;
}
