import assert from 'node:assert/strict';
import { useWorkbench, type Workbench } from './workbench.js';

/** The rows of the view KMS Access, as a screen reader is told them. */
async function rows(workbench: Workbench): Promise<string[]> {
  return workbench.page
    .locator('.sidebar .monaco-list-row[aria-label]')
    .evaluateAll(found => found.map(row => row.getAttribute('aria-label') ?? ''));
}

/** Opens the report on who can use the key of the file, by a lens. */
async function whoCanUseTheKey(workbench: Workbench): Promise<string> {
  await workbench.openFile('infra/key-policy.json');
  await workbench.lens('lets Partner decrypt');
  return workbench.preview('Who can use this key');
}

async function tryIt(workbench: Workbench, scenario: string): Promise<void> {
  await workbench.run('Double Lock: Try It on a Sandbox Key');
  await workbench.pick(scenario);
  await workbench.preview('What was read');
}

async function rowsWith(workbench: Workbench, start: string): Promise<string[]> {
  return workbench.eventually(`"${start}" in the view`, async () => {
    const now = await rows(workbench);
    return now.some(r => r.startsWith(start)) && now;
  });
}

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
        Sid: 'Partner',
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::444455556666:role/Partner' },
        Action: 'kms:Decrypt',
        Resource: '*',
      },
    ],
  },
  undefined,
  2,
);

describe('KMS Access', () => {
  const workbench = useWorkbench({ workspace: { 'infra/key-policy.json': keyPolicy } });

  it('says what to do while there is nothing to show', async () => {
    await workbench().run('Double Lock: Focus on KMS Access View');
    const welcome = workbench().page.locator('.sidebar .welcome-view-content');
    await welcome.getByRole('button', { name: 'Try It on a Sandbox Key' }).waitFor();
    await welcome.getByRole('button', { name: 'Explain KMS Access Denied Error' }).waitFor();
    await workbench().inEveryTheme('access-welcome');
  });

  it('says above each statement what it does, and who can use the key', async () => {
    await workbench().openFile('infra/key-policy.json');
    await workbench()
      .page.locator('.codelens-decoration a')
      .filter({ hasText: 'lets Partner decrypt · account 444455556666 must allow it too' })
      .waitFor();
    await workbench().inEveryTheme('access-lenses');
    const report = await whoCanUseTheKey(workbench());
    await workbench().inEveryTheme('access-who');
    assert.match(report, /Through IAM: depends on account 111122223333/);
    assert.match(report, /Partner/);
  });

  it('leads from the report to the statement', async () => {
    await whoCanUseTheKey(workbench());
    const report = await workbench().previewBody('Who can use this key');
    await report.getByRole('link', { name: 'Partner' }).first().click();
    await workbench().page.locator('.tab.active').filter({ hasText: 'key-policy.json' }).waitFor();
  });

  it('shows both locks, the grants and the key’s state, and what decided', async () => {
    await tryIt(workbench(), 'No root statement');
    await workbench().run('Double Lock: Focus on KMS Access View');
    const shown = await rowsWith(workbench(), 'IAM lock: open');
    await workbench().inEveryTheme('access-tree');
    assert.ok(
      shown.some(r => r.startsWith('Key-policy lock: shut')),
      shown.join('\n'),
    );
    assert.ok(
      shown.some(r => r.startsWith('Grants: none')),
      shown.join('\n'),
    );
    assert.ok(
      shown.some(r => r.startsWith('Key state: open')),
      shown.join('\n'),
    );
  });

  it('says what the proposal would change', async () => {
    await tryIt(workbench(), 'No root statement');
    await workbench().titleButton('Show What Would Change');
    const report = await workbench().preview('What would change');
    await workbench().screenshot('access-change');
    assert.match(report, /MyRole/);
    assert.match(report, /Nobody is locked out/);
  });

  it('opens the statement that decided in place', async () => {
    await tryIt(workbench(), 'Explicit deny in the key policy');
    await workbench().run('Double Lock: Focus on KMS Access View');
    const shown = await rowsWith(workbench(), 'Key-policy lock: shut: denies explicitly');
    const deny = shown.find(r => r.includes('denies it'));
    assert.ok(deny, shown.join('\n'));
    await workbench()
      .page.locator(`.sidebar .monaco-list-row[aria-label=${JSON.stringify(deny)}]`)
      .click();
    await workbench().page.locator('.tab.active').filter({ hasText: 'live-key-policy.json' }).waitFor();
    await workbench().screenshot('access-statement');
  });
});
