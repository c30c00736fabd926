/** A desktop VS Code that really starts: a `code` on the PATH, else the build that `@vscode/test-electron` downloads. */
import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { delimiter, join, resolve } from 'node:path';
import { download } from '@vscode/test-electron';
import { plainEnvironment } from './environment.js';
import { beforeEnd, exitCode, removeFolder, start, stop, temporaryFolder } from './processes.js';
import type { Settings } from './settings.js';
import { desktopVersion } from './version.js';

const root = resolve(import.meta.dirname, '..', '..');
const windows = process.platform === 'win32';
const downloadSite = 'https://update.code.visualstudio.com/api/releases/stable';

export interface DesktopOptions {
  readonly settings: Settings;
  readonly env?: NodeJS.ProcessEnv;
  /** More arguments for `code`. */
  readonly args?: readonly string[];
}

/** Why no window can open here, if so. */
export function noDisplay(): string | undefined {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  return process.platform === 'linux' && !DISPLAY && !WAYLAND_DISPLAY ? 'this machine has no display' : undefined;
}

/** The `code` commands on a PATH that belong to a desktop build. Those of servers and remote terminals look the same from outside. */
export function desktopCommands(path = process.env['PATH'] ?? ''): string[] {
  const name = windows ? 'code.cmd' : 'code';
  return path
    .split(delimiter)
    .filter(Boolean)
    .map(folder => join(folder, name))
    .filter(isDesktop);
}

function isDesktop(command: string): boolean {
  if (!existsSync(command)) {
    return false;
  }
  const real = realpathSync(command);
  if (/code-server|vscode-server|remote-cli|openvscode/.test(real)) {
    return false;
  }
  if (real === '/usr/bin/snap') {
    return existsSync('/snap/code/current');
  }
  return readFileSync(real, 'latin1').includes('ELECTRON_RUN_AS_NODE');
}

/** Downloads a desktop build into `.vscode-test/`, if its site answers within four seconds. Returns the executable, or why there is none. */
export async function downloadDesktop(): Promise<{ executable: string } | { none: string }> {
  const display = noDisplay();
  if (display !== undefined) {
    return { none: display };
  }
  try {
    const answer = await fetch(downloadSite, { signal: AbortSignal.timeout(4000) });
    if (!answer.ok) {
      return { none: `its download site answers ${answer.status}` };
    }
    await answer.body?.cancel();
  } catch {
    return { none: 'its download site cannot be reached' };
  }
  try {
    return { executable: await download({ version: desktopVersion(), cachePath: join(root, '.vscode-test') }) };
  } catch (error) {
    return { none: `its download failed (${String(error)})` };
  }
}

/**
 * Opens a window with the extension under development on a folder, with data folders of its own.
 * @returns the end of the window, as its exit code; undefined when no window came up within 30 seconds
 */
export async function openDesktop(
  command: string,
  folder: string,
  { settings, env = plainEnvironment(), args = [] }: DesktopOptions,
): Promise<{ closed: Promise<number> } | undefined> {
  const data = temporaryFolder('desktop');
  await mkdir(join(data, 'User'), { recursive: true });
  await writeFile(join(data, 'User', 'settings.json'), JSON.stringify(settings, undefined, 2));
  beforeEnd(() => endWindows(data));
  const shell = command.endsWith('.cmd');
  const quote = (arg: string): string => (shell ? `"${arg}"` : arg);
  const child = start(
    quote(command),
    [
      '--user-data-dir',
      data,
      '--extensions-dir',
      join(data, 'extensions'),
      '--wait',
      '--new-window',
      '--skip-welcome',
      '--skip-release-notes',
      '--disable-updates',
      ...(process.getuid?.() === 0 || process.env['CI'] ? ['--no-sandbox'] : []),
      `--extensionDevelopmentPath=${root}`,
      ...args,
      folder,
    ].map(quote),
    { env: { ...env, DOUBLE_LOCK_DATA: data }, stdio: ['ignore', 'inherit', 'ignore'], shell },
  );
  const closed = exitCode(child);

  const deadline = Date.now() + 30_000;
  while (!windowIsOpen(data)) {
    const over = await Promise.race([
      closed.then(() => true),
      new Promise<boolean>(done => setTimeout(done, 250, false)),
    ]);
    if (over || Date.now() > deadline) {
      endWindows(data);
      await stop(child);
      removeFolder(data);
      return undefined;
    }
  }
  return { closed };
}

/** Ends the VS Code that uses a data folder, if one does: the `code` command starts it outside of its own process group. */
export function endWindows(data: string): void {
  try {
    const pid = Number(readFileSync(join(data, 'code.lock'), 'utf8'));
    if (pid > 0) {
      process.kill(pid, 'SIGTERM');
    }
  } catch {
    // It has ended, or never began.
  }
}

/** VS Code opens a folder `logs/<time>/window1` for its first window. */
function windowIsOpen(data: string): boolean {
  const logs = join(data, 'logs');
  return existsSync(logs) && readdirSync(logs).some(run => existsSync(join(logs, run, 'window1')));
}
