import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { desktopCommands, endWindows, openDesktop } from '../../.tools/editor/desktop.js';
import { removeFolder, temporaryFolder } from '../../.tools/editor/processes.js';

const windows = process.platform === 'win32';

describe('finding a desktop VS Code', () => {
  let folder: string;
  beforeEach(() => {
    folder = temporaryFolder('desktop-test');
  });
  afterEach(() => removeFolder(folder));

  function command(place: string, text: string): string {
    const path = join(folder, place);
    mkdirSync(path, { recursive: true });
    writeFileSync(join(path, windows ? 'code.cmd' : 'code'), text);
    chmodSync(join(path, windows ? 'code.cmd' : 'code'), 0o755);
    return path;
  }

  it('takes the launcher of a desktop build, and no server or remote command line', () => {
    const desktop = command('Code/bin', '#!/bin/sh\nELECTRON_RUN_AS_NODE=1 "$ELECTRON" "$CLI" "$@"\n');
    const others = [
      command('code-server/bin', '#!/bin/sh\nELECTRON_RUN_AS_NODE=1 exec node out/node/entry.js\n'),
      command('.vscode-server/bin/remote-cli', '#!/bin/sh\nELECTRON_RUN_AS_NODE=1 node server-cli.js\n'),
      command('home/bin', '#!/bin/sh\nexec code-server "$@"\n'),
      join(folder, 'absent'),
    ];
    assert.deepEqual(desktopCommands([...others, desktop].join(delimiter)), [
      join(desktop, windows ? 'code.cmd' : 'code'),
    ]);
  });

  it('knows a window that opened from one that did not', async function () {
    if (windows) {
      this.skip();
    }
    const opens = join(command('opens', '#!/bin/sh\nmkdir -p "$2/logs/now/window1"; sleep 0.5; exit 3\n'), 'code');
    assert.equal(await (await openDesktop(opens, folder, { settings: {} }))?.closed, 3);
    const fails = join(command('fails', '#!/bin/sh\nexit 1\n'), 'code');
    assert.equal(await openDesktop(fails, folder, { settings: {} }), undefined);
  });

  it('ends the VS Code that holds the lock of a data folder', async () => {
    const code = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    writeFileSync(join(folder, 'code.lock'), String(code.pid));
    endWindows(folder);
    await once(code, 'exit');
  });
});
