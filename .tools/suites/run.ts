/**
 * What `npm test` and `npm run long` share: they run their sections and end with a summary, whose last line adds up.
 * A command is its table of sections; the names on the command line choose from it.
 */
import type { ChildProcess } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { testEnvironment } from '../editor/environment.js';
import { exitCode, start, stop, temporaryFolder } from '../editor/processes.js';
import type { Numbers } from '../reporter.js';

export interface Section<T> {
  readonly title: string;
  readonly run: () => Promise<T>;
}

export interface Sections {
  /** Suites, one after another: they print as they go. */
  readonly suites: Readonly<Record<string, Section<Numbers>>>;
  /** Checks, beside the suites, which leave a core idle: each tells its problems when all is done. */
  readonly checks?: Readonly<Record<string, Section<readonly string[]>>>;
  /** Sections that run whatever is asked for. */
  readonly always?: readonly string[];
}

const root = resolve(import.meta.dirname, '../..');
const timeLimit = 20 * 60_000;

/** Where a suite leaves its numbers. */
export const tally = join(temporaryFolder('test'), 'tally.json');

/** What the command line asks for: `SECTION … --grep "words" --no-retry`. */
export const {
  values: { grep, 'no-retry': noRetry },
  positionals: wantedNames,
} = parseArgs({
  allowPositionals: true,
  options: { grep: { type: 'string', short: 'g' }, 'no-retry': { type: 'boolean' } },
});

/** Runs the wanted sections and ends this process: with 0 when nothing failed, with 2 when the sections could not be run. */
export async function runAndExit(sections: Sections): Promise<never> {
  try {
    process.exit(await runSections(sections));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(2);
  }
}

/** Runs the wanted sections. Returns the exit code. */
async function runSections({ suites, checks = {}, always = [] }: Sections): Promise<number> {
  const names = [...Object.keys(suites), ...Object.keys(checks)];
  const unknown = wantedNames.filter(name => !names.includes(name));
  if (unknown.length > 0) {
    throw new Error(`No such section: ${unknown.join(', ')}. There are: ${names.join(', ')}.`);
  }
  const wanted = <T>(table: Readonly<Record<string, T>>): T[] =>
    Object.entries(table)
      .filter(([name]) => wantedNames.length === 0 || always.includes(name) || wantedNames.includes(name))
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

/** The numbers of a section that is one check. */
export function one(good: boolean): Numbers {
  return { passed: good ? 1 : 0, failed: good ? 0 : 1, skipped: 0, retried: [] };
}

/** Prints the problems of one check. */
export function report(problems: readonly string[]): Numbers {
  for (const problem of problems) {
    console.error(problem);
  }
  return one(problems.length === 0);
}

/** What a tool from `node_modules` has to complain about. */
export async function complaints(tool: string, ...args: string[]): Promise<readonly string[]> {
  const child = node(tool, args, 'pipe');
  const [code, output] = await Promise.all([exitCode(child), child.stdout ? text(child.stdout) : '']);
  return code === 0 ? [] : [output || `${tool} ended with ${code}.`];
}

/** A suite of its own process. Its end counts as well as its numbers: a suite that broke off has failed. */
export async function mocha(...args: string[]): Promise<Numbers> {
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

/** What the suite that ran last has left. */
export function numbers(): Numbers {
  try {
    return JSON.parse(readFileSync(tally, 'utf8')) as Numbers;
  } catch {
    throw new Error('The suite ended without a result.');
  }
}

function node(script: string, args: readonly string[], output: 'inherit' | 'pipe'): ChildProcess {
  const env = { ...testEnvironment(), DOUBLE_LOCK_TALLY: tally };
  const child = start(process.execPath, [join(root, 'node_modules', script), ...args], {
    cwd: root,
    env,
    stdio: ['ignore', output, 'inherit'],
  });
  const late = setTimeout(() => {
    console.error(`Ended after ${timeLimit / 60_000} minutes.`);
    void stop(child);
  }, timeLimit).unref();
  child.once('exit', () => clearTimeout(late));
  return child;
}
