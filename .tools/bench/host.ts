/** Figures of the real extension host: see `.tools/hosted/bench`. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Row } from '../bench.js';
import { buildExtension } from '../build.js';
import { temporaryFolder } from '../editor/processes.js';
import { runInHost } from '../suites/host.js';

export async function benchmarks(): Promise<Row[]> {
  await buildExtension();
  const result = join(temporaryFolder('bench'), 'host.json');
  await runInHost([resolve(import.meta.dirname, '../hosted/bench/index.ts')], result);
  const { activation, memory } = JSON.parse(readFileSync(result, 'utf8')) as { activation: number; memory: number };
  return [
    { name: 'activation in the extension host', value: activation, unit: 'ms', limit: 20 },
    { name: 'memory of 100 open policies of 8 kB', value: memory, unit: 'MB', limit: 100 },
  ];
}
