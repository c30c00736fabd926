/**
 * `npm test`: everything that must hold, section by section; its last line adds up.
 * `npm test -- unit host --grep "some words"` runs these sections alone, and of their tests those with the words in their names.
 * `npm test -- --no-retry` tries no test again: one that passes now and then fails.
 */
import { resolve } from 'node:path';
import { buildExtension } from './build.js';
import { collectSentences, localisationProblems } from './l10n.js';
import { packageExtension, packageProblems } from './package.js';
import type { Numbers } from './reporter.js';
import { runHostSuite } from './suites/host.js';
import { complaints, grep, mocha, noRetry, numbers, one, report, runAndExit, tally } from './suites/run.js';
import { tarballProblems } from './suites/tarballs.js';
import { wallProblems } from './walls.js';

await runAndExit({
  always: ['build'],
  suites: {
    build: {
      title: 'Build',
      run: async () => {
        await buildExtension();
        return one(true);
      },
    },
    unit: { title: 'Unit tests', run: () => mocha() },
    package: { title: 'The package that users install', run: checkPackage },
    tarballs: { title: 'The tarballs, installed', run: async () => report(await tarballProblems()) },
    host: {
      title: 'In the extension host',
      run: async () => {
        await runHostSuite(tally, { grep, noRetry });
        return numbers();
      },
    },
    workbench: {
      title: 'In the workbench, as a person would',
      run: () => mocha('--config', '.tools/workbench.mocharc.json', 'test/workbench/**/*.test.ts'),
    },
  },
  checks: {
    // What runs in a browser's worker too has a project of its own, without Node's types; so have the tests that drive the workbench, with a page's.
    types: {
      title: 'Types (tsc)',
      run: async () => [
        ...(await complaints('typescript/bin/tsc')),
        ...(await complaints('typescript/bin/tsc', '-p', '.tools/tsconfig.worker.json')),
        ...(await complaints('typescript/bin/tsc', '-p', 'test/workbench')),
      ],
    },
    lint: {
      title: 'Lint (eslint)',
      run: () => complaints('eslint/bin/eslint.js', '-c', '.tools/eslint.config.mjs', '.'),
    },
    walls: { title: 'Walls between the rooms', run: async () => wallProblems(resolve(import.meta.dirname, '..')) },
    format: { title: 'Format (prettier)', run: () => complaints('prettier/bin/prettier.cjs', '--check', '.') },
    unused: {
      title: 'Nothing unused (knip)',
      run: () => complaints('knip/bin/knip.js', '--config', '.tools/knip.json'),
    },
    l10n: { title: 'Japanese', run: async () => localisationProblems(collectSentences()) },
  },
});

async function checkPackage(): Promise<Numbers> {
  await packageExtension();
  return report(await packageProblems());
}
