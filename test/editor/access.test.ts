import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import { AccessTree } from '../../src/editor/access/tree';
import { CurrentDiagnosis } from '../../src/editor/explain/current';
import { diagnose } from '../../src/diagnosis';
import { sayEnglish } from '../../src/text/say';
import { adminStatement, evidence, identity, keyArn, policyText, session } from '../explanation/evidence';
import { show } from './show';
import { until } from './until';

const policy = {
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
      Sid: 'Partner',
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws:iam::444455556666:role/Partner' },
      Action: 'kms:Decrypt',
      Resource: '*',
    },
  ],
};

/** A file of the workspace with this content, on show. Files, for untitled documents ask to be saved when they are closed. */
async function open(content: string): Promise<vscode.TextDocument> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder);
  const uri = vscode.Uri.joinPath(folder.uri, 'access', `document-${++files}.json`);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(content));
  const document = await vscode.workspace.openTextDocument(uri);
  await show(document);
  return document;
}

let files = 0;

async function lenses(uri: vscode.Uri): Promise<[line: number, title: string][]> {
  const found = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri);
  return found
    .filter(l => l.command?.command === 'doubleLock.whoCanUse')
    .map(l => [l.range.start.line, l.command?.title ?? '']);
}

/** The report in front, as Markdown. */
async function report(name: string): Promise<string> {
  const uri = await until(name, () => {
    const input = vscode.window.tabGroups.all
      .flatMap(g => g.tabs)
      .find(t => t.input instanceof vscode.TabInputCustom && t.input.uri.path.endsWith(name))?.input;
    return input instanceof vscode.TabInputCustom && input.uri;
  });
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
}

async function explained(scenario: string): Promise<void> {
  await vscode.commands.executeCommand('doubleLock.tryIt', scenario);
}

before(() => vscode.extensions.getExtension('double-lock.double-lock')?.activate());
beforeEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

describe('the lenses above statements', () => {
  it('say what each statement of a key policy does', async () => {
    const document = await open(JSON.stringify(policy, undefined, 2));
    assert.deepEqual(await lenses(document.uri), [
      [3, 'lets IAM in account 111122223333 decide who may do everything'],
      [12, 'lets Partner decrypt · account 444455556666 must allow it too'],
    ]);
  });

  it('stand above the statement of a policy written as a string', async () => {
    const document = await open(
      JSON.stringify({ Policy: JSON.stringify(policy), PolicyName: 'default' }, undefined, 2),
    );
    assert.deepEqual(
      (await lenses(document.uri)).map(([line]) => line),
      [1, 1],
    );
  });

  it('stay away from identity-based policies and other JSON', async () => {
    const identity = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'kms:Decrypt', Resource: '*' }] };
    assert.deepEqual(await lenses((await open(JSON.stringify(identity))).uri), []);
    assert.deepEqual(await lenses((await open('{ "name": "x" }')).uri), []);
  });

  it('survive half-typed text', async () => {
    const half = JSON.stringify(policy, undefined, 2).slice(0, -60);
    assert.equal((await lenses((await open(half)).uri))[0]?.[0], 3);
  });

  it('are turned off by their setting', async () => {
    const document = await open(JSON.stringify(policy));
    const settings = vscode.workspace.getConfiguration('doubleLock');
    await settings.update('statementLenses', false, vscode.ConfigurationTarget.Global);
    try {
      assert.deepEqual(await lenses(document.uri), []);
    } finally {
      await settings.update('statementLenses', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it('stand in the live key policy of a case too', async () => {
    await explained('no-root-statement');
    const diff = await until('a diff', () =>
      vscode.window.tabGroups.all
        .flatMap(g => g.tabs)
        .map(t => t.input)
        .find(i => i instanceof vscode.TabInputTextDiff),
    );
    assert.ok(diff instanceof vscode.TabInputTextDiff);
    await vscode.workspace.openTextDocument(diff.original);
    assert.match((await lenses(diff.original))[0]?.[1] ?? '', /KeyAdmin/);
  });
});

describe('Who Can Use This Key?', () => {
  it('reports on the key policy in front', async () => {
    await open(JSON.stringify(policy, undefined, 2));
    await vscode.commands.executeCommand('doubleLock.whoCanUse');
    const text = await report('Who can use this key.md');
    assert.match(text, /Partner.*Decrypt.*depends on IAM in account 444455556666/);
    assert.match(text, /\(<\/access\/document-\d+\.json#L13>\)/);
  });

  it('reports on the live key of the latest diagnosis', async () => {
    await explained('no-root-statement');
    await vscode.commands.executeCommand('doubleLock.whoCanUseLiveKey');
    const text = await report('Who can use this key.md');
    assert.match(text, /KeyAdmin/);
    assert.match(text, /\(<live-key-policy\.json#L\d+>\)/);
    assert.match(text, /grants \(0\)/);
  });
});

describe('What would change', () => {
  it('reports on the proposal as it is being edited', async () => {
    await explained('no-root-statement');
    const diff = await until('a diff', () => vscode.window.tabGroups.activeTabGroup.activeTab?.input);
    assert.ok(diff instanceof vscode.TabInputTextDiff);
    const draft = await vscode.workspace.openTextDocument(diff.modified);
    const edit = new vscode.WorkspaceEdit();
    edit.replace(draft.uri, new vscode.Range(0, 0, draft.lineCount, 0), '{ "Version": "2012-10-17", "Statement": [] }');
    await vscode.workspace.applyEdit(edit);
    await vscode.commands.executeCommand('doubleLock.showAccessChange');
    const text = await report('What would change.md');
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    assert.match(text, /Nobody could change the key policy any more/);
    assert.match(text, /You would lock yourself out/);
    assert.match(text, /## Who loses[^]*KeyAdmin/);
  });

  it('compares a key policy in a file with the live one', async () => {
    await explained('iam-missing');
    await open(JSON.stringify(policy));
    await vscode.commands.executeCommand('doubleLock.showAccessChange');
    assert.match(await report('What would change.md'), /## Who gains[^]*Partner/);
  });
});

describe('the view KMS Access', () => {
  it('tells a screen reader in words what its icons and colours show', () => {
    const current = new CurrentDiagnosis();
    const tree = new AccessTree(current, sayEnglish);
    const spoken = (): string[] =>
      tree
        .getChildren()
        .flatMap(node => [node, ...tree.getChildren(node)])
        .map(node => tree.getTreeItem(node).accessibilityInformation?.label ?? '');
    const diagnosis = diagnose(
      evidence(policyText(adminStatement), {
        identity: identity({ Sid: 'UseKey', Effect: 'Allow', Action: 'kms:Decrypt', Resource: keyArn }),
      }),
    );
    const file = vscode.Uri.parse('double-lock:/case/file');
    current.show({ diagnosis, files: { live: file, proposed: file, explanation: file } });
    const [request, iam, statement, ...others] = spoken();
    assert.equal(request, `${session}, kms:Decrypt, ${keyArn}. Show Explanation`);
    assert.match(iam ?? '', /^IAM lock: open: /);
    assert.match(statement ?? '', /^UseKey: allows it/);
    assert.ok(
      others.some(label => label.startsWith('Key-policy lock: shut: ')) && others.every(label => label !== ''),
      others.join('\n'),
    );
  });
});
