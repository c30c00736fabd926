import { useWorkbench } from './workbench.js';
describe('LAYOUT', () => {
  const workbench = useWorkbench({});
  it('explorer focus', async () => {
    await workbench().run('Double Lock: Try It on a Sandbox Key');
    await workbench().pick('No root statement');
    await workbench().preview('What was read');
    await workbench().page.waitForTimeout(1500);
    await workbench().screenshot('layout');
  });
});
