/** A desktop VS Code that really starts: a `code` on the PATH, else the build that `@vscode/test-electron` downloads. */
import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { delimiter, join, resolve } from 'node:path';
import { download } from '@vscode/test-electron';
import { exitCode, plainEnvironment, removeFolder, start, stop, temporaryFolder } from './processes.js';
import type { Settings } from './settings.js';

const root = resolve(import.meta.dirname, '..', '..');
const windows = process.platform === 'win32';
/** The desktop build that the tests run on; the same version as the server build. */
const version = '1.139.1';
const downloadSite = 'https://update.code.visualstudio.com/api/releases/stable';

/** Why no window can open here, if so. */
export function noDisplay(): string | undefined {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  return process.platform === 'linux' && !DISPLAY && !WAYLAND_DISPLAY ? 'this machine has no display' : undefined;
}

/** The `code` commands on the PATH that belong to a desktop build. Those of servers and remote terminals look the same from outside. */
export function desktopCommands(path = process.env['PATH'] ?? ''): string[] {
  const name = windows ? 'code.cmd' : 'code';
  return path.split(delimiter).filter(Boolean).map(folder => join(folder, name)).filter(isDesktop);
}

function isDesktop(command: string): boolean {
  if (!existsSync(command)) { return false; }
  const real = realpathSync(command);
  if (/code-server|vscode-server|remote-cli|openvscode/.test(real)) { return false; }
  if (real === '/usr/bin/snap') { return existsSync('/snap/code/current'); }
  return readFileSync(real, 'latin1').includes('ELECTRON_RUN_AS_NODE');
}

/** Downloads a desktop build into `.vscode-test/`, if its site answers within four seconds. Returns the executable, or why there is none. */
export async function downloadDesktop(): Promise<{ executable: string } | { none: string }> {
  try {
    const answer = await fetch(downloadSite, { signal: AbortSignal.timeout(4000) });
    if (!answer.ok) { return { none: `its download site answers ${answer.status}` }; }
    await answer.body?.cancel();
  } catch {
    return { none: 'its download site cannot be reached' };
  }
  try {
    return { executable: await download({ version, cachePath: join(root, '.vscode-test') }) };
  } catch (error) {
    return { none: `its download failed (${String(error)})` };
  }
}

/**
 * Opens a window with the extension under development on a folder, with data folders of its own.
 * @returns a function that waits until the user closes the window; undefined when no window came up within 30 seconds
 */
export async function openDesktop(command: string, folder: string, settings: Settings): Promise<(() => Promise<void>) | undefined> {
  const data = temporaryFolder('desktop');
  await mkdir(join(data, 'User'), { recursive: true });
  await writeFile(join(data, 'User', 'settings.json'), JSON.stringify(settings, undefined, 2));
  const quote = windows ? (arg: string): string => `"${arg}"` : (arg: string): string => arg; // .cmd files need a shell
  const args = ['--user-data-dir', data, '--extensions-dir', join(data, 'extensions'), '--wait', '--new-window', '--skip-welcome',
    '--skip-release-notes', '--disable-updates', '--extensionDevelopmentPath', root, folder];
  const child = start(quote(command), args.map(quote), { env: plainEnvironment(), stdio: 'ignore', shell: windows });
  const ended = exitCode(child);

  const deadline = Date.now() + 30_000;
  while (!windowIsOpen(data)) {
    const over = await Promise.race([ended.then(() => true), new Promise<boolean>(done => setTimeout(done, 250, false))]);
    if (over || Date.now() > deadline) {
      await stop(child);
      removeFolder(data);
      return undefined;
    }
  }
  return async () => { await ended; };
}

/** VS Code opens a folder `logs/<time>/window1` for its first window. */
function windowIsOpen(data: string): boolean {
  const logs = join(data, 'logs');
  return existsSync(logs) && readdirSync(logs).some(run => existsSync(join(logs, run, 'window1')));
}
