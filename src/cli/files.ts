import { readdir, stat } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import picomatch from 'picomatch';

/** Files found for a path of the command line, or why there are none. */
export type Expanded = { readonly files: readonly string[] } | { readonly problem: string };

/** The files a path, folder or glob stands for, sorted; folders give the JSON files below them. */
export async function expand(path: string): Promise<Expanded> {
  const info = await stat(path).catch(() => undefined);
  if (info?.isDirectory()) { return { files: (await below(path)).filter(file => /\.jsonc?$/i.test(file)) }; }
  if (info !== undefined) { return { files: [path] }; }
  const { base, glob } = picomatch.scan(slashes(path));
  if (glob === '') { return { problem: `no such file: ${path}` }; }
  const matches = picomatch(slashes(path), { dot: true });
  const files = (await below(base === '' ? '.' : base).catch(() => [])).filter(file => matches(slashes(file)));
  return files.length === 0 ? { problem: `no file matches ${path}` } : { files };
}

/** The nearest file of that name, from the folder of `file` upwards. */
export async function nearestUpwards(file: string, name: string, readFile: (path: string) => Promise<string>): Promise<{ readonly path: string; readonly text: string } | undefined> {
  for (let folder = dirname(resolve(file)); ; folder = dirname(folder)) {
    const path = join(folder, name);
    const text = await readFile(path).catch(() => undefined);
    if (text !== undefined) { return { path, text }; }
    if (dirname(folder) === folder) { return undefined; }
  }
}

/** A path with slashes, as globs want it. */
export function slashes(path: string): string {
  return sep === '/' ? path : path.replaceAll(sep, '/');
}

async function below(folder: string): Promise<string[]> {
  const files: string[] = [];
  const folders = [folder];
  for (let current = folders.pop(); current !== undefined; current = folders.pop()) {
    for (const entry of await readdir(current, { withFileTypes: true })) {
      const path = current === '.' ? entry.name : join(current, entry.name);
      if (entry.isDirectory()) { if (entry.name !== 'node_modules' && entry.name !== '.git') { folders.push(path); } }
      else if (entry.isFile()) { files.push(path); }
    }
  }
  return files.sort();
}
