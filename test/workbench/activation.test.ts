import assert from 'node:assert/strict';
import { useWorkbench } from './workbench.js';

for (const trusted of [true, false]) {
  describe(`the installed extension in a ${trusted ? 'trusted' : 'restricted'} window`, () => {
    const workbench = useWorkbench({ trusted });

    it('offers its commands in the palette', async () => {
      const titles = await workbench().commands('Double Lock');
      await workbench().screenshot(`palette-${trusted ? 'trusted' : 'restricted'}`);
      for (const title of ['Explain KMS Access Denied Error', 'Try It on a Sandbox Key', 'Show Log']) {
        assert.ok(titles.includes(`Double Lock: ${title}`), titles.join(', '));
      }
    });

    it('activates without a complaint', async () => {
      const log = workbench().page.locator('.part.panel .output-view').first();
      await workbench().eventually('the log', async () => {
        await workbench().run('Double Lock: Show Log');
        await log.waitFor({ timeout: 5000 }).catch(() => undefined);
        return log.isVisible();
      });
      assert.deepEqual(await workbench().notifications(), []);
    });
  });
}
