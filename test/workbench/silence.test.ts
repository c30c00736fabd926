import assert from 'node:assert/strict';
import { useWorkbench } from './workbench.js';

const policy = `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": { "AWS": "arn:aws:iam::111122223333:root" },
      "Action": ["kms:GenerateDataKeys", "kms:Decrypt", ],
      "Resource": "*"
    }
  ]
}
`;

describe('what is suggested while people type', () => {
  const workbench = useWorkbench({
    workspace: {
      'key-policy.json': policy,
      'key2-policy.json': '',
      'app-config.json': '',
      'tsconfig.json': '',
      'new.json': '',
    },
    settings: { 'doubleLock.statementLenses': false },
  });

  /** The suggestions from the top, the selected one marked with `>`; none while there is no list. */
  const suggestions = async (): Promise<readonly string[]> => {
    const rows = workbench().page.locator('.suggest-widget.visible .monaco-list-row');
    return rows.evaluateAll(all =>
      all
        .sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top)
        .map(row => {
          const name = row.querySelector('.monaco-icon-name-container')?.textContent ?? '';
          return (row.classList.contains('focused') ? '> ' : '') + name.replaceAll('\u00a0', ' ');
        }),
    );
  };
  /** Types, asks for suggestions, and again, until they are as wanted. */
  const suggested = async (what: string, wanted: (names: readonly string[]) => boolean): Promise<readonly string[]> =>
    workbench().eventually(what, async () => {
      const names = await suggestions();
      if (wanted(names)) {
        return names;
      }
      await workbench().page.keyboard.press('Escape');
      await workbench().page.keyboard.press('ControlOrMeta+Space');
      await workbench()
        .page.locator('.suggest-widget.visible .monaco-list-row')
        .first()
        .waitFor({ timeout: 2000 })
        .catch(() => undefined);
      return undefined;
    });

  it('are in an Action list the actions that there are, the words of the document behind them', async () => {
    const { page } = workbench();
    await workbench().openFile('key-policy.json');
    await page.keyboard.press('ControlOrMeta+Home');
    for (let line = 1; line < 7; line++) {
      await page.keyboard.press('ArrowDown');
    }
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.type('"kms:G');
    const names = await suggested('actions', all => all.some(n => n.includes('kms:GenerateDataKeyPair')));
    assert.deepEqual(names.slice(0, 3), [
      '> "kms:GenerateDataKey"',
      '"kms:GenerateDataKey*"',
      '"kms:GenerateDataKeyPair"',
    ]);
    await workbench().screenshot('suggest-actions');
    await page.keyboard.press('Enter');
    assert.match(await workbench().editorText(), /"kms:Decrypt", "kms:GenerateDataKey"\],\n/);
  });

  it('are in a new policy its elements, each going on to the next', async () => {
    const { page } = workbench();
    await workbench().openFile('key2-policy.json');
    await page.keyboard.type('{');
    await page.keyboard.type('"');
    const names = await suggested('elements', all => all.some(n => n.includes('Statement')));
    assert.deepEqual(names.slice(0, 3), ['> Version', 'Id', 'Statement']);
    await page.keyboard.type('St');
    await suggested('Statement', all => all[0] === '> Statement');
    await workbench().screenshot('suggest-elements');
    await page.keyboard.press('Enter');
    await suggested('statements', all => all[0] === '> statement');
    assert.match(await workbench().editorText(), /^\{\s*"Statement": \[\]\s*\}$/);
  });

  it('are whole policies in an empty file, when asked', async () => {
    const { page } = workbench();
    await workbench().openFile('new.json');
    await page.keyboard.press('ControlOrMeta+Space');
    await suggested('policies', all => all[0] === '> key policy: default');
    await workbench().screenshot('suggest-empty');
    await page.keyboard.press('Escape');
  });

  it('hold no policy in the configuration of something else', async () => {
    const { page } = workbench();
    // Another document has woken the extension.
    await workbench().openFile('key-policy.json');
    await workbench().hover('GenerateDataKeys');
    for (const [file, typed] of [
      ['app-config.json', ['{', '"port']],
      ['tsconfig.json', ['{', ' "']],
    ] as const) {
      await workbench().openFile(file);
      for (const text of typed) {
        await page.keyboard.type(text);
        await page.keyboard.press('ControlOrMeta+Space');
        // VS Code's own answer, "No suggestions." too.
        await page.locator('.suggest-widget.visible').waitFor();
        await workbench().eventually('an answer', async () => !(await loading()));
        assert.deepEqual(
          (await suggestions()).filter(n => / policy: |^(> )?(Version|Statement|Effect)$/.test(n)),
          [],
        );
        await workbench().screenshot(`suggest-${file}-${text.trim()}`.replace(/[{"]/g, 'x'));
        await page.keyboard.press('Escape');
      }
      await page.keyboard.press('Enter');
      assert.doesNotMatch(await workbench().editorText(), /Statement|Version/);
    }
  });

  const loading = (): Promise<boolean> =>
    workbench().page.locator('.suggest-widget.visible').getByText('Loading...', { exact: false }).isVisible();
});
