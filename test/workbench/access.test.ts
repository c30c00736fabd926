import assert from 'node:assert/strict';
import { useWorkbench, type Workbench } from './workbench.js';

/** The rows of the view, as a screen reader is told them. */
async function rows(workbench: Workbench): Promise<string[]> {
  const labels = await workbench.page.locator('.pane[id*="pane"] .monaco-list-row[aria-label], .sidebar .monaco-list-row[aria-label]')
    .evaluateAll(found => found.map(row => row.getAttribute('aria-label') ?? ''));
  return labels;
}

async function tryIt(workbench: Workbench, scenario: string): Promise<void> {
  await workbench.run('Double Lock: Try It on a Sandbox Key');
  await workbench.pick(scenario);
  await workbench.preview('What was read');
}

for (const theme of ['light', 'dark', 'high-contrast'] as const) {
  describe(`KMS Access, ${theme}`, () => {
    const workbench = useWorkbench({ theme });

    it('says what to do while there is nothing to show', async () => {
      await workbench().run('Double Lock: Focus on KMS Access View');
      const welcome = workbench().page.locator('.sidebar .welcome-view-content');
      await welcome.getByRole('button', { name: 'Try It on a Sandbox Key' }).waitFor();
      await welcome.getByRole('button', { name: 'Explain KMS Access Denied Error' }).waitFor();
      await workbench().screenshot(`access-welcome-${theme}`);
    });

    it('shows both locks, the grants and the key’s state, and what decided', async () => {
      await tryIt(workbench(), 'No root statement');
      const shown = await workbench().eventually('the IAM side', async () => {
        const now = await rows(workbench());
        return now.some(r => r.startsWith('IAM lock: open')) && now;
      });
      await workbench().screenshot(`access-tree-${theme}`);
      assert.ok(shown.some(r => r.startsWith('Key-policy lock: shut')), shown.join('\n'));
      assert.ok(shown.some(r => r.startsWith('Grants: none')), shown.join('\n'));
      assert.ok(shown.some(r => r.startsWith('Key state: open')), shown.join('\n'));
    });
  });
}
