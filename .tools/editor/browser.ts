/** The browser that the tests drive: one on the PATH, else an installed Chrome or Edge, else the headless Chromium from npm. */
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { fetchPart } from './parts.js';
import { plainEnvironment } from './environment.js';
import { exitCode, start } from './processes.js';
import { fetchServer } from './server.js';

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const onThePath = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'microsoft-edge',
  'msedge',
];
const installed: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  linux: ['/opt/google/chrome/chrome', '/opt/microsoft/msedge/msedge', '/snap/bin/chromium'],
  darwin: ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(app => `/Applications/${app}.app/Contents/MacOS/${app}`),
  win32: ['ProgramFiles', 'ProgramFiles(x86)', 'LocalAppData'].flatMap(variable => {
    const folder = process.env[variable];
    return folder
      ? [join(folder, 'Google/Chrome/Application/chrome.exe'), join(folder, 'Microsoft/Edge/Application/msedge.exe')]
      : [];
  }),
};

interface Executable {
  readonly path: string;
  readonly env: NodeJS.ProcessEnv;
}

/** Opens a headless browser; says which. The first one that really starts is taken. */
export async function launchBrowser(): Promise<Browser> {
  for (const path of installedBrowsers()) {
    try {
      return await launch({ path, env: plainEnvironment() });
    } catch {
      console.log(`  (${path} does not start; looking on)`);
    }
  }
  return launch(await fetchedBrowser());
}

async function launch({ path, env }: Executable): Promise<Browser> {
  const browser = await chromium.launch({ executablePath: path, args: flags, env: definedOnly(env), timeout: 30_000 });
  console.log(`  Browser: ${path} (${browser.version()})`);
  return browser;
}

function installedBrowsers(): string[] {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean);
  return [
    ...onThePath.flatMap(name => folders.map(folder => join(folder, name + suffix))),
    ...(installed[process.platform] ?? []),
  ].filter(path => existsSync(path));
}

/** The Chromium from npm, unpacked by its own code under Node 24 (it asks for 22 or newer) into the folder of the part. */
async function fetchedBrowser(): Promise<Executable> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      'No browser was found for the workbench tests. Install Chrome, Chromium or Edge and run the same command again.',
    );
  }
  const folder = await fetchPart('browser', async partial => {
    const { node } = await fetchServer();
    const unpacked = join(partial, 'unpacked');
    await mkdir(unpacked);
    // The variable makes the package unpack the libraries that a bare machine lacks.
    const env = { ...plainEnvironment(), AWS_LAMBDA_JS_RUNTIME: 'nodejs22.x', TMPDIR: unpacked };
    const script = 'import chromium from "@sparticuz/chromium"; await chromium.executablePath();';
    const child = start(node, ['--input-type=module', '-e', script], { cwd: partial, env, stdio: 'inherit' });
    if ((await exitCode(child)) !== 0) {
      throw new Error('The fetched Chromium could not be unpacked (see above).');
    }
  });
  const unpacked = join(folder, 'unpacked');
  await writeFile(
    join(unpacked, 'fonts.conf'),
    fontConfiguration(
      [join(unpacked, 'fonts'), join(folder, 'node_modules', 'dejavu-fonts-ttf', 'ttf')],
      join(unpacked, 'fonts-cache'),
    ),
  );
  const libraries = [join(unpacked, 'al2023', 'lib'), process.env['LD_LIBRARY_PATH']].filter(Boolean).join(delimiter);
  return {
    path: join(unpacked, 'chromium'),
    env: { ...plainEnvironment(), LD_LIBRARY_PATH: libraries, FONTCONFIG_FILE: join(unpacked, 'fonts.conf') },
  };
}

const fontConfiguration = (folders: readonly string[], cache: string): string => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
${folders.map(folder => `  <dir>${folder}</dir>`).join('\n')}
  <dir>/usr/share/fonts</dir>
  <cachedir>${cache}</cachedir>
  <alias><family>monospace</family><prefer><family>DejaVu Sans Mono</family></prefer></alias>
  <alias><family>sans-serif</family><prefer><family>Open Sans</family></prefer></alias>
</fontconfig>
`;

function definedOnly(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
