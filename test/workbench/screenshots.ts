/** `npm run screenshots`: takes the pictures of README and walkthrough from the real workbench, and draws the icon. Not part of `npm test`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import UPNG from 'upng-js';
import { sharedBrowser } from './machinery.js';
import { useWorkbench, type Workbench } from './workbench.js';

const media = resolve(import.meta.dirname, '../../media');
const colours = 48;

/** Keeps a picture with few colours: the package has to stay small, and a window has few. */
function keep(name: string, png: Buffer, most = colours): void {
  const image = UPNG.decode(new Uint8Array(png).buffer);
  writeFileSync(resolve(media, name), Buffer.from(UPNG.encode(UPNG.toRGBA8(image), image.width, image.height, most)));
}

async function take(w: Workbench, name: string): Promise<void> {
  await w.page.mouse.move(640, 784);
  await w.page.locator('.monaco-hover:visible').first().waitFor({ state: 'hidden' });
  keep(`screenshot-${name}.png`, await w.page.screenshot());
}

const keyPolicy = JSON.stringify(
  {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'Let IAM decide',
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::111122223333:root' },
        Action: 'kms:*',
        Resource: '*',
      },
      {
        Sid: 'App',
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::111122223333:role/app' },
        Action: ['kms:Decript', 'kms:DescribeKey'],
        Resource: '*',
      },
      {
        Sid: 'Partner',
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::444455556666:role/partner' },
        Action: 'kms:Decrypt',
        Resource: '*',
      },
    ],
  },
  undefined,
  2,
);

describe('pictures', () => {
  const workbench = useWorkbench({
    theme: 'dark',
    workspace: { 'key-policy.json': keyPolicy },
    settings: { 'workbench.activityBar.location': 'default', 'editor.minimap.enabled': false },
  });
  before(() => workbench().page.setViewportSize({ width: 1280, height: 800 }));

  it('of an error that became a diff', async () => {
    const w = workbench();
    await w.run('Double Lock: Try It on a Sandbox Key');
    await w.pick('No root statement');
    await w.preview('What was read');
    await w.run('Notifications: Clear All Notifications');
    await w.run('View: Toggle Primary Side Bar Visibility');
    await take(w, 'diff');
    await w.run('View: Toggle Primary Side Bar Visibility');
    await w.closeAll();
  });

  it('of both locks, and who can use a key', async () => {
    const w = workbench();
    await w.run('Double Lock: Who Can Use This Key?');
    await w.preview('Who can use this key');
    await w.run('Double Lock: Focus on KMS Access View');
    await w.page.locator('.sidebar .monaco-list-row[aria-label^="IAM lock"]').waitFor();
    await take(w, 'who');
    await w.closeAll();
  });

  it('of a mistake and its fixes', async () => {
    const w = workbench();
    await w.run('View: Show Explorer');
    await w.openFile('key-policy.json');
    await w.page.locator('.squiggly-error').first().waitFor();
    await w.page.locator('.codelens-decoration a').filter({ hasText: 'lets partner' }).first().waitFor();
    await w.run('Go to Next Problem (Error, Warning, Info)');
    await w.page.keyboard.press('Escape');
    await w.page.keyboard.press('ControlOrMeta+.');
    await w.page.locator('.action-widget:visible .monaco-list-row.action').first().waitFor();
    await take(w, 'findings');
  });

  it('of the icon', async () => {
    const page = await (await sharedBrowser()).newPage({ viewport: { width: 256, height: 256 } });
    const svg = readFileSync(resolve(media, 'double-lock.svg'), 'utf8').replace(
      '<svg ',
      '<svg style="width:184px;height:184px;color:#fca311" ',
    );
    await page.setContent(
      `<body style="margin:0"><div style="display:grid;place-items:center;width:256px;height:256px;border-radius:48px;background:linear-gradient(160deg,#1d3461,#14213d)">${svg}</div>`,
    );
    keep('icon.png', await page.screenshot({ omitBackground: true }), 0);
    await page.close();
  });
});
