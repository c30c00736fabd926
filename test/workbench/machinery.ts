/** What all workbench tests share: one browser, and one server for each environment, with the packaged extension installed. */
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../../.tools/editor/browser.js';
import { testEnvironment } from '../../.tools/editor/environment.js';
import { temporaryFolder } from '../../.tools/editor/processes.js';
import { copySampleWorkspace } from '../../.tools/editor/sample.js';
import { startServer, type EditorServer } from '../../.tools/editor/server.js';
import { packageExtension } from '../../.tools/package.js';

export type Environment = Readonly<Record<string, string>>;

let browser: Promise<Browser> | undefined;
let vsix: Promise<string> | undefined;
const servers = new Map<string, Promise<EditorServer>>();

after('close the browser and the servers', async function () {
  this.timeout(30_000);
  await (await browser)?.close();
  await Promise.all([...servers.values()].map(async server => (await server).stop()));
});

export function sharedBrowser(): Promise<Browser> {
  return (browser ??= launchBrowser());
}

/** The server whose extension hosts see these variables, besides those of a machine without AWS configuration. */
export function sharedServer(env: Environment): Promise<EditorServer> {
  const key = JSON.stringify(Object.entries(env).sort());
  const known = servers.get(key);
  if (known) {
    return known;
  }
  const server = (vsix ??= packageExtension()).then(path =>
    startServer({ settings: {}, vsix: path, env: { ...testEnvironment(), ...env } }),
  );
  servers.set(key, server);
  return server;
}

/** A workspace that a test may change: a copy of the sample, a copy of a folder, or new files by relative path. */
export function makeWorkspace(content?: string | Readonly<Record<string, string>>): string {
  if (content === undefined) {
    return copySampleWorkspace();
  }
  const folder = join(temporaryFolder('workspace'), 'workspace');
  mkdirSync(folder);
  if (typeof content === 'string') {
    cpSync(content, folder, { recursive: true });
  } else {
    for (const [path, text] of Object.entries(content)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
  }
  return folder;
}
