import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';

const folder = resolve(__dirname, '../../../../shared');

/** The records of a file of `../shared`, one a line; undefined where it is not there. */
export function readShared<T>(path: string): readonly T[] | undefined {
  const file = resolve(folder, path);
  return existsSync(file)
    ? readFileSync(file, 'utf8')
        .split('\n')
        .filter(line => line.trim() !== '')
        .map(line => JSON.parse(line) as T)
    : undefined;
}

/** The names of the `.jsonl` files in a folder of `../shared`; empty where it is not there. */
export function sharedNames(path: string): readonly string[] {
  const here = resolve(folder, path);
  return existsSync(here)
    ? readdirSync(here)
        .filter(name => name.endsWith('.jsonl'))
        .map(name => basename(name, '.jsonl'))
        .sort()
    : [];
}

/** Says what is not there, as a skipped test. */
export function skipped(what: string): void {
  it(`${what} is not there`, function () {
    this.skip();
  });
}
