/** The VS Code server from npm: the real workbench in a browser and the real extension host, where no desktop build starts. */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fetchPart } from './parts.js';
import { plainEnvironment } from './environment.js';
import { exitCode, removeFolder, start, stop, temporaryFolder } from './processes.js';
import type { Settings } from './settings.js';

export interface ServerOptions {
  readonly settings: Settings;
  /** A package to install in the otherwise empty editor. */
  readonly vsix?: string;
  /** The environment of the server and of its extension hosts. */
  readonly env?: NodeJS.ProcessEnv;
  /** Lets the page load an extension under development and its tests. */
  readonly testDriver?: boolean;
}

export interface EditorServer {
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

/** The folder with the server, its modules and the Node that runs it. */
export async function fetchServer(): Promise<{ node: string; main: string; folder: string }> {
  const folder = await fetchPart('server', async partial => {
    // The workbench asks the server for modules below the server's own folder, where npm did not put them.
    await symlink(join('..', '..', '..'), join(partial, 'node_modules', 'code-server', 'lib', 'vscode', 'node_modules'), 'junction');
  });
  return { folder, node: nodeIn(folder), main: join(folder, 'node_modules', 'code-server', 'lib', 'vscode', 'out', 'server-main.js') };
}

function nodeIn(folder: string): string {
  const system = process.platform === 'win32' ? 'win' : process.platform;
  const fetched = join(folder, 'node_modules', `node-${system}-${process.arch}`, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (existsSync(fetched)) { return fetched; }
  if (Number(process.versions.node.split('.')[0]) >= 24) { return process.execPath; }
  throw new Error(`The npm registry has no Node 24 for ${process.platform}-${process.arch}, which the VS Code server needs. Install Node 24 or newer, or a desktop VS Code with its "code" command, and run the same command again.`);
}

/** Starts a server on a free port of 127.0.0.1 with data folders of its own. */
export async function startServer({ settings, vsix, env = plainEnvironment(), testDriver = false }: ServerOptions): Promise<EditorServer> {
  const { node, main } = await fetchServer();
  const data = temporaryFolder('editor');
  const token = randomBytes(20).toString('hex');
  const tokenFile = join(data, 'token'); // not an argument: those can be read by every user of the machine
  const userFolder = join(data, 'data', 'User');
  const writeSettings = (wanted: Settings): Promise<void> => writeFile(join(userFolder, 'settings.json'), JSON.stringify(wanted, undefined, 2));
  await mkdir(userFolder, { recursive: true });
  await writeSettings(settings);
  await writeFile(tokenFile, token, { mode: 0o600 });

  const folders = ['--server-data-dir', data, '--extensions-dir', join(data, 'extensions')];
  let log = '';
  const run = (...args: string[]): ReturnType<typeof start> => {
    const child = start(node, [main, ...folders, '--telemetry-level', 'off', ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const output of [child.stdout, child.stderr]) { output?.on('data', chunk => { log = (log + String(chunk)).slice(-20_000); }); }
    return child;
  };
  if (vsix !== undefined && await exitCode(run('--install-extension', vsix)) !== 0) {
    throw new Error(`The extension could not be installed from ${vsix}:\n${log}`);
  }
  const server = run('--host', '127.0.0.1', '--port', '0', '--connection-token-file', tokenFile, '--accept-server-license-terms',
    ...testDriver ? ['--enable-smoke-test-driver'] : []);
  const port = await listeningPort(server, () => log);

  const authority = `127.0.0.1:${port}`;
  return {
    authority,
    address: (folder, payload) => {
      const query = new URLSearchParams({ tkn: token, folder });
      if (payload) { query.set('payload', JSON.stringify(Object.entries(payload))); }
      return `http://${authority}/?${query}`;
    },
    writeSettings,
    log: () => log,
    stop: async () => {
      await stop(server);
      removeFolder(data);
    },
  };
}

function listeningPort(server: ReturnType<typeof start>, log: () => string): Promise<string> {
  return new Promise((found, failed) => {
    const giveUp = (why: string): void => failed(new Error(`The VS Code server ${why}:\n${log()}`));
    const patience = setTimeout(() => giveUp('did not listen within 60 s'), 60_000);
    server.once('exit', () => giveUp('ended at once'));
    server.once('error', error => giveUp(`could not be started (${error.message})`));
    server.stdout?.on('data', () => {
      const port = /agent listening on (\d+)/.exec(log())?.[1];
      if (port === undefined) { return; }
      clearTimeout(patience);
      found(port);
    });
  });
}
