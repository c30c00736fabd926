import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { useWorkbench } from './workbench.js';

const root = {
  Sid: 'Root',
  Effect: 'Allow',
  Principal: { AWS: 'arn:aws:iam::111122223333:root' },
  Action: 'kms:*',
  Resource: '*',
};
const misspelt = JSON.stringify(
  {
    Version: '2012-10-17',
    Statement: [
      root,
      {
        Sid: 'Use',
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::111122223333:role/app' },
        Action: ['kms:Decript', 'kms:DescribeKey'],
        Resource: '*',
      },
    ],
  },
  undefined,
  2,
);
const nobody = JSON.stringify(
  { Version: '2012-10-17', Statement: [root, { Sid: 'Use', Effect: 'Allow', Action: 'kms:Decrypt', Resource: '*' }] },
  undefined,
  2,
);

describe('findings in JSON', () => {
  const workbench = useWorkbench({
    workspace: {
      'key-policy.json': misspelt,
      'ignored.json': misspelt,
      'nobody.json': nobody,
      'plain.json': '{\n  "name": "x"\n}\n',
      'onsave.json': JSON.stringify({ Statement: [root] }, undefined, 2),
    },
    // Lenses arrive late and move the lines that a test is about to click.
    settings: {
      'doubleLock.statementLenses': false,
      'editor.codeActionsOnSave': { 'source.fixAll.doubleLock': 'explicit' },
    },
  });

  it('are a squiggle with a hover whose code opens the page of the rule', async () => {
    await workbench().openFile('key-policy.json');
    await workbench().page.locator('.squiggly-error').first().waitFor();
    const hover = await workbench().hover('kms:Decript');
    await workbench().screenshot('language-hover');
    assert.match(hover, /Did you mean Decrypt\?/);
    assert.match(hover, /Double Lock.*invalid-action/);
    await workbench().page.locator('.monaco-hover:visible').getByText('invalid-action').first().click();
    await workbench().preview('There is no such action');
    await workbench().inEveryTheme('language-page');
  });

  it('say what the policy is taken for, and why', async () => {
    await workbench().openFile('key-policy.json');
    await workbench().eventually('the language status', async () => {
      await workbench()
        .page.locator('.statusbar-item')
        .filter({
          has: workbench().page.locator('[aria-label*="Language Status"], .codicon-bracket, .codicon-bracket-dot'),
        })
        .first()
        .hover();
      return workbench().page.getByText('It names principals and its actions are KMS actions.').first().isVisible();
    });
    await workbench().screenshot('language-status');
  });

  it('are cleared by their fix', async () => {
    await workbench().openFile('key-policy.json');
    const offered = await workbench().quickFix('kms:Decript', 'Change to kms:Decrypt');
    assert.ok(
      offered.some(title => title.includes('(gives more access)')),
      offered.join('\n'),
    );
    assert.ok(offered.includes('Explain “invalid-action”'), offered.join('\n'));
    await workbench().page.locator('.squiggly-error').first().waitFor({ state: 'detached' });
    assert.equal(await workbench().editorText(), misspelt.replace('Decript', 'Decrypt'));
  });

  it('ask where a person must choose', async () => {
    await workbench().openFile('nobody.json');
    await workbench().page.locator('.squiggly-error').first().waitFor();
    await workbench().quickFix('"Use"', 'Add a Principal');
    assert.match((await workbench().picks()).join(), /arn:aws:iam::/);
    await workbench().screenshot('language-ask');
    await workbench().enter('arn:aws:iam::111122223333:role/app');
    await workbench().page.locator('.squiggly-error').first().waitFor({ state: 'detached' });
    const { Statement } = JSON.parse(await workbench().editorText()) as { Statement: object[] };
    assert.deepEqual(Statement[1], {
      Sid: 'Use',
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws:iam::111122223333:role/app' },
      Action: 'kms:Decrypt',
      Resource: '*',
    });
  });

  it('can be ignored with a reason', async () => {
    await workbench().openFile('ignored.json');
    await workbench().page.locator('.squiggly-error').first().waitFor();
    await workbench().quickFix('kms:Decript', 'Ignore “invalid-action” here…');
    await workbench().enter('a fixture');
    await workbench().page.locator('.squiggly-error').first().waitFor({ state: 'detached' });
    assert.deepEqual(JSON.parse(readFileSync(join(workbench().folder, '.double-lock.json'), 'utf8')), {
      ignore: [{ file: '/ignored.json', code: 'invalid-action', sid: 'Use', reason: 'a fixture' }],
    });
  });

  it('are fixed on save', async () => {
    await workbench().openFile('onsave.json');
    await workbench().page.locator('.squiggly-error, .squiggly-warning, .squiggly-info').first().waitFor();
    await workbench().page.keyboard.press('ControlOrMeta+S');
    await workbench().eventually('a Version in the file', async () =>
      readFileSync(join(workbench().folder, 'onsave.json'), 'utf8').includes('2012-10-17'),
    );
  });

  it('are found in any JSON that is said to be a policy', async () => {
    await workbench().openFile('plain.json');
    await workbench().run('Double Lock: Treat This File As…');
    assert.ok((await workbench().picks()).some(p => p.startsWith('Service control policy')));
    await workbench().screenshot('language-treat-as');
    await workbench().pick('Key policy');
    await workbench().page.locator('.squiggly-error').first().waitFor();
    await workbench().eventually('plain.json in the Problems view', async () =>
      (await workbench().problems()).some(p => p.includes('plain.json')),
    );
    await workbench().screenshot('language-problems');
  });
});
