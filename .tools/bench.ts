/**
 * `npm run bench`: one table of what every file in `.tools/bench/` measures, kept in `out/bench.json`. A file exports `benchmarks()`.
 * `npm run bench -- rules cli` runs these files alone; `--compare old.json` sets the rows beside those of an earlier run.
 * Not a test: the numbers are this machine's, now. Limits are marked, and a broken one makes the exit code 1.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

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

const {
  values: { compare },
  positionals,
} = parseArgs({ allowPositionals: true, options: { compare: { type: 'string' } } });
const before = new Map(
  compare === undefined ? [] : (JSON.parse(readFileSync(compare, 'utf8')) as Row[]).map(row => [keyOf(row), row.value]),
);

const folder = join(import.meta.dirname, 'bench');
const names = readdirSync(folder)
  .filter(name => name.endsWith('.ts'))
  .map(name => name.slice(0, -3))
  .sort();
const unknown = positionals.filter(name => !names.includes(name));
if (unknown.length > 0) {
  throw new Error(`No such benchmarks: ${unknown.join(', ')}. There are: ${names.join(', ')}.`);
}
const rows: Row[] = [];
const unmeasured: string[] = [];
for (const name of names.filter(one => positionals.length === 0 || positionals.includes(one))) {
  try {
    const { benchmarks } = (await import(pathToFileURL(join(folder, `${name}.ts`)).href)) as BenchmarkFile;
    rows.push(...(await benchmarks()));
  } catch (error) {
    unmeasured.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

const widest = Math.max(0, ...rows.map(({ name }) => name.length));
for (const row of rows) {
  const limit = row.limit === undefined ? '' : `   (limit ${row.limit} ${row.unit}${isBroken(row) ? ': BROKEN' : ''})`;
  const old = before.get(keyOf(row));
  const change =
    old === undefined
      ? ''
      : `   ${old === 0 ? 'was 0' : `${row.value > old ? '+' : ''}${((row.value / old - 1) * 100).toFixed(0)} %`}`;
  console.log(
    `${row.name.padEnd(widest)}  ${row.value.toFixed(row.value < 10 ? 2 : 0).padStart(8)} ${row.unit}${change}${limit}`,
  );
}
const kept = resolve(import.meta.dirname, '..', 'out', 'bench.json');
mkdirSync(resolve(kept, '..'), { recursive: true });
writeFileSync(kept, `${JSON.stringify(rows, undefined, 2)}\n`);
console.log(`\nKept in ${kept}.`);
for (const what of unmeasured) {
  console.error(`\nNot measured, ${what}`);
}
process.exit(rows.some(isBroken) || unmeasured.length > 0 ? 1 : 0);

function keyOf({ name, unit }: Row): string {
  return `${name} ${unit}`;
}

function isBroken({ value, limit }: Row): boolean {
  return limit !== undefined && value > limit;
}
