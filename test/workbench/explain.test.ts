import { strict as assert } from 'node:assert';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { temporaryFolder } from '../../.tools/editor/processes.js';
import { useWorkbench, type Workbench } from './workbench';

const explain = 'Double Lock: Explain KMS Access Denied Error';
const tryIt = 'Double Lock: Try It on a Sandbox Key';
const key = 'arn:aws:kms:ap-northeast-1:123456789012:key/abc-123';
const error = `An error occurred (AccessDeniedException) when calling the Decrypt operation: User: arn:aws:sts::123456789012:assumed-role/MyRole/i-0abc is not authorized to perform: kms:Decrypt on resource: ${key} because no resource-based policy allows the kms:Decrypt action`;

/** Whether the commands are in the palette, and nothing was complained about. */
async function isThere(w: Workbench): Promise<void> {
  const titles = await w.commands('Double Lock');
  for (const title of ['Explain KMS Access Denied Error', 'Try It on a Sandbox Key', 'Show Log']) {
    assert.ok(titles.includes(`Double Lock: ${title}`), titles.join(', '));
  }
  const log = w.page.locator('.part.panel .output-view').first();
  await w.eventually('the log', async () => {
    await w.run('Double Lock: Show Log');
    await log.waitFor({ timeout: 5000 }).catch(() => undefined);
    return log.isVisible();
  });
  assert.deepEqual(await w.notifications(), []);
  await w.run('View: Toggle Panel Visibility');
}

describe('the main job', () => {
  const workbench = useWorkbench();

  it('is in the palette of the editor it was installed in', () => isThere(workbench()));

  describe('Try It on a Sandbox Key', () => {
    /** The explanation of the scenario whose cure is one statement, with its diff above. */
    async function tryScenario(w: Workbench): Promise<string> {
      await w.run(tryIt);
      await w.pick('No root statement');
      return w.preview('The key policy keeps MyRole out');
    }

    it('opens a diff one statement apart, and the explanation below', async () => {
      const w = workbench();
      assert.match(await tryScenario(w), /MyRole/);
      await w.inEveryTheme('try-it');
      const { left, right } = await w.diffTexts();
      const before = JSON.parse(left) as { Statement: object[] };
      const after = JSON.parse(right) as { Statement: object[] };
      assert.deepEqual(after, {
        ...before,
        Statement: [
          ...before.Statement,
          {
            Sid: 'AllowMyRoleToDecrypt',
            Effect: 'Allow',
            Principal: { AWS: 'arn:aws:iam::123456789012:role/MyRole' },
            Action: ['kms:Decrypt', 'kms:DescribeKey'],
            Resource: '*',
          },
        ],
      });
    });

    it('copies a block of the explanation by its button', async () => {
      const w = workbench();
      await tryScenario(w);
      const block = (await w.previewBody('Check it')).locator('pre', { hasText: 'describe-key' });
      await block.hover();
      await block.getByRole('button').click(); // complains unless there is one
      await w.eventually('the copied command', async () => (await w.clipboard()).includes('aws kms describe-key'));
    });

    it('copies the proposed statement from the title bar', async () => {
      const w = workbench();
      await tryScenario(w);
      await w.tab('proposed');
      await w.titleButton('Copy Proposed Statement');
      const copied = await w.eventually('the copied statement', async () => {
        const c = await w.clipboard();
        return c.includes('AllowMyRoleToDecrypt') && c;
      });
      assert.equal((JSON.parse(copied) as { Effect: string }).Effect, 'Allow');
    });
  });

  describe('Explain KMS Access Denied Error', () => {
    it('takes the selection of an editor', async () => {
      const w = workbench();
      await w.newDocument(`some log line\n${error}\n`);
      await w.setClipboard('');
      await w.selectAll();
      await w.run(explain);
      await w.pick('Sandbox');
      await w.preview('The key policy keeps MyRole out');
      assert.match((await w.diffTexts()).right, /AllowMyRoleToDecrypt/);
    });

    it('takes the clipboard when it holds a KMS error', async () => {
      const w = workbench();
      await w.setClipboard(error);
      await w.run(explain);
      await w.pick('Sandbox');
      await w.preview('The key policy keeps MyRole out');
    });

    it('opens a document to paste into, with a lens that leads on', async () => {
      const w = workbench();
      await w.run(explain);
      await w.page.locator('.codelens-decoration', { hasText: 'Paste the KMS error here' }).waitFor();
      await w.screenshot('paste-document');
      await w.focusEditor();
      await w.paste(error.replaceAll(' ', '\n'));
      await w.lens('Explain');
      await w.pick('Sandbox');
      await w.preview('The key policy keeps MyRole out');
    });

    const nothing: [string, string][] = [
      ['prose', 'Dear all, the meeting is at three.'],
      [
        'an S3 error without KMS',
        'An error occurred (AccessDenied) when calling the GetObject operation: Access Denied',
      ],
    ];
    for (const [what, text] of nothing) {
      it(`says that it finds no KMS error in ${what}`, async () => {
        const w = workbench();
        await w.newDocument(text);
        await w.selectAll();
        await w.run(explain);
        await w.notification('No KMS error was found');
      });
    }

    it('explains from the text alone, without any call', async () => {
      const w = workbench();
      await w.newDocument(error);
      await w.selectAll();
      await w.run(explain);
      await w.pick('Explain from the text alone');
      await w.preview('Nothing: this explanation rests on the error text alone');
    });
  });
});

describe('Restricted Mode', () => {
  // A profile that would work, were the workspace trusted; its endpoint hears every call.
  const heard: string[] = [];
  const endpoint = createServer((request, response) => {
    heard.push(`${request.method} ${String(request.headers['x-amz-target'])}`);
    response.writeHead(500).end();
  });
  const config = join(temporaryFolder('aws'), 'config');
  before('listen', async () => {
    await new Promise<void>(done => endpoint.listen(0, '127.0.0.1', done));
    const { port } = endpoint.address() as AddressInfo;
    writeFileSync(
      config,
      `[profile work]\nregion = ap-northeast-1\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = example\nendpoint_url = http://127.0.0.1:${port}\n`,
    );
  });
  after('stop listening', () => new Promise(done => endpoint.close(done)));
  const workbench = useWorkbench({ trusted: false, env: { AWS_CONFIG_FILE: config, AWS_PROFILE: 'work' } });

  it('has all commands in the palette', () => isThere(workbench()));

  it('explains on the sandbox, offers no profile and calls with none', async () => {
    const w = workbench();
    for (const command of ['Double Lock: Open Live Key Policy', explain]) {
      await w.setClipboard(error);
      await w.run(command);
      const picks = await w.picks();
      assert.ok(
        picks.some(p => p.includes('AWS profiles need a trusted workspace')) && !picks.some(p => /\bwork\b/.test(p)),
        picks.join('\n'),
      );
      if (command !== explain) {
        await w.page.keyboard.press('Escape');
      }
    }
    await w.pick('Sandbox');
    await w.preview('The key policy keeps MyRole out');
    await w.run('Double Lock: Verify Access');
    await w.preview('KMS denies kms:Decrypt to MyRole');
    assert.deepEqual(heard, []);
  });
});
