import { strict as assert } from 'node:assert';
import { useWorkbench } from './workbench';

const event = {
  eventVersion: '1.11',
  userIdentity: {
    type: 'AssumedRole',
    arn: 'arn:aws:sts::123456789012:assumed-role/MyRole/i-0abc',
    accountId: '123456789012',
  },
  eventTime: '2026-11-20T08:15:00Z',
  eventSource: 'kms.amazonaws.com',
  eventName: 'Decrypt',
  awsRegion: 'ap-northeast-1',
  errorCode: 'AccessDenied',
  errorMessage:
    'User: arn:aws:sts::123456789012:assumed-role/MyRole/i-0abc is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:ap-northeast-1:123456789012:key/abc-123 because no resource-based policy allows the kms:Decrypt action',
};

const tryIt = 'Double Lock: Try It on a Sandbox Key';

describe('Verify Access and Find the Event', () => {
  const workbench = useWorkbench({
    workspace: { 'trail/denied.json': JSON.stringify({ Records: [event] }, undefined, 2) },
  });

  it('tests as the denied role, from the diff’s title', async () => {
    const w = workbench();
    await w.run(tryIt);
    await w.pick('No root statement');
    await w.preview('The key policy keeps MyRole out');
    await w.tab('proposed');
    await w.titleButton('Verify Access');
    const report = await w.preview('No: KMS denies kms:Decrypt to MyRole');
    assert.match(report, /that is MyRole itself/);
    assert.match(report, /Application configuration/);
    await w.notification('No: KMS denies kms:Decrypt to MyRole');
    await w.screenshot('verify-access');
  });

  it('finds the event of the error, and explains it with its encryption context', async () => {
    const w = workbench();
    await w.run(tryIt);
    await w.enter('another encryption context');
    await w.preview('only under conditions');
    await w.run('Double Lock: Find the Event');
    await w.pick('Of the error that was explained');
    // The list of ways gives place to the list of events.
    await w.eventually('the event', async () => (await w.picks()).some(p => p.includes('AccessDenied')));
    await w.screenshot('find-the-event');
    // The row's own hover lies under the mouse.
    await w.accept();
    await w.preview('the call said green');
    await w.screenshot('event-explained');
  });

  it('has a lens on a CloudTrail event', async () => {
    const w = workbench();
    await w.openFile('trail/denied.json');
    await w.page.locator('.codelens-decoration a', { hasText: 'Explain this denial' }).waitFor();
    await w.screenshot('event-lens');
    await w.lens('Explain this denial');
    await w.pick('Sandbox');
    await w.preview('The key policy keeps MyRole out');
  });
});
