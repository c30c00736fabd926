/**
 * `npm run soak`: long use in the real extension host, as `.tools/hosted/soak` does it. The exit code is 1 when the memory does not stay level.
 * `npm run soak -- --edits 1000 --documents 50 --denials 10` is a shorter one.
 */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildExtension } from './build.js';
import { temporaryFolder } from './editor/processes.js';
import type { Amounts, Soaked } from './hosted/soak/index.js';
import { runInHost } from './suites/host.js';

/** Megabytes by which the second half of a phase may stand above the first. */
const growth = 5;
const timeLimit = 60 * 60_000;

const { values } = parseArgs({
  options: {
    edits: { type: 'string', default: '10000' },
    documents: { type: 'string', default: '500' },
    denials: { type: 'string', default: '100' },
  },
});
const amounts: Amounts = {
  edits: Number(values.edits),
  documents: Number(values.documents),
  denials: Number(values.denials),
  moments: 10,
};

await buildExtension();
const result = join(temporaryFolder('soak'), 'soaked.json');
await runInHost([resolve(import.meta.dirname, 'hosted/soak/index.ts')], result, {
  variables: { DOUBLE_LOCK_SOAK: JSON.stringify(amounts) },
  timeLimit,
});
const { levels, leftBehind } = JSON.parse(readFileSync(result, 'utf8')) as Soaked;

console.log('\nMegabytes of the extension host in use, at ten moments of each phase:');
const growing = Object.entries(levels).filter(([phase, megabytes]) => {
  const half = megabytes.length / 2;
  const more = Math.min(...megabytes.slice(half)) - Math.min(...megabytes.slice(0, half));
  console.log(
    `  ${phase.padEnd(10)}${megabytes.map(level => level.toFixed(1).padStart(7)).join('')}   second half ${more < 0 ? '' : '+'}${more.toFixed(1)} (limit +${growth})${more > growth ? ': GROWS' : ''}`,
  );
  return more > growth;
});
for (const what of leftBehind) {
  console.log(`Left behind: ${what}`);
}
const good = growing.length === 0 && leftBehind.length === 0;
console.log(good ? 'The memory stays level.' : 'The memory does not stay level.');
process.exit(good ? 0 : 1);
