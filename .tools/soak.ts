/** `npm run soak`: long use in the real extension host. Fails when the memory goes on growing: see `.tools/hosted/soak`. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { buildExtension } from './build.js';
import { temporaryFolder } from './editor/processes.js';
import { runInHost } from './suites/host.js';

/** Megabytes by which the second half may stand above the first. */
const growth = 15;

await buildExtension();
const result = join(temporaryFolder('soak'), 'levels.json');
await runInHost([resolve(import.meta.dirname, 'hosted/soak/index.ts')], result);
const levels = JSON.parse(readFileSync(result, 'utf8')) as Record<string, number[]>;
for (const [what, megabytes] of Object.entries(levels)) {
  const half = megabytes.length / 2;
  const more = Math.min(...megabytes.slice(half)) - Math.min(...megabytes.slice(0, half));
  const bad = more > growth;
  console.log(`${what.padEnd(10)} ${megabytes.map(level => level.toFixed(0)).join(' ')} MB${bad ? `: GROWS by ${more.toFixed(0)} MB` : ''}`);
  if (bad) { process.exitCode = 1; }
}
process.exit();
