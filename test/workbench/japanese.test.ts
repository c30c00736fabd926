import { strict as assert } from 'node:assert';
import { useWorkbench } from './workbench.js';

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
        Action: 'kms:Decript',
        Resource: '*',
      },
    ],
  },
  undefined,
  2,
);

describe('in Japanese', () => {
  const workbench = useWorkbench({ language: 'ja', workspace: { 'key-policy.json': keyPolicy } });

  it('commands, picks, notifications and the explanation speak it', async () => {
    const w = workbench();
    await w.run('Double Lock: サンドボックスキーで試す');
    await w.pick('ルートステートメントなし');
    const preview = await w.preview('を許可していません');
    await w.screenshot('japanese');
    assert.match(preview, /読み取ったもの/);
    assert.doesNotMatch(preview, /\*\*|\{\w+\}/);
    assert.ok((await w.tabs()).some(tab => tab.includes('現在のキーポリシー ↔ 提案')));
  });

  it('findings, quick fixes and hovers speak it', async () => {
    const w = workbench();
    await w.openFile('key-policy.json');
    assert.match(await w.hover('kms:Decript'), /kms にアクション Decript はありません。Decrypt ではありませんか\?/);
    // The hover before it stays for a moment.
    const resource = await w.eventually('a hover on "*"', async () => {
      const said = await w.hover('"*"');
      return said.includes('ポリシーがアタッチされた、この KMS キーです。AWS のすべてのキーではありません。') && said;
    });
    assert.match(resource, /AWS ドキュメント/);
    await w.screenshot('japanese-hover');
    const fixes = await w.quickFix('kms:Decript', 'kms:Decrypt に変更');
    assert.ok(fixes.includes('「invalid-action」を説明'), fixes.join('\n'));
    assert.match(await w.editorText(), /"kms:Decrypt"/);
  });
});
