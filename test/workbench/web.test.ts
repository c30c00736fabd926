import { strict as assert } from 'node:assert';
import { useWorkbench } from './workbench.js';

const error =
  'An error occurred (AccessDeniedException) when calling the Decrypt operation: User: arn:aws:sts::123456789012:assumed-role/MyRole/i-0abc is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:ap-northeast-1:123456789012:key/abc-123 because no resource-based policy allows the kms:Decrypt action';
const keyPolicy = JSON.stringify(
  {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'Root',
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::111122223333:root' },
        Action: 'kms:*',
        Resource: '*',
      },
      {
        Sid: 'Use',
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::111122223333:role/app' },
        Action: ['kms:Decript', 's3:GetObjekt'],
        Resource: '*',
      },
    ],
  },
  undefined,
  2,
);
const soundPolicy = keyPolicy.replace('Decript', 'Decrypt');

const identityPolicy = JSON.stringify(
  { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: ['s3:GetObject', 'sqs:SendMess'], Resource: '*' }] },
  undefined,
  2,
);

/** The installed package in the browser's worker host, as on vscode.dev: one file, no Node, no second file by import(). */
describe('in the worker of a browser', () => {
  const workbench = useWorkbench({
    workspace: { 'key-policy.json': keyPolicy, 'sound-policy.json': soundPolicy, 'iam-policy.json': identityPolicy },
    settings: { 'remote.extensionKind': { 'double-lock.double-lock': ['web'] }, 'doubleLock.statementLenses': true },
  });

  it('explains an error from its text alone, and says why no call is made', async () => {
    const w = workbench();
    await w.newDocument(error);
    await w.selectAll();
    await w.run('Double Lock: Explain KMS Access Denied Error');
    await w.notification('An editor in the browser can call neither AWS nor a sandbox');
    assert.match(await w.preview('this explanation rests on the error text alone'), /MyRole/);
    await w.screenshot('web-explained');
  });

  it('copies the commands that verify the denial, for a POSIX shell first', async () => {
    const w = workbench();
    await w.newDocument(error);
    await w.selectAll();
    await w.run('Double Lock: Explain KMS Access Denied Error');
    await w.preview('this explanation rests on the error text alone');
    await w.setClipboard('');
    await w.run('Double Lock: Copy as AWS CLI');
    assert.match((await w.picks()).join('\n'), /^POSIX shell.*\nPowerShell$/);
    await w.accept();
    assert.match(
      await w.eventually('the copied commands', async () => (await w.clipboard()) || undefined),
      /^aws kms describe-key --key-id arn:aws:kms:ap-northeast-1:123456789012:key\/abc-123 --region ap-northeast-1\naws kms decrypt --dry-run .*\n$/,
    );
  });

  it('says so for what else makes calls, each time, at once and without a stack', async () => {
    const w = workbench();
    for (const command of ['Try It on a Sandbox Key', 'Find the Event', 'Try It on a Sandbox Key']) {
      await w.run('Notifications: Clear All Notifications');
      await w.run(`Double Lock: ${command}`);
      await w.notification('An editor in the browser can call neither AWS nor a sandbox');
    }
    assert.equal((await w.notifications()).length, 1);
  });

  it('finds mistakes and fixes them', async () => {
    const w = workbench();
    await w.openFile('key-policy.json');
    await w.page.locator('.squiggly-error').first().waitFor();
    await w.quickFix('kms:Decript', 'Change to kms:Decrypt');
    await w.eventually('the fix', async () => (await w.editorText()).includes('"kms:Decrypt"'));
    await w.page
      .locator('.codelens-decoration')
      .filter({ hasText: 'lets IAM in account 111122223333 decide' })
      .first()
      .waitFor();
  });

  it('tells who can use the key', async () => {
    const w = workbench();
    await w.openFile('sound-policy.json');
    await w.run('Double Lock: Who Can Use This Key?');
    assert.match(await w.preview('role/app'), /Decrypt/);
  });

  it('explains and completes with the data of every service', async () => {
    const w = workbench();
    await w.openFile('iam-policy.json');
    assert.match(await w.hover('s3:GetObject'), /Retrieve objects/);
    await w.page.keyboard.press('ControlOrMeta+Home');
    for (let line = identityPolicy.slice(0, identityPolicy.indexOf('sqs:')).split('\n').length; line > 1; line--) {
      await w.page.keyboard.press('ArrowDown');
    }
    await w.page.keyboard.press('End');
    await w.page.keyboard.press('ArrowLeft');
    await w.eventually('sqs:SendMessage among the suggestions', async () => {
      await w.page.keyboard.press('ControlOrMeta+Space');
      return w.page
        .locator('.suggest-widget.visible .monaco-list-row')
        .filter({ hasText: 'sqs:SendMessage' })
        .first()
        .waitFor({ timeout: 3000 })
        .then(
          () => true,
          () => false,
        );
    });
  });
});
