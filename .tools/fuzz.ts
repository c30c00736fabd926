/**
 * `npm run fuzz -- 600`: damaged texts for so many seconds (60 if not said), all properties of `test/fuzz/` in turn.
 * Prints the seed; `npm run fuzz -- 600 --seed 12345` begins with the same texts again. Ends at the first failure, with the smallest text that shows it.
 */
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { properties } from '../test/fuzz/properties.js';

const { positionals, values } = parseArgs({ allowPositionals: true, options: { seed: { type: 'string' } } });
const seconds = Number(positionals[0] ?? 60);
let seed = Number(values.seed ?? Date.now() % 2 ** 31);
if (!(seconds > 0) || !Number.isInteger(seed)) {
  throw new Error('Usage: npm run fuzz -- [seconds] [--seed whole number]');
}

const end = Date.now() + seconds * 1000;
const runs = new Map<string, number>();
console.log(`Fuzzing for ${seconds} s, from seed ${seed}.`);
while (Date.now() < end) {
  for (const [name, property] of Object.entries(properties)) {
    const left = end - Date.now();
    if (left <= 0) {
      break;
    }
    const result = fc.check(property as fc.IProperty<unknown>, {
      seed,
      numRuns: 500,
      interruptAfterTimeLimit: left,
      markInterruptAsFailure: false,
    });
    runs.set(name, (runs.get(name) ?? 0) + result.numRuns);
    if (!result.failed) {
      continue;
    }
    console.error(
      `FAILED: ${name} (seed ${seed})\n${fc.defaultReportMessage(result)}\n${String(result.errorInstance)}`,
    );
    process.exit(1);
  }
  seed++;
}
for (const [name, count] of runs) {
  console.log(`${String(count).padStart(9)} texts: ${name}`);
}
