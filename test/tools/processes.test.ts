import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { once } from 'node:events';
import { resolve } from 'node:path';

const processes = resolve(import.meta.dirname, '../../.tools/editor/processes.ts');

/** A program that starts another, which starts a third, makes a temporary folder and then says so. */
const program = `
  import { start, temporaryFolder } from ${JSON.stringify(processes)};
  const child = start(process.execPath, ['-e', 'const { pid } = require("node:child_process").spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]); console.log(pid); setInterval(() => {}, 1000);'], { stdio: ['ignore', 'pipe', 'ignore'] });
  child.stdout.once('data', data => console.log(JSON.stringify({ pids: [child.pid, Number(data)], folder: temporaryFolder('processes-test') })));
  setInterval(() => {}, 1000);`;

describe('what the tools start', () => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    it(`ends with them on ${signal}, to the last grandchild and folder`, async function () {
      if (process.platform === 'win32') {
        this.skip();
      }
      const tool = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const [line] = (await once(tool.stdout, 'data')) as [Buffer];
      const { pids, folder } = JSON.parse(line.toString()) as { pids: number[]; folder: string };
      assert.deepEqual(pids.map(isRunning), [true, true]);
      assert.ok(existsSync(folder));
      tool.kill(signal);
      await once(tool, 'exit');
      while (pids.some(isRunning)) {
        await new Promise(done => setTimeout(done, 20));
      }
      assert.ok(!existsSync(folder));
    });
  }
});

/** A process that has ended but that nobody waited for (state Z) counts as ended. */
function isRunning(pid: number): boolean {
  try {
    return !execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).startsWith('Z');
  } catch {
    return false;
  }
}
