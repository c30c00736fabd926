/** Runs inside the extension host: every test file beside this one, with mocha. VS Code calls `run` and waits for its end. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import Mocha from 'mocha';
import { Tally } from '../../.tools/reporter.js';

export async function run(): Promise<void> {
  const grep = process.env['DOUBLE_LOCK_GREP'];
  const retries = process.env['DOUBLE_LOCK_NO_RETRY'] === undefined ? 2 : 0;
  const mocha = new Mocha({ reporter: Tally, timeout: 60_000, retries, ...(grep === undefined ? {} : { grep }) });
  for (const file of readdirSync(__dirname, { recursive: true, encoding: 'utf8' })) {
    if (file.endsWith('.test.js')) {
      mocha.addFile(join(__dirname, file));
    }
  }
  const failures = await new Promise<number>(done => mocha.run(done));
  if (failures > 0) {
    throw new Error(`${failures} failed`);
  }
}
