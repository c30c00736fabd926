/**
 * Fetches what is too big to be a dependency, once, into the ignored folder `.vscode-test/`: a VS Code server with the Node that
 * runs it, and a Chromium. Versions and sha512 sums are those of `parts/<name>/package-lock.json`; npm checks them.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, readdir, rename, rm, statfs } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { exitCode, start } from './processes.js';

/** Megabytes: what npm's cache and the installed folder take together, at most. */
const parts = {
  server: { about: 'VS Code 1.139.1 (server build) and Node 24', megabytes: 800 },
  'server-oldest': { about: 'VS Code 1.105.1 (server build) and Node 22', megabytes: 800 },
  browser: { about: 'Chromium 153', megabytes: 400 },
} as const;
export type Part = keyof typeof parts;
const root = resolve(import.meta.dirname, '..', '..');
const cache = join(root, '.vscode-test', 'parts');

/**
 * The folder of a part, fetched if it is not there.
 * @param finish turns the installed packages into what is used; runs once, before the folder counts as fetched
 * @throws an Error that says what to do next
 */
export async function fetchPart(name: Part, finish?: (folder: string) => Promise<void>): Promise<string> {
  const source = join(import.meta.dirname, 'parts', name);
  const version = createHash('sha256')
    .update(await readFile(join(source, 'package-lock.json')))
    .digest('hex')
    .slice(0, 12);
  const folder = join(cache, `${name}-${process.platform}-${process.arch}-${version}`);
  if (existsSync(folder)) {
    return folder;
  }

  const partial = `${folder}.partial-${process.pid}`;
  await removePartials(name);
  await cp(source, partial, { recursive: true });
  try {
    await requireSpace(name);
    await installPackages(name, partial);
    await finish?.(partial);
    // The last step, and one that happens wholly or not at all: a folder under its final name is complete.
    await rename(partial, folder).catch(error => {
      if (!existsSync(folder)) {
        throw error;
      }
    });
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
  return folder;
}

/** What earlier runs left half done; not what another run is working on. */
async function removePartials(name: string): Promise<void> {
  await mkdir(cache, { recursive: true });
  for (const entry of await readdir(cache)) {
    const owner = /\.partial-(\d+)$/.exec(entry)?.[1];
    if (entry.startsWith(`${name}-`) && owner && !isAlive(Number(owner))) {
      await rm(join(cache, entry), { recursive: true, force: true });
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function requireSpace(name: Part): Promise<void> {
  const { bavail, bsize } = await statfs(cache);
  const free = Math.floor((bavail * bsize) / 1e6);
  if (free < parts[name].megabytes) {
    throw new Error(diskFull(name, `${free} MB are free`));
  }
}

async function installPackages(name: Part, folder: string): Promise<void> {
  console.log(
    `Fetching ${parts[name].about} from the npm registry, once: needs about ${parts[name].megabytes} MB of disk under .vscode-test/ and npm's cache.`,
  );
  const { command, args, shell } = npm();
  const child = start(
    command,
    [
      ...args,
      'ci',
      '--prefix',
      folder,
      '--ignore-scripts',
      '--include=optional',
      '--no-engine-strict',
      '--no-audit',
      '--no-fund',
      '--no-update-notifier',
      '--loglevel=error',
      '--fetch-retry-mintimeout=1000',
      '--fetch-retry-maxtimeout=5000',
    ],
    { cwd: folder, shell, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let complaints = '';
  child.stderr?.on('data', chunk => {
    complaints += String(chunk);
  });
  const began = Date.now();
  const tick = setInterval(() => console.log(`  … still fetching, ${Math.round((Date.now() - began) / 1000)} s`), 5000);
  const code = await exitCode(child);
  clearInterval(tick);
  if (code !== 0) {
    throw new Error(explain(name, complaints));
  }
  console.log(`Fetched ${parts[name].about} in ${Math.round((Date.now() - began) / 1000)} s.`);
}

/** The npm that runs us, else the one on the PATH. */
function npm(): { command: string; args: string[]; shell: boolean } {
  const own = process.env['npm_execpath'];
  return own && /^npm-cli\.[cm]?js$/.test(basename(own))
    ? { command: process.execPath, args: [own], shell: false }
    : { command: 'npm', args: [], shell: process.platform === 'win32' };
}

function explain(name: Part, complaints: string): string {
  const code = /npm (?:error|ERR!) code (\S+)/.exec(complaints)?.[1] ?? '';
  const retry = 'Then run the same command again; what was fetched completely is kept.';
  if (code === 'ENOSPC') {
    return diskFull(name, 'the disk is full');
  }
  if (/^(ENOTFOUND|EAI_AGAIN|ECONN\w+|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|FETCH_ERROR)$/.test(code)) {
    return `The npm registry cannot be reached (${code}). Check the network, a proxy ("npm config get proxy") and "npm config get registry". ${retry}`;
  }
  if (/^(E40\d|ETARGET|EINTEGRITY|E5\d\d)$/.test(code)) {
    return `The npm registry refused a package (${code}). Check that "npm config get registry" names a full mirror of the public registry. ${retry}\n${complaints.trim()}`;
  }
  return `npm could not install ${parts[name].about}. ${retry}\n${complaints.trim()}`;
}

function diskFull(name: Part, found: string): string {
  return `${parts[name].about} needs about ${parts[name].megabytes} MB, and ${found} where ${cache} is. Free some space (old versions in .vscode-test/ may go) and run the same command again.`;
}
