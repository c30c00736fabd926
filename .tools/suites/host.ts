/** The suite inside the real extension host: on a desktop build where one starts, else on the server build in a headless browser. */
import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { launchBrowser } from '../editor/browser.js';
import { desktopCommands, downloadDesktop, noDisplay, openDesktop } from '../editor/desktop.js';
import { testEnvironment } from '../editor/environment.js';
import { copySampleWorkspace } from '../editor/sample.js';
import { startServer } from '../editor/server.js';
import { quiet, trusted } from '../editor/settings.js';

const root = resolve(import.meta.dirname, '..', '..');
const settings = { ...quiet, ...trusted };

interface HostOptions {
  /** Environment variables that the modules find. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Milliseconds that the modules may take. */
  readonly timeLimit?: number;
}

/**
 * Runs `test/editor/` on a copy of the sample workspace. Its report goes to the console, its numbers to the file `tally`.
 * @param only the words that the names of the tests must have, and whether a test that fails is not tried again
 */
export async function runHostSuite(
  tally: string,
  only: { readonly grep?: string | undefined; readonly noRetry?: boolean | undefined } = {},
): Promise<void> {
  const source = join(root, 'test', 'editor');
  const files = await readdir(source, { recursive: true });
  await runInHost(
    files.filter(file => file === 'index.ts' || file.endsWith('.test.ts')).map(file => join(source, file)),
    tally,
    {
      variables: {
        ...(only.grep !== undefined && { DOUBLE_LOCK_GREP: only.grep }),
        ...(only.noRetry && { DOUBLE_LOCK_NO_RETRY: '1' }),
      },
    },
  );
}

/**
 * Runs `run()` of the module called `index`, one of some, in the extension host.
 * @param result the file that the modules leave behind in the end; they find its path in DOUBLE_LOCK_TALLY
 */
export async function runInHost(
  modules: readonly string[],
  result: string,
  { variables = {}, timeLimit = 10 * 60_000 }: HostOptions = {},
): Promise<void> {
  const source = dirname(modules.find(file => basename(file) === 'index.ts') ?? '');
  const suite = join(root, 'out', relative(root, source).replace(/^\./, ''));
  await bundle(source, modules, suite);
  const env = { ...testEnvironment(), DOUBLE_LOCK_TALLY: result, ...variables };
  const reason = await runOnDesktop(suite, env, result, timeLimit);
  if (reason !== undefined) {
    console.log(`  No desktop VS Code: ${reason}.`);
    await runOnServer(suite, env, timeLimit);
  }
}

async function bundle(source: string, modules: readonly string[], suite: string): Promise<void> {
  await rm(suite, { recursive: true, force: true });
  await build({
    entryPoints: [...modules],
    outdir: suite,
    outbase: source,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    sourcemap: 'inline',
    external: ['vscode', 'mocha'],
    // jsonc-parser's main is a module that loads others by name, which no bundle holds.
    mainFields: ['module', 'main'],
    logLevel: 'warning',
  });
}

/** Undefined when the suite ran, else why it did not. */
async function runOnDesktop(
  suite: string,
  env: NodeJS.ProcessEnv,
  result: string,
  timeLimit: number,
): Promise<string | undefined> {
  const display = noDisplay();
  if (display !== undefined) {
    return display;
  }
  const downloaded = await downloadDesktop();
  const commands = 'executable' in downloaded ? [downloaded.executable] : desktopCommands();
  for (const command of commands) {
    const window = await openDesktop(command, copySampleWorkspace(), {
      settings,
      env,
      args: [`--extensionTestsPath=${suite}`],
    });
    if (!window) {
      continue;
    }
    console.log(`  Runs on: ${command}`);
    await within(timeLimit, window.closed);
    if (!existsSync(result)) {
      throw new Error('The window closed before the suite had ended.');
    }
    return undefined;
  }
  return 'none' in downloaded ? downloaded.none : 'the downloaded one opened no window';
}

async function runOnServer(suite: string, env: NodeJS.ProcessEnv, timeLimit: number): Promise<void> {
  const server = await startServer({ settings, env, testDriver: true });
  console.log(`  Runs on: VS Code ${server.version}, the server build from npm`);
  const browser = await launchBrowser();
  try {
    const context = await browser.newContext();
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const page = await context.newPage();
    await page.exposeFunction('codeAutomationLog', (_level: string, args: unknown[]) => {
      if (!isNoise(args)) {
        console.log(...args);
      }
    });
    const ended = new Promise<number>(done => {
      void page.exposeFunction('codeAutomationExit', done);
    });
    const remote = (path: string): string => `vscode-remote://${server.authority}${pathToFileURL(path).pathname}`;
    await page.goto(
      server.address(copySampleWorkspace(), {
        extensionDevelopmentPath: remote(root),
        extensionTestsPath: remote(join(suite, 'index')),
        skipWelcome: 'true',
      }),
    );
    await within(timeLimit, ended);
  } catch (error) {
    throw new Error(`${String(error)}\n${server.log()}`, { cause: error });
  } finally {
    await browser.close();
    await server.stop();
  }
}

/** What the workbench itself says of its start, of native modules that are not built (it works without) and of a gallery out of reach. */
const noise =
  /^\[|connection token|^Creating a socket|builtin extensions cache|Could not locate the bindings file|build\/Release\/watchdog|open-vsx\.org/;

function isNoise(args: readonly unknown[]): boolean {
  return args.some(arg => noise.test(String(arg)));
}

async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, failed) => {
    timer = setTimeout(
      () => failed(new Error(`The host suite did not end within ${milliseconds / 60_000} minutes.`)),
      milliseconds,
    );
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
