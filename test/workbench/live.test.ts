import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { temporaryFolder } from '../../.tools/editor/processes.js';
import { useWorkbench, type Workbench } from './workbench.js';

async function tryIt(w: Workbench, scenario: string, words = 'What was read'): Promise<void> {
  await w.run('Double Lock: Try It on a Sandbox Key');
  await w.pick(scenario);
  await w.preview(words);
}

/** Picks a key and waits for its live policy. */
async function openPicked(w: Workbench): Promise<void> {
  await w.pick('alias/app-config');
  await w.page.locator('.codelens-decoration a').filter({ hasText: 'lets KeyAdmin' }).first().waitFor();
}

const terraform = `resource "aws_kms_key" "other" {
  description = "Something else"
}

resource "aws_kms_key" "app" {
  description = "Application configuration"
  policy      = data.aws_iam_policy_document.key.json
}
`;

const policy = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'Admins',
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws:iam::444455556666:role/Admin' },
      Action: 'kms:*',
      Resource: '*',
    },
  ],
});
const error = `User: arn:aws:sts::444455556666:assumed-role/Reader/me is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:eu-west-1:444455556666:key/1234abcd-12ab-34cd-56ef-1234567890ab because no resource-based policy allows the kms:Decrypt action`;

describe('the live side', () => {
  const workbench = useWorkbench({ theme: 'light', workspace: { 'infra/kms.tf': terraform } });

  it('warns that code owns the key, and brings the code’s language first', async () => {
    const w = workbench();
    await tryIt(w, 'No root statement', 'seems to be defined as code');
    const text = await w.preview('seems to be defined as code');
    assert.match(text, /infra\/kms\.tf:5/);
    assert.match(text, /identifiers/);
    await w.screenshot('live-defined-as-code');
  });

  it('puts another remedy in place of the one on show', async () => {
    const w = workbench();
    await tryIt(w, 'No root statement');
    await w.titleButton('Choose Another Remedy…');
    await w.screenshot('live-remedies');
    await w.pick('The root statement');
    await w.preview('the root statement');
    await w.eventually('the root statement in the diff', async () =>
      (await w.diffTexts()).right.includes('Enable IAM User Permissions'),
    );
    await w.screenshot('live-root-and-iam');
  });

  it('closes the diff for a remedy that edits no policy, and brings it back', async () => {
    const w = workbench();
    await tryIt(w, 'No root statement');
    await w.titleButton('Choose Another Remedy…');
    await w.pick('A grant');
    await w.preview('create-grant');
    await w.eventually('no diff', async () => !(await w.tabs()).some(t => t.includes('proposed')));
    await w.run('Double Lock: Choose Another Remedy…');
    await w.pick('A statement of its own');
    await w.eventually('the diff', async () => (await w.tabs()).some(t => t.includes('proposed')));
    await w.preview('The diff adds one statement');
  });

  it('opens the live policy of a key that is picked by its alias, with lenses and findings', async () => {
    const w = workbench();
    await w.run('Double Lock: Open Live Key Policy');
    await w.pick('account 123456789012 · ap-northeast-1');
    await w.eventually('the descriptions', async () =>
      (await w.picks()).some(p => p.includes('Application configuration')),
    );
    await w.screenshot('live-keys');
    await openPicked(w);
    await w.screenshot('live-key-policy');
  });

  it('proposes a change to that policy in a draft beside it', async () => {
    const w = workbench();
    await w.run('Double Lock: Open Live Key Policy');
    await w.pick('account 123456789012 · ap-northeast-1');
    await openPicked(w);
    await w.titleButton('Propose a Change');
    await w.eventually('the draft beside the live policy', async () => {
      const { left, right } = await w.diffTexts();
      return right.includes('KeyAdmin') && left.includes('KeyAdmin');
    });
    await w.screenshot('live-propose');
  });

  it('explains with a key policy that somebody sent', async () => {
    const w = workbench();
    await w.setClipboard(error);
    await w.run('Double Lock: Explain KMS Access Denied Error');
    await w.pick('Explain from the text alone');
    await w.preview('the error text alone');
    await w.screenshot('live-text-alone');
    await w.titleButton('Paste the Key Policy…');
    await w.page.locator('.codelens-decoration', { hasText: 'Paste the key policy here' }).waitFor();
    await w.focusEditor();
    await w.paste(policy);
    await w.lens('Explain');
    await w.preview('It was not compared with the live one');
    assert.match((await w.diffTexts()).right, /AllowReaderToDecrypt/);
    await w.screenshot('live-pasted-policy');
  });
});

describe('an expired sign-in', () => {
  const folder = temporaryFolder('aws');
  const config = join(folder, 'config');
  // An `aws` that writes down how it was called. With VSCODE_CLI the server keeps this PATH and does not ask a login shell for one.
  const called = join(folder, 'called');
  writeFileSync(join(folder, 'aws'), `#!/bin/sh\nprintf '%s\\n' "$@" > '${called}'\n`, { mode: 0o755 });
  const env = { AWS_CONFIG_FILE: config, PATH: `${folder}${delimiter}${process.env['PATH'] ?? ''}`, VSCODE_CLI: '1' };
  writeFileSync(
    config,
    '[profile work]\nsso_start_url = https://example.awsapps.com/start\nsso_region = eu-west-1\nsso_account_id = 444455556666\nsso_role_name = Dev\nregion = eu-west-1\n',
  );
  const workbench = useWorkbench({ env });

  it('is offered a button that signs in with the AWS CLI', async () => {
    const w = workbench();
    await w.setClipboard(error);
    await w.run('Double Lock: Explain KMS Access Denied Error');
    const picks = await w.picks();
    assert.ok(
      picks.some(p => p.includes('work') && p.includes('owns the key')),
      picks.join('\n'),
    );
    await w.pick('work');
    await w.notification('The session of the profile work has expired');
    await w.preview('Key policy: the session has expired');
    await w.screenshot('live-expired');
    if (process.platform === 'win32') {
      return;
    } // there the written program is none
    await w.page.getByRole('button', { name: 'Sign In (aws sso login --profile work)' }).click();
    const words = await w.eventually('a call of the AWS CLI', () => readFile(called, 'utf8').catch(() => undefined));
    assert.deepEqual(words.split('\n'), ['sso', 'login', '--profile', 'work', '']);
  });
});
