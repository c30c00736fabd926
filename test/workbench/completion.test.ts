import assert from 'node:assert/strict';
import { useWorkbench } from './workbench.js';

const policy = `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": { "AWS": "arn:aws:iam::111122223333:root" },
      "Action": "kms:",
      "Resource": "*"
    }
  ]
}
`;

describe('writing policies', () => {
  const workbench = useWorkbench({
    workspace: { 'key-policy.json': policy },
    settings: { 'doubleLock.statementLenses': false },
  });

  it('completes while people type, and Enter takes', async () => {
    const { page } = workbench();
    await workbench().openFile('key-policy.json');
    await page.keyboard.press('ControlOrMeta+Home');
    for (let line = 1; line < 7; line++) {
      await page.keyboard.press('ArrowDown');
    }
    await page.keyboard.press('End');
    for (const key of ['ArrowLeft', 'ArrowLeft']) {
      await page.keyboard.press(key);
    }
    const rows = page.locator('.suggest-widget.visible .monaco-list-row');
    const decrypt = rows.filter({ hasText: 'kms:Decrypt' }).first();
    await page.keyboard.type('de');
    await workbench().eventually('kms:Decrypt among the suggestions', async () => {
      if (await decrypt.isVisible()) {
        return true;
      }
      await page.keyboard.press('ControlOrMeta+Space');
      await decrypt.waitFor({ timeout: 2000 }).catch(() => undefined);
      return decrypt.isVisible();
    });
    await workbench().screenshot('completion');
    await decrypt.click();
    assert.match(await workbench().editorText(), /"Action": "kms:Decrypt",\n/);
  });

  it('makes a new key policy step by step with a way back, and says what is wrong while it is typed', async () => {
    const { page } = workbench();
    const box = page.locator('.quick-input-widget:visible');
    const title = async (words: string): Promise<void> => {
      await box.filter({ hasText: words }).waitFor();
    };
    const answer = async (text: string): Promise<void> => {
      await box.locator('input[type="text"], input.input').first().fill(text);
      await page.keyboard.press('Enter');
    };
    await workbench().run('Double Lock: New Key Policy…');
    await title('Which account owns the key?');
    await answer('1111');
    await title('12 digits, this has 4');
    await answer('1111-2222-3333');
    await title('Who manages the key?');
    await answer('role/Admin');
    await title('Who encrypts and decrypts with it?');
    // The key for it differs by platform; the button is the same.
    await box.getByRole('button', { name: 'Back' }).first().click();
    await title('Who manages the key?');
    await workbench().screenshot('new-key-policy');
    await page.keyboard.press('Enter');
    await title('Who encrypts and decrypts with it?');
    await answer('role/app');
    await title('Which AWS services use the key?');
    await page.keyboard.press('Enter');
    const policy = await workbench().eventually('the policy', async () => {
      const text = await workbench().editorText();
      return text.includes('Statement') && text;
    });
    const { Statement } = JSON.parse(policy) as { Statement: { Sid: string; Principal: { AWS: string } }[] };
    assert.deepEqual(
      Statement.map(s => s.Principal.AWS.split(':').at(-1)),
      ['root', 'role/Admin', 'role/app', 'role/app'],
    );
  });
});
