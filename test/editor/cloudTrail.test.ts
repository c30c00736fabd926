import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import { show } from './show';
import { until } from './until';

function explanationUri(): vscode.Uri | undefined {
  return vscode.window.tabGroups.all
    .flatMap(g => g.tabs)
    .map(t => t.input)
    .find(
      (i): i is vscode.TabInputCustom =>
        i instanceof vscode.TabInputCustom && i.uri.path.endsWith('/KMS access explained.md'),
    )?.uri;
}

async function explanation(says: RegExp): Promise<string> {
  return until(`an explanation that says ${says}`, async () => {
    const uri = explanationUri();
    const text = uri && new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
    return text !== undefined && says.test(text) && text;
  });
}

const event = (over: object): object => ({
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
  requestID: '11111111-2222-4333-8444-555555555555',
  eventID: '66666666-7777-4888-8999-aaaaaaaaaaaa',
  ...over,
});

async function lensesOn(content: string): Promise<vscode.CodeLens[]> {
  const document = await vscode.workspace.openTextDocument({ language: 'json', content });
  await show(document);
  const all = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', document.uri);
  await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  return all.filter(l => l.command?.title === 'Explain this denial');
}

describe('CloudTrail', () => {
  beforeEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.env.clipboard.writeText('');
    // Whatever wakes the features.
    await vscode.commands.executeCommand('doubleLock.tryIt', 'iam-missing');
    await explanation(/^# IAM keeps `ReportReader` out\.$/m);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('finds the event of the explained error; its encryption context joins the decision', async () => {
    await vscode.commands.executeCommand('doubleLock.tryIt', 'encryption-context-condition');
    const before = await explanation(/encryption context/i);
    assert.doesNotMatch(before, /the call said `green`/);
    const finding = vscode.commands.executeCommand('doubleLock.findEvent');
    const after = until('the explanation of the event', async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      const uri = explanationUri();
      const text = uri && new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
      return text !== undefined && /the call said `green`/.test(text) && text;
    });
    await Promise.all([finding, after]);
  });

  it('has a lens on each failed KMS event, whatever it stands in, and on nothing else', async () => {
    const ok = event({ errorCode: undefined, errorMessage: undefined });
    const s3 = event({ eventSource: 's3.amazonaws.com', eventName: 'GetObject' });
    assert.equal((await lensesOn(JSON.stringify(event({}), undefined, 2))).length, 1);
    assert.deepEqual(
      (await lensesOn(JSON.stringify({ Records: [ok, event({}), s3, event({ eventName: 'Encrypt' })] }, undefined, 2)))
        .length,
      2,
    );
    const lookup = {
      Events: [ok, event({}), s3].map(e => ({
        EventName: 'Decrypt',
        EventSource: 'kms.amazonaws.com',
        CloudTrailEvent: JSON.stringify(e),
      })),
    };
    assert.equal((await lensesOn(JSON.stringify(lookup, undefined, 2))).length, 1);
    assert.equal((await lensesOn(JSON.stringify({ Records: [ok, s3] }))).length, 0);
    assert.equal((await lensesOn('{"kms.amazonaws.com": "eventName errorCode"}')).length, 0);
  });

  it('explains the event under the lens', async () => {
    const [lens] = await lensesOn(JSON.stringify({ Events: [{ CloudTrailEvent: JSON.stringify(event({})) }] }));
    assert.ok(lens?.command);
    const explaining = vscode.commands.executeCommand(lens.command.command, ...(lens.command.arguments ?? []));
    await until('the explanation', async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return explanationUri() !== undefined;
    });
    await explaining;
    assert.match(await explanation(/^# The key policy keeps `MyRole` out\.$/m), /MyRole/);
  });
});
