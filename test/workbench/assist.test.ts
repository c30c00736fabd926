import assert from 'node:assert/strict';
import { useWorkbench } from './workbench.js';

const policy = JSON.stringify(
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
        Principal: { AWS: ['arn:aws:iam::111122223333:role/app', 'arn:aws:iam::444455556666:role/other'] },
        Action: ['kms:Decrypt', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
        Resource: '*',
        Condition: {
          StringLike: { 'kms:ViaService': 's3.*.amazonaws.com', 'kms:EncryptionContext:user': 'home-${aws:username}' },
        },
      },
    ],
  },
  undefined,
  2,
);
const plain = '{\n  "Action": "kms:Decrypt",\n  "Resource": "arn:aws:kms:eu-west-1:111122223333:key/*"\n}\n';

describe('policies in the editor', () => {
  const workbench = useWorkbench({
    workspace: { 'key-policy.json': policy, 'plain.json': plain },
    settings: { 'doubleLock.statementLenses': false },
  });

  /** The colour in which a text is drawn. */
  async function colourOf(text: string): Promise<string> {
    const span = workbench()
      .page.locator('.view-line span[class*="mtk"]')
      .filter({ hasText: new RegExp(`^"?${text.replace(/[*$.{}]/g, '\\$&')}"?$`) })
      .first();
    return (await span.count()) === 0 ? '' : span.evaluate(element => getComputedStyle(element).color);
  }

  it('have colours of their own for actions, wildcards, variables and accounts', async () => {
    await workbench().openFile('key-policy.json');
    await workbench().inEveryTheme('assist-colours', async theme => {
      const [action, word] = await workbench().eventually('semantic colours', async () => {
        const colours = await Promise.all([colourOf('kms:GenerateDataKey'), colourOf('Allow')]);
        return colours.every(c => c !== '') && colours[0] !== colours[1] && colours;
      });
      const [wildcard, variable, account] = await Promise.all([
        colourOf('*'),
        colourOf('${aws:username}'),
        colourOf('111122223333'),
      ]);
      for (const [what, colour] of Object.entries({ action, wildcard, variable, account })) {
        assert.ok(colour !== '' && colour !== word, `${what} looks like any string, ${theme}`);
      }
    });
  });

  it('have a hover for every string', async () => {
    await workbench().openFile('key-policy.json');
    const action = await workbench().hover('kms:Decrypt');
    assert.match(action, /Decrypts ciphertext that was encrypted under the key\./);
    assert.match(action, /Works from other accounts: yes/);
    assert.match(action, /AWS documentation/);
    await workbench().screenshot('assist-hover-action');
  });

  it('lead from statement to statement', async () => {
    await workbench().openFile('key-policy.json');
    await workbench().run('Double Lock: Go to Statement…');
    assert.match((await workbench().picks()).join('\n'), /Use[\s\S]*lets app and other decrypt/);
    await workbench().screenshot('assist-go-to-statement');
    await workbench().pick('Use');
    await workbench().eventually('the cursor in the statement', async () =>
      /Ln 13, Col 5/.test(await workbench().page.locator('.statusbar').innerText()),
    );
  });

  it('and no other JSON gets more than the colours of an ARN', async () => {
    await workbench().openFile('plain.json');
    await workbench().eventually('the colour of an ARN', async () => (await colourOf('111122223333')) !== '');
    assert.equal(
      await workbench()
        .page.locator('.view-line span')
        .filter({ hasText: /^kms:$/ })
        .count(),
      0,
    );
    await workbench().screenshot('assist-plain');
  });
});
