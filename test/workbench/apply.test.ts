import { strict as assert } from 'node:assert';
import { useWorkbench, type Workbench } from './workbench';

const tryIt = 'Double Lock: Try It on a Sandbox Key';

async function explain(w: Workbench): Promise<void> {
  await w.run(tryIt);
  await w.pick('No root statement');
  await w.preview('Check it');
  await w.tab('proposed');
}

/** The modal question, as a person reads it. */
async function question(w: Workbench): Promise<string> {
  const box = w.page.locator('.monaco-dialog-box');
  await box.waitFor();
  return box.innerText();
}

async function answer(w: Workbench, button: string): Promise<void> {
  await w.page.locator('.monaco-dialog-box').getByRole('button', { name: button }).click();
  await w.page.locator('.monaco-dialog-box').waitFor({ state: 'detached' });
}

async function edit(w: Workbench, find: string, replace: string): Promise<void> {
  await w.page.locator('.monaco-diff-editor:visible .editor.modified').first().click();
  await w.selectAll();
  const { right } = await w.diffTexts();
  assert.ok(right.includes(find), right);
  await w.page.locator('.monaco-diff-editor:visible .editor.modified').first().click();
  await w.selectAll();
  await w.paste(right.replace(find, replace));
  await w.eventually('the edited draft', async () => (await w.diffTexts()).right.includes(replace));
}

for (const theme of ['dark', 'light'] as const) {
  describe(`Apply to Key (${theme})`, () => {
    const workbench = useWorkbench({ theme });

    it('asks once, with key, account and effect; declined, nothing is written', async () => {
      const w = workbench();
      await explain(w);
      await w.titleButton('Apply to Key…');
      const text = await question(w);
      await w.screenshot(`apply-question-${theme}`);
      assert.match(text, /Replace the key policy of alias\/app-config in account 123456789012\?/);
      assert.match(text, /MyRole gains .*Decrypt.*Nobody is locked out\./);
      await answer(w, 'Cancel');
      const { left, right } = await w.diffTexts();
      assert.doesNotMatch(left, /AllowMyRoleToDecrypt/);
      assert.match(right, /AllowMyRoleToDecrypt/);
      await w.run('Double Lock: Restore a Previous Key Policy…');
      await w.notification('No previous key policy is kept yet');
    });
  });
}
