/**
 * `npm run bench`: one table of what every file in `.tools/bench/` measures. A file exports `benchmarks()`.
 * Not a test: the numbers are this machine's, now. Limits are marked, and a broken one makes the exit code 1.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

export interface Row {
  readonly name: string;
  readonly value: number;
  /** Of the value and its limit, for example `ms` or `kB`. */
  readonly unit: string;
  /** The largest good value. */
  readonly limit?: number;
}

interface BenchmarkFile {
  benchmarks(): Promise<readonly Row[]> | readonly Row[];
}

const folder = join(import.meta.dirname, 'bench');
const rows: Row[] = [];
for (const file of readdirSync(folder).filter(name => name.endsWith('.ts')).sort()) {
  const { benchmarks } = await import(pathToFileURL(join(folder, file)).href) as BenchmarkFile;
  rows.push(...await benchmarks());
}

const broken = ({ value, limit }: Row): boolean => limit !== undefined && value > limit;
const widest = Math.max(0, ...rows.map(({ name }) => name.length));
for (const row of rows) {
  const limit = row.limit === undefined ? '' : `   (limit ${row.limit} ${row.unit}${broken(row) ? ': BROKEN' : ''})`;
  console.log(`${row.name.padEnd(widest)}  ${row.value.toFixed(row.value < 10 ? 2 : 0).padStart(8)} ${row.unit}${limit}`);
}
process.exitCode = rows.some(broken) ? 1 : 0;
