import { readdir, stat } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import picomatch from 'picomatch';

/** The files a path, folder or glob stands for, sorted; folders give the JSON files below them. What cannot be read is said, and left out. */
export async function expand(path: string, fail: (problem: string) => void): Promise<readonly string[]> {
  const info = await stat(path).catch((error: NodeJS.ErrnoException) => error);
  if (!(info instanceof Error)) {
    return info.isDirectory() ? jsonBelow(path, fail) : [path];
  }
  const { base, glob } = picomatch.scan(slashes(path));
  if (glob === '') {
    fail(info.code === 'ENOENT' ? `no such file: ${path}` : cannotRead(path, info));
    return [];
  }
  const matches = picomatch(slashes(path).replace(/^(\.\/)+/, ''), { dot: true });
  const root = base === '' ? '.' : base;
  const files = await stat(root).then(
    () => below(root, fail),
    () => [],
  );
  const matching = files.filter(file => matches(slashes(file)));
  if (matching.length === 0) {
    fail(`no file matches ${path}`);
  }
  return matching;
}

async function jsonBelow(folder: string, fail: (problem: string) => void): Promise<readonly string[]> {
  let failed = false;
  const files = await below(folder, problem => {
    failed = true;
    fail(problem);
  });
  const json = files.filter(file => /\.jsonc?$/i.test(file));
  if (json.length === 0 && !failed) {
    fail(`no *.json or *.jsonc file in ${folder}`);
  }
  return json;
}

/** A file that a folder, or one above it, holds. */
export interface Found {
  readonly path: string;
  readonly text: string;
}

/**
 * Looks for files of a name in folders and upwards: the nearest one, undefined when there is none up to the root. Each
 * folder is looked into once; a file that cannot be read counts as none.
 */
export function lookUpwards(
  name: string,
  readFile: (path: string) => Promise<string>,
): (folder: string) => Promise<Found | undefined> {
  const known = new Map<string, Promise<Found | undefined>>();
  const look = async (folder: string): Promise<Found | undefined> => {
    const path = join(folder, name);
    const text = await readFile(path).catch(() => undefined);
    if (text !== undefined) {
      return { path, text };
    }
    return dirname(folder) === folder ? undefined : nearest(dirname(folder));
  };
  const nearest = (folder: string): Promise<Found | undefined> => {
    let found = known.get(folder);
    if (found === undefined) {
      known.set(folder, (found = look(folder)));
    }
    return found;
  };
  return nearest;
}

/** A path with slashes, as globs want it. */
export function slashes(path: string): string {
  return sep === '/' ? path : path.replaceAll(sep, '/');
}

/** All files below a folder; links to files count, links to folders are not followed. */
async function below(folder: string, fail: (problem: string) => void): Promise<string[]> {
  const files: string[] = [];
  const folders = [folder];
  for (let current = folders.pop(); current !== undefined; current = folders.pop()) {
    const entries = await readdir(current, { withFileTypes: true }).catch((error: unknown) => {
      fail(cannotRead(current ?? '', error));
      return [];
    });
    for (const entry of entries) {
      const path = current === '.' ? entry.name : join(current, entry.name);
      if (entry.isDirectory()) {
        if (entry.name !== 'node_modules' && entry.name !== '.git') {
          folders.push(path);
        }
      } else if (entry.isFile() || (entry.isSymbolicLink() && (await stat(path).catch(() => undefined))?.isFile())) {
        files.push(path);
      }
    }
  }
  return files.sort();
}

/** What to say about something that cannot be read. */
export function cannotRead(path: string, error: unknown): string {
  return `cannot read ${path}: ${error instanceof Error ? error.message : String(error)}`;
}
