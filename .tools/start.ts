/** `npm start`: builds the extension and opens a real VS Code with it on the sample workspace. Ctrl+C ends all of it. */
import { buildExtension } from './build.js';
import { desktopCommands, downloadDesktop, noDisplay, openDesktop } from './editor/desktop.js';
import { plainEnvironment } from './editor/environment.js';
import { exitCode, start } from './editor/processes.js';
import { copySampleWorkspace } from './editor/sample.js';
import { startServer } from './editor/server.js';
import { quiet, trusted } from './editor/settings.js';
import { packageExtension } from './package.js';

const settings = { ...quiet, ...trusted, 'workbench.startupEditor': 'readme' };

try {
  await main();
  process.exit(0); // what still runs ends with us
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}

async function main(): Promise<void> {
  console.log('Building the extension …');
  await buildExtension();
  const sample = copySampleWorkspace();
  if (!(await tryDesktop(sample))) {
    await serve(sample);
  }
}

/** Opens a desktop VS Code and waits for its end; false when none starts here. */
async function tryDesktop(sample: string): Promise<boolean> {
  for (const command of noDisplay() === undefined ? desktopCommands() : []) {
    if (await waitForDesktop(command, sample)) {
      return true;
    }
  }
  const downloaded = await downloadDesktop();
  if ('executable' in downloaded && (await waitForDesktop(downloaded.executable, sample))) {
    return true;
  }
  const why = 'none' in downloaded ? downloaded.none : 'the downloaded one opened no window';
  console.log(`No desktop VS Code: ${why}. Using the server build, in the browser.`);
  return false;
}

async function waitForDesktop(command: string, sample: string): Promise<boolean> {
  console.log(`Opening ${command} … (close its window or press Ctrl+C to end)`);
  const window = await openDesktop(command, sample, { settings });
  await window?.closed;
  return window !== undefined;
}

/** Serves VS Code to a browser until Ctrl+C. */
async function serve(sample: string): Promise<void> {
  const vsix = await packageExtension();
  const server = await startServer({ settings, vsix });
  const address = server.address(sample);
  console.log(
    `\nVS Code with Double Lock is ready. Open this address in a browser on this machine (Chrome, Edge, Firefox or Safari):\n\n${address}\n`,
  );
  console.log('The address lets in whoever has it: do not share it. Press Ctrl+C here to end.');
  openInBrowser(address);
  // A terminal that closes without a signal ends its input.
  if (process.stdin.isTTY) {
    process.stdin
      .resume()
      .once('end', () => process.exit(129))
      .once('error', () => process.exit(129));
  }
  await new Promise<never>(() => {
    setInterval(() => undefined, 60_000);
  });
}

/** Best effort: the address is printed in any case. */
function openInBrowser(address: string): void {
  const opener = ({ darwin: 'open', win32: 'explorer', linux: 'xdg-open' } as Partial<Record<NodeJS.Platform, string>>)[
    process.platform
  ];
  if (opener === undefined || noDisplay() !== undefined || process.env['CI']) {
    return;
  }
  void exitCode(start(opener, [address], { env: plainEnvironment(), stdio: 'ignore' }));
}
