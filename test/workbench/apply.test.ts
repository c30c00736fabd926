import { strict as assert } from 'node:assert';
import { useWorkbench, type Workbench } from './workbench';

async function explain(w: Workbench): Promise<void> {
  await w.run('Double Lock: Try It on a Sandbox Key');
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

/** Replaces the right side of the diff on the screen. */
async function rewriteDraft(w: Workbench, change: (text: string) => string): Promise<void> {
  const { right } = await w.diffTexts();
  const wanted = change(right);
  assert.notEqual(wanted, right);
  await w.page.locator('.monaco-diff-editor:visible .editor.modified').first().click();
  await w.selectAll();
  await w.paste(wanted);
  await w.eventually('the edited draft', async () => (await w.diffTexts()).right === wanted);
}

async function leftSide(w: Workbench, what: string, is: (text: string) => boolean): Promise<void> {
  await w.eventually(`a left side ${what}`, async () => is((await w.diffTexts()).left));
}

const account = '123456789012';
const keyPolicy = JSON.stringify(
  {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'Root',
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${account}:root` },
        Action: 'kms:*',
        Resource: '*',
      },
    ],
  },
  undefined,
  4,
);

describe('Apply to Key and Compare with Live Key', () => {
  const workbench = useWorkbench({ workspace: { 'infra/key-policy.json': keyPolicy } });

  it('asks with key, account and effect; declined, nothing is written', async () => {
    const w = workbench();
    await explain(w);
    await w.titleButton('Apply to Key…');
    const text = await question(w);
    await w.screenshot('apply-question');
    assert.match(text, /Replace the key policy of alias\/app-config in account 123456789012\?/);
    assert.match(text, /MyRole gains .*Decrypt.*Nobody is locked out\./);
    await answer(w, 'Cancel');
    const { left, right } = await w.diffTexts();
    assert.doesNotMatch(left, /AllowMyRoleToDecrypt/);
    assert.match(right, /AllowMyRoleToDecrypt/);
    await w.run('Double Lock: Restore a Previous Key Policy…');
    await w.notification('No previous key policy is kept yet');
  });

  it('shows the file beside the live policy, and remembers the key', async () => {
    const w = workbench();
    await explain(w); // from then on the sandbox is asked
    await w.closeAll();
    await w.openFile('infra/key-policy.json');
    await w.run('Double Lock: Compare with Live Key');
    await w.enter(`arn:aws:kms:ap-northeast-1:${account}:key/abc-123`);
    await w.notification(
      'key-policy.json differs from the live key policy of alias/app-config',
      'Who Gains, Who Loses',
    );
    await w.preview('What would change');
    await w.screenshot('drift');
    const { left, right } = await w.diffTexts();
    assert.equal(right, keyPolicy);
    assert.match(left, /"Sid": "KeyAdmin|KeyAdmin/);
    await w.closeAll();
    await w.openFile('infra/key-policy.json');
    await w.run('Double Lock: Compare with Live Key');
    await w.notification('key-policy.json differs from the live key policy of alias/app-config');
    await w.titleButton('Apply to Key…');
    assert.match(await question(w), /account 123456789012, through IAM gains/);
    await answer(w, 'Cancel');
  });
});

// The sandbox works without trust: throw-away credentials, and nothing leaves this machine.
describe('Apply to Key in Restricted Mode', () => {
  // A window each, with a sandbox of its own: these write to its key.
  const workbench = useWorkbench({ trusted: false }, true);

  it('applies a draft that was edited, after one question, verifies it, and brings the previous policy back by the same road', async () => {
    const w = workbench();
    await explain(w);
    await rewriteDraft(w, text => text.replace('AllowMyRoleToDecrypt', 'MyOwnWords'));
    await w.titleButton('Apply to Key…');
    assert.match(await question(w), /MyRole gains/);
    await answer(w, 'Apply to Key');
    await w.notification('The key policy of alias/app-config is replaced');
    await leftSide(w, 'with the new statement', text => text.includes('MyOwnWords'));
    await w.preview('may use kms:Decrypt on this key now');
    await w.screenshot('apply-applied');

    await w.notification('The key policy of alias/app-config is replaced', 'Verify Access');
    await w.preview('would succeed');
    await w.screenshot('apply-verified');

    await w.closeAll();
    await w.run('Double Lock: Restore a Previous Key Policy…');
    const picks = await w.picks();
    await w.screenshot('apply-restore-pick');
    assert.ok(
      picks.some(p => p.includes('replaced by KeyAdmin')),
      picks.join('\n'),
    );
    await w.pick('replaced by KeyAdmin');
    await w.notification('as a draft beside the live one', 'Apply to Key…');
    assert.match(await question(w), /MyRole loses/);
    await answer(w, 'Apply to Key');
    await leftSide(w, 'without the statement', text => text.includes('KeyAdmin') && !text.includes('MyOwnWords'));
    await w.screenshot('apply-restored');
  });

  it('marks the principal that KMS refuses, and writes nothing', async () => {
    const w = workbench();
    await explain(w);
    await rewriteDraft(w, text => text.replace('role/MyRole', 'role/NoSuchRole'));
    await w.titleButton('Apply to Key…');
    await question(w);
    await answer(w, 'Apply to Key');
    await w.notification('The role arn:aws:iam::123456789012:role/NoSuchRole does not exist', 'Show Problems');
    await w.eventually('the marked principal', async () =>
      (await w.problems()).some(p => p.includes('NoSuchRole does not exist')),
    );
    await w.screenshot('apply-refused');
  });
});
