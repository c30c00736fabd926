/**
 * `npm test`: everything that must hold, section by section; its last line adds up.
 * `npm test -- unit host --grep "some words"` runs these sections alone, and of their tests those with the words in their names.
 */
import { readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildExtension } from './build.js';
import { testEnvironment } from './editor/environment.js';
import { exitCode, start, stop, temporaryFolder } from './editor/processes.js';
import { collectSentences, localisationProblems } from './l10n.js';
import { packageExtension, packageProblems } from './package.js';
import type { Numbers } from './reporter.js';
import { runHostSuite } from './suites/host.js';

const root = resolve(import.meta.dirname, '..');
const patience = 20 * 60_000;
const { values: { grep }, positionals } = parseArgs({ allowPositionals: true, options: { grep: { type: 'string', short: 'g' } } });
const tally = join(temporaryFolder('test'), 'tally.json');

const sections: Readonly<Record<string, { title: string; run: () => Promise<Numbers> }>> = {
  build: { title: 'Build', run: async () => { await buildExtension(); return one(true); } },
  types: { title: 'Types (tsc)', run: checkTypes },
  lint: { title: 'Lint (eslint)', run: () => check('eslint/bin/eslint.js', '-c', '.tools/eslint.config.mjs', '.') },
  l10n: { title: 'Japanese', run: async () => report(localisationProblems(collectSentences())) },
  unit: { title: 'Unit tests', run: () => mocha() },
  package: { title: 'The package that users install', run: checkPackage },
  host: { title: 'In the extension host', run: async () => { await runHostSuite(tally, grep); return numbers(); } },
  workbench: { title: 'In the workbench, as a person would', run: () => mocha('--config', '.tools/workbench.mocharc.json', 'test/workbench/**/*.test.ts') },
};

try {
  process.exit(await main());
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(2);
}

/** Runs the wanted sections. Returns the exit code. */
async function main(): Promise<number> {
  const unknown = positionals.filter(name => !(name in sections));
  if (unknown.length > 0) { throw new Error(`No such section: ${unknown.join(', ')}. There are: ${Object.keys(sections).join(', ')}.`); }
  const wanted = Object.entries(sections).filter(([name]) => positionals.length === 0 || name === 'build' || positionals.includes(name));

  const lines: string[] = [];
  let sum: Numbers = { passed: 0, failed: 0, skipped: 0 };
  for (const [, { title, run }] of wanted) {
    console.log(`\n━━ ${title}`);
    const began = Date.now();
    rmSync(tally, { force: true });
    const result = await run().catch(error => {
      console.error(error instanceof Error ? error.message : error);
      return one(false);
    });
    lines.push(`${title}: ${inWords(result)} (${Math.round((Date.now() - began) / 1000)} s)`);
    sum = { passed: sum.passed + result.passed, failed: sum.failed + result.failed, skipped: sum.skipped + result.skipped };
  }
  console.log(`\n━━ Summary\n${lines.join('\n')}\n\n${inWords(sum)}`);
  return sum.failed === 0 ? 0 : 1;
}

function inWords({ passed, failed, skipped }: Numbers): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

function one(good: boolean): Numbers {
  return { passed: good ? 1 : 0, failed: good ? 0 : 1, skipped: 0 };
}

/** A tool from `node_modules` that finds all in order or not. */
async function check(tool: string, ...args: string[]): Promise<Numbers> {
  return one(await node(tool, ...args) === 0);
}

/** A suite of its own process. Its end counts as well as its numbers: a suite that broke off has failed. */
async function mocha(...args: string[]): Promise<Numbers> {
  const code = await node('mocha/bin/mocha.js', ...args, '--require', './.tools/reporter.ts', '--reporter', 'tally', ...grep === undefined ? [] : ['--grep', grep]);
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

/** The tests that drive the workbench have a project of their own: only they may use what a page has. */
async function checkTypes(): Promise<Numbers> {
  const rest = await node('typescript/bin/tsc');
  return one(await node('typescript/bin/tsc', '-p', 'test/workbench') === 0 && rest === 0);
}

async function checkPackage(): Promise<Numbers> {
  await packageExtension();
  return report(await packageProblems());
}

function report(problems: readonly string[]): Numbers {
  for (const problem of problems) { console.error(problem); }
  return one(problems.length === 0);
}

async function node(script: string, ...args: string[]): Promise<number> {
  const env = { ...testEnvironment(), DOUBLE_LOCK_TALLY: tally };
  const child = start(process.execPath, [join(root, 'node_modules', script), ...args], { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'] });
  const late = setTimeout(() => {
    console.error(`Ended after ${patience / 60_000} minutes.`);
    void stop(child);
  }, patience);
  return exitCode(child).finally(() => clearTimeout(late));
}
