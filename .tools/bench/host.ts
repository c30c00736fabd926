/** Figures of the real workbench and extension host. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Row } from '../bench.js';
import { buildExtension } from '../build.js';
import { launchBrowser } from '../editor/browser.js';
import { temporaryFolder } from '../editor/processes.js';
import { copySampleWorkspace } from '../editor/sample.js';
import { startServer } from '../editor/server.js';
import { quiet, trusted } from '../editor/settings.js';
import { packageExtension } from '../package.js';
import { runInHost } from '../suites/host.js';

export async function benchmarks(): Promise<Row[]> {
  await buildExtension();
  const result = join(temporaryFolder('bench'), 'host.json');
  await runInHost([resolve(import.meta.dirname, '../hosted/bench/index.ts')], result);
  const { memory } = JSON.parse(readFileSync(result, 'utf8')) as { memory: number };
  return [
    { name: 'activation of the installed package', value: await activation(), unit: 'ms', limit: 20 },
    { name: 'memory of 100 open policies of 8 kB', value: memory, unit: 'MB', limit: 100 },
  ];
}

/** Milliseconds of loading and activating, as VS Code's own list of running extensions tells; the least of three windows. */
async function activation(): Promise<number> {
  const server = await startServer({ settings: { ...quiet, ...trusted }, vsix: await packageExtension() });
  const browser = await launchBrowser();
  try {
    const times: number[] = [];
    for (let window = 0; window < 3; window++) {
      const page = await browser.newPage();
      const run = async (title: string): Promise<void> => {
        const row = page.locator('.quick-input-widget:visible .monaco-list-row').filter({ hasText: title }).first();
        const input = page.locator('.quick-input-widget:visible input').first();
        // Commands of an extension that is being loaded come late, an open palette does not learn of them, and a window that is being set up closes it.
        for (let tries = 0; tries < 20; tries++) {
          await page.keyboard.press('Escape');
          await page.keyboard.press('F1');
          if (
            await input
              .fill(`>${title}`, { timeout: 3000 })
              .then(() => row.click({ timeout: 3000 }))
              .then(
                () => true,
                () => false,
              )
          ) {
            return;
          }
        }
        throw new Error(`"${title}" is not in the palette.`);
      };
      await page.goto(server.address(copySampleWorkspace()));
      await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor({ timeout: 60_000 });
      await run('Double Lock: Show Log');
      await page.locator('.part.panel .output-view').first().waitFor({ timeout: 60_000 });
      await run('Developer: Show Running Extensions');
      const told = await page
        .locator('.runtime-extensions-editor .monaco-list-row')
        .filter({ hasText: 'Double Lock' })
        .filter({ hasText: /Activation: \d+/ })
        .first()
        .innerText({ timeout: 60_000 });
      times.push(Number(/Activation: (\d+)/.exec(told)?.[1]));
      await page.close();
    }
    return Math.min(...times);
  } finally {
    await browser.close();
    await server.stop();
  }
}
