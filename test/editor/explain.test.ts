import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import { until } from './until';

/** The diff in front, if there is one. */
function openDiff(): vscode.TabInputTextDiff | undefined {
  return vscode.window.tabGroups.all
    .flatMap(g => g.tabs)
    .map(t => t.input)
    .find((i): i is vscode.TabInputTextDiff => i instanceof vscode.TabInputTextDiff);
}

/** The file that an open explanation shows. */
function openExplanation(): vscode.Uri | undefined {
  return vscode.window.tabGroups.all
    .flatMap(g => g.tabs)
    .map(t => t.input)
    .find(
      (i): i is vscode.TabInputCustom =>
        i instanceof vscode.TabInputCustom && i.uri.path.endsWith('KMS access explained.md'),
    )?.uri;
}

async function textOf(uri: vscode.Uri): Promise<string> {
  return (await vscode.workspace.openTextDocument(uri)).getText();
}

async function explanation(): Promise<string> {
  return textOf(await until('the explanation', openExplanation));
}

describe('Explain KMS Access Denied Error', () => {
  beforeEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.env.clipboard.writeText('');
  });

  it('opens the live key policy against the one statement that opens it', async () => {
    await vscode.commands.executeCommand('doubleLock.tryIt', 'no-root-statement');
    const diff = await until('a diff', openDiff);
    const [live, proposed] = await Promise.all([diff.original, diff.modified].map(textOf));
    const before = JSON.parse(live ?? '') as { Statement: object[] };
    const after = JSON.parse(proposed ?? '') as { Statement: object[] };
    assert.deepEqual(after.Statement.slice(0, -1), before.Statement);
    assert.deepEqual(after.Statement.at(-1), {
      Sid: 'AllowMyRoleToDecrypt',
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws:iam::123456789012:role/MyRole' },
      Action: ['kms:Decrypt', 'kms:DescribeKey'],
      Resource: '*',
    });
    assert.match(await explanation(), /^# The key policy keeps `MyRole` out\.$/m);
  });

  it('leaves the keyboard in the diff, and brings it to the explanation on request', async () => {
    const inFront = (): unknown => vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    await vscode.commands.executeCommand('doubleLock.tryIt', 'no-root-statement');
    assert.ok(inFront() instanceof vscode.TabInputTextDiff);
    await vscode.commands.executeCommand('doubleLock.showExplanation');
    await until('the explanation in front', () => inFront() instanceof vscode.TabInputCustom);
  });

  it('lets the proposal be edited and saved, and the live side not', async () => {
    await vscode.commands.executeCommand('doubleLock.tryIt', 'no-root-statement');
    const diff = await until('a diff', openDiff);
    const draft = await vscode.workspace.openTextDocument(diff.modified);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(draft.uri, new vscode.Position(0, 0), '\n');
    assert.ok(await vscode.workspace.applyEdit(edit));
    assert.ok(await draft.save());
    assert.equal(vscode.workspace.fs.isWritableFileSystem('double-lock'), true);
    await assert.rejects(
      Promise.resolve(vscode.workspace.fs.writeFile(diff.original, new Uint8Array())),
      /NoPermissions|no permission/i,
    );
  });

  it('never overwrites a draft that was edited', async () => {
    await vscode.commands.executeCommand('doubleLock.tryIt', 'cross-account-key-policy-missing');
    const first = await until('a diff', openDiff);
    const edited = `${await textOf(first.modified)}\n`;
    await vscode.workspace.fs.writeFile(first.modified, new TextEncoder().encode(edited));
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand('doubleLock.tryIt', 'cross-account-key-policy-missing');
    const second = await until('another diff', () => {
      const d = openDiff();
      return d?.modified.toString() !== first.modified.toString() && d;
    });
    assert.notEqual(second.modified.toString(), first.modified.toString());
    assert.equal(new TextDecoder().decode(await vscode.workspace.fs.readFile(first.modified)), edited);
  });

  it('opens what is told anew only when its text is there, not with what was told before', async () => {
    await vscode.commands.executeCommand('doubleLock.tryIt', 'iam-missing');
    await until('all of the explanation', async () => /\*\*IAM side\*\*: read/.test(await explanation()));
    const uri = openExplanation();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    // VS Code keeps a document for minutes once an extension, as that of the preview, has asked for it.
    assert.ok(uri && (await vscode.workspace.openTextDocument(uri)));
    const order: string[] = [];
    const watching = vscode.Disposable.from(
      vscode.workspace.onDidChangeTextDocument(
        ({ document }) => /\*\*IAM side\*\*: still reading/.test(document.getText()) && order.push('told'),
      ),
      vscode.window.tabGroups.onDidChangeTabs(() => openExplanation() && order.push('opened')),
    );
    await vscode.commands.executeCommand('doubleLock.tryIt', 'iam-missing');
    await until('the explanation', () => order.includes('opened'));
    watching.dispose();
    assert.equal(order[0], 'told');
  });

  const withoutDiff: [string, RegExp][] = [
    ['iam-missing', /^# IAM keeps `ReportReader` out\.$/m],
    ['cross-account-iam-missing', /^# IAM keeps `NightlyExport` out\.$/m],
    ['explicit-deny-key-policy', /^# A Deny keeps .* out: `Keep contractors out` in the key policy\.$/m],
    ['disabled-key', /^# The key is disabled; nobody can use it\.$/m],
  ];
  for (const [scenario, says] of withoutDiff) {
    it(`opens no diff for ${scenario}: a key-policy edit is not the cure`, async () => {
      await vscode.commands.executeCommand('doubleLock.tryIt', scenario);
      assert.match(await explanation(), says);
      assert.equal(openDiff(), undefined);
    });
  }

  it('opens a document to paste into when there is no error to be found', async () => {
    await vscode.commands.executeCommand('doubleLock.explain');
    const editor = await until(
      'an untitled document',
      () => vscode.window.activeTextEditor?.document.isUntitled === true && vscode.window.activeTextEditor,
    );
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      editor.document.uri,
    );
    assert.deepEqual(
      lenses.map(l => l.command?.command),
      ['doubleLock.explainThisDocument', ''],
    );
  });
});
