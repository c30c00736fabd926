/**
 * `npm test`: everything that must hold, section by section; its last line adds up.
 * `npm test -- unit host --grep "some words"` runs these sections alone, and of their tests those with the words in their names.
 * `npm test -- --no-retry` tries no test again: one that passes now and then fails.
 */
import type { ChildProcess } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { buildExtension } from './build.js';
import { testEnvironment } from './editor/environment.js';
import { exitCode, start, stop, temporaryFolder } from './editor/processes.js';
import { collectSentences, localisationProblems } from './l10n.js';
import { packageExtension, packageProblems } from './package.js';
import type { Numbers } from './reporter.js';
import { runHostSuite } from './suites/host.js';
import { wallProblems } from './walls.js';
import { tarballProblems } from './suites/tarballs.js';

const root = resolve(import.meta.dirname, '..');
const patience = 20 * 60_000;
const {
  values: { grep, 'no-retry': noRetry },
  positionals,
} = parseArgs({
  allowPositionals: true,
  options: { grep: { type: 'string', short: 'g' }, 'no-retry': { type: 'boolean' } },
});
const tally = join(temporaryFolder('test'), 'tally.json');

/** Suites, one after another: they print as they go. */
const suites: Readonly<Record<string, Section<Numbers>>> = {
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
};

/** Checks, beside the suites, which leave a core idle: each tells its problems when all is done. */
const checks: Readonly<Record<string, Section<readonly string[]>>> = {
  // The rooms that think have a project of their own, without Node's types; so have the tests that drive the workbench, with a page's.
  types: {
    title: 'Types (tsc)',
    run: async () => [
      ...(await complaints('typescript/bin/tsc')),
      ...(await complaints('typescript/bin/tsc', '-p', '.tools/tsconfig.pure.json')),
      ...(await complaints('typescript/bin/tsc', '-p', 'test/workbench')),
    ],
  },
  lint: {
    title: 'Lint (eslint)',
    run: () => complaints('eslint/bin/eslint.js', '-c', '.tools/eslint.config.mjs', '.'),
  },
  walls: { title: 'Walls between the rooms', run: async () => wallProblems(root) },
  format: { title: 'Format (prettier)', run: () => complaints('prettier/bin/prettier.cjs', '--check', '.') },
  unused: { title: 'Nothing unused (knip)', run: () => complaints('knip/bin/knip.js', '--config', '.tools/knip.json') },
  l10n: { title: 'Japanese', run: async () => localisationProblems(collectSentences()) },
};

interface Section<T> {
  readonly title: string;
  readonly run: () => Promise<T>;
}

try {
  process.exit(await main());
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(2);
}

/** Runs the wanted sections. Returns the exit code. */
async function main(): Promise<number> {
  const names = [...Object.keys(suites), ...Object.keys(checks)];
  const unknown = positionals.filter(name => !names.includes(name));
  if (unknown.length > 0) {
    throw new Error(`No such section: ${unknown.join(', ')}. There are: ${names.join(', ')}.`);
  }
  const wanted = <T>(sections: Readonly<Record<string, T>>): T[] =>
    Object.entries(sections)
      .filter(([name]) => positionals.length === 0 || name === 'build' || positionals.includes(name))
      .map(([, section]) => section);

  const lines: string[] = [];
  let sum: Numbers = { passed: 0, failed: 0, skipped: 0, retried: [] };
  const add = (title: string, began: number, result: Numbers, ended = Date.now()): void => {
    const again = result.retried.length > 0 ? `, ${result.retried.length} tried again` : '';
    lines.push(
      `${title}: ${inWords(result)}${again} (${Math.round((ended - began) / 1000)} s)`,
      ...result.retried.map(name => `  ↻ ${name}`),
    );
    sum = {
      passed: sum.passed + result.passed,
      failed: sum.failed + result.failed,
      skipped: sum.skipped + result.skipped,
      retried: [...sum.retried, ...result.retried],
    };
  };
  const complain = (error: unknown): Numbers => report([error instanceof Error ? error.message : String(error)]);

  const checked = inTurn(wanted(checks));
  for (const { title, run } of wanted(suites)) {
    console.log(`\n━━ ${title}`);
    const began = Date.now();
    rmSync(tally, { force: true });
    add(title, began, await run().catch(complain));
  }
  for (const { title, began, ended, result } of await checked) {
    console.log(`\n━━ ${title}`);
    add(title, began, result.status === 'fulfilled' ? report(result.value) : complain(result.reason), ended);
  }
  lines.push(noRetry ? 'Tried again: none, for --no-retry' : `Tried again: ${sum.retried.length}`);
  console.log(`\n━━ Summary\n${lines.join('\n')}\n\n${inWords(sum)}`);
  return sum.failed === 0 ? 0 : 1;
}

async function inTurn<T>(
  sections: readonly Section<T>[],
): Promise<{ title: string; began: number; ended: number; result: PromiseSettledResult<T> }[]> {
  const done = [];
  for (const { title, run } of sections) {
    const began = Date.now();
    const [result] = await Promise.allSettled([run()]);
    done.push({ title, began, ended: Date.now(), result });
  }
  return done;
}

function inWords({ passed, failed, skipped }: Numbers): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

function one(good: boolean): Numbers {
  return { passed: good ? 1 : 0, failed: good ? 0 : 1, skipped: 0, retried: [] };
}

/** What a tool from `node_modules` has to complain about. */
async function complaints(tool: string, ...args: string[]): Promise<readonly string[]> {
  const child = node(tool, args, 'pipe');
  const [code, output] = await Promise.all([exitCode(child), child.stdout ? text(child.stdout) : '']);
  return code === 0 ? [] : [output || `${tool} ended with ${code}.`];
}

/** A suite of its own process. Its end counts as well as its numbers: a suite that broke off has failed. */
async function mocha(...args: string[]): Promise<Numbers> {
  const code = await exitCode(
    node(
      'mocha/bin/mocha.js',
      [
        ...args,
        '--require',
        './.tools/reporter.ts',
        '--reporter',
        'tally',
        ...(grep === undefined ? [] : ['--grep', grep]),
        ...(noRetry ? ['--retries', '0'] : []),
      ],
      'inherit',
    ),
  );
  const result = numbers();
  return code !== 0 && result.failed === 0 ? { ...result, failed: 1 } : result;
}

function numbers(): Numbers {
  try {
    return JSON.parse(readFileSync(tally, 'utf8')) as Numbers;
  } catch {
    throw new Error('The suite ended without a result.');
  }
}

async function checkPackage(): Promise<Numbers> {
  await packageExtension();
  return report(await packageProblems());
}

function report(problems: readonly string[]): Numbers {
  for (const problem of problems) {
    console.error(problem);
  }
  return one(problems.length === 0);
}

function node(script: string, args: readonly string[], output: 'inherit' | 'pipe'): ChildProcess {
  const env = { ...testEnvironment(), DOUBLE_LOCK_TALLY: tally };
  const child = start(process.execPath, [join(root, 'node_modules', script), ...args], {
    cwd: root,
    env,
    stdio: ['ignore', output, 'inherit'],
  });
  const late = setTimeout(() => {
    console.error(`Ended after ${patience / 60_000} minutes.`);
    void stop(child);
  }, patience).unref();
  child.once('exit', () => clearTimeout(late));
  return child;
}
