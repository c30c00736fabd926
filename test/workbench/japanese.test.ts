import { strict as assert } from 'node:assert';
import { useWorkbench } from './workbench.js';

describe('in Japanese', () => {
  const workbench = useWorkbench({ language: 'ja' });

  it('commands, picks, notifications and the explanation speak it', async () => {
    const w = workbench();
    await w.run('Double Lock: サンドボックスキーで試す');
    await w.pick('No root statement');
    const preview = await w.preview('キーポリシーのロックが閉じています');
    await w.screenshot('japanese');
    assert.match(preview, /読み取ったもの/);
    assert.doesNotMatch(preview, /\*\*|\{\w+\}/);
    assert.ok((await w.tabs()).some(tab => tab.includes('現在のキーポリシー ↔ 提案')));
  });
});
