/**
 * `npm run long`: what takes minutes or needs `../shared`, section by section; its last line adds up. Fifteen minutes at most, on two cores.
 * `npm run long -- shapes --grep "some words"` runs these sections alone, and of their tests those with the words in their names.
 */
import type { Numbers } from './reporter.js';
import { mocha, runAndExit } from './suites/run.js';

await runAndExit({
  suites: {
    shared: { title: 'Real errors and policies (../shared)', run: () => long('shared/*') },
    shapes: { title: 'Hostile shapes take time in proportion', run: () => long('shapes') },
    decisions: { title: 'Random decisions, at length', run: () => long('decisions') },
    damage: { title: 'Damaged texts, at length', run: () => long('damage') },
    fixes: { title: 'Fixes in whole and damaged policies, at length', run: () => long('fixes') },
  },
});

function long(files: string): Promise<Numbers> {
  return mocha('--config', '.tools/long.mocharc.json', `test/long/${files}.test.ts`);
}
