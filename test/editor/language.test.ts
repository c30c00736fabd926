import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import { closeAll, show } from './show';
import { until } from './until';

const root =
  '{"Sid": "Root", "Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:root"}, "Action": "kms:*", "Resource": "*"}';
const use =
  '{"Sid": "Use", "Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": ["kms:Decript", "kms:DescribeKey"], "Resource": "*"}';
/** A key policy with one defect: an action that does not exist. */
const misspelt = `{\n  "Version": "2012-10-17",\n  "Statement": [\n    ${root},\n    ${use}\n  ]\n}\n`;
/** A key policy with one defect that is safe to fix: no Version. */
const unversioned = `{\n  "Statement": [\n    ${root}\n  ]\n}\n`;
const noPolicy = '{\n  "name": "something else"\n}\n';

function folder(): vscode.Uri {
  const uri = vscode.workspace.workspaceFolders?.[0]?.uri;
  assert.ok(uri);
  return uri;
}

async function write(path: string, text: string): Promise<vscode.Uri> {
  const uri = vscode.Uri.joinPath(folder(), path);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  return uri;
}

let files = 0;

/** Opens a new file of the workspace. */
async function open(text: string): Promise<vscode.TextDocument> {
  return (await show(await vscode.workspace.openTextDocument(await write(`checked-${++files}.json`, text)))).document;
}

function findings({ uri }: vscode.TextDocument): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(d => d.source === 'Double Lock');
}

function codeOf({ code }: vscode.Diagnostic): string {
  return typeof code === 'object' ? String(code.value) : String(code);
}

/** Waits until the document's findings have exactly these codes. */
function codes(document: vscode.TextDocument, ...wanted: readonly string[]): Promise<vscode.Diagnostic[]> {
  return until(`findings ${wanted.join(', ')}`, () => {
    const now = findings(document);
    return JSON.stringify(now.map(codeOf).sort()) === JSON.stringify([...wanted].sort()) && now;
  });
}

async function actionsAt(
  document: vscode.TextDocument,
  range: vscode.Range,
  kind?: vscode.CodeActionKind,
): Promise<vscode.CodeAction[]> {
  return vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    document.uri,
    range,
    kind?.value,
  );
}

async function actionNamed(
  document: vscode.TextDocument,
  range: vscode.Range,
  words: string,
): Promise<vscode.CodeAction> {
  const actions = await actionsAt(document, range, vscode.CodeActionKind.QuickFix);
  const action = actions.find(a => a.title.includes(words));
  assert.ok(action, `${words} is not among: ${actions.map(a => a.title).join('; ')}`);
  return action;
}

async function replaceAll(document: vscode.TextDocument, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), text);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

describe('findings in JSON', () => {
  afterEach(async () => {
    await closeAll();
    await vscode.workspace.fs
      .delete(vscode.Uri.joinPath(folder(), '.double-lock.json'))
      .then(undefined, () => undefined);
    await vscode.workspace
      .getConfiguration('doubleLock')
      .update('rules', undefined, vscode.ConfigurationTarget.Workspace);
  });

  it('stand on the token, with severity, code and a page that needs no network', async () => {
    const document = await open(misspelt);
    const [finding] = await codes(document, 'invalid-action');
    assert.ok(finding);
    assert.equal(document.getText(finding.range), '"kms:Decript"');
    assert.equal(finding.severity, vscode.DiagnosticSeverity.Error);
    assert.ok(typeof finding.code === 'object');
    const page = await vscode.workspace.openTextDocument(finding.code.target);
    assert.equal(page.languageId, 'markdown');
    assert.match(page.getText(), /`invalid-action`/);
    await assert.rejects(Promise.resolve(vscode.workspace.fs.writeFile(finding.code.target, new Uint8Array())));
  });

  it('follow the text, and go when it is closed', async () => {
    const document = await open(noPolicy);
    await replaceAll(document, misspelt);
    await replaceAll(document, misspelt.replace('Decript', 'Decrypt'));
    await replaceAll(document, misspelt.replace('kms:DescribeKey', 'kms:DescribeKeys'));
    const shown = await codes(document, 'invalid-action', 'invalid-action');
    assert.deepEqual(shown.map(f => document.getText(f.range)).sort(), ['"kms:Decript"', '"kms:DescribeKeys"']);
    await replaceAll(document, misspelt.replace('Decript', 'Decrypt'));
    await codes(document);
    await replaceAll(document, misspelt);
    await codes(document, 'invalid-action');
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await codes(document);
  });

  it('stand inside a policy that is an escaped string, and its fix escapes again', async () => {
    const answer = JSON.stringify({ Policy: unversioned, PolicyName: 'default' }, undefined, 2);
    const document = await open(answer);
    const [finding] = await codes(document, 'missing-version');
    assert.ok(finding?.range.isSingleLine);
    const fix = await actionNamed(document, finding.range, 'Version');
    assert.ok(fix.edit && (await vscode.workspace.applyEdit(fix.edit)));
    const { Policy } = JSON.parse(document.getText()) as { Policy: string };
    assert.equal((JSON.parse(Policy) as { Version: string }).Version, '2012-10-17');
    await codes(document);
  });

  it('are there in an untitled document, and not in JSON without a policy', async () => {
    const untitled = await vscode.workspace.openTextDocument({ language: 'json', content: misspelt });
    await show(untitled);
    await codes(untitled, 'invalid-action');
    const other = await vscode.workspace.openTextDocument({ language: 'json', content: noPolicy });
    const actions = await actionsAt(other, new vscode.Range(0, 0, 1, 5));
    assert.deepEqual(
      actions.filter(a => a.title.includes('Double Lock') || a.kind?.value.includes('doubleLock')),
      [],
    );
    assert.deepEqual(findings(other), []);
  });

  it('have fixes that keep the rest and are one step to undo', async () => {
    const document = await open(misspelt);
    const [finding] = await codes(document, 'invalid-action');
    assert.ok(finding);
    const fix = await actionNamed(document, finding.range, 'Change to kms:Decrypt');
    assert.ok(fix.isPreferred !== true, 'gives more access, so it is not preferred');
    assert.ok(fix.edit && (await vscode.workspace.applyEdit(fix.edit)));
    assert.equal(document.getText(), misspelt.replace('Decript', 'Decrypt'));
    await codes(document);
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), misspelt);
  });

  it('stand beside refactorings, which need no finding', async () => {
    const document = await open(`{\n  "Version": "2012-10-17",\n  "Statement": [\n    ${root}\n  ]\n}\n`);
    const at = document.positionAt(document.getText().indexOf('"kms:*"') + 1);
    const refactorings = await actionsAt(document, new vscode.Range(at, at), vscode.CodeActionKind.Refactor);
    const toList = refactorings.find(a => a.title === 'Change to a list');
    assert.ok(toList?.edit && (await vscode.workspace.applyEdit(toList.edit)));
    assert.match(document.getText(), /"Action": \["kms:\*"\]/);
    await codes(document);
  });

  it('are offered fixes only of the kind that is asked for', async () => {
    const document = await open(unversioned);
    const [finding] = await codes(document, 'missing-version');
    assert.ok(finding);
    const refactorings = await actionsAt(document, finding.range, vscode.CodeActionKind.Refactor);
    assert.deepEqual(
      refactorings.filter(a => a.kind && !vscode.CodeActionKind.Refactor.contains(a.kind)),
      [],
    );
    const quickFixes = await actionsAt(document, finding.range, vscode.CodeActionKind.QuickFix);
    assert.ok(quickFixes.some(a => a.isPreferred));
    assert.deepEqual(
      quickFixes.filter(a => a.kind && !vscode.CodeActionKind.QuickFix.contains(a.kind)),
      [],
    );
  });

  it('can be fixed for all of a kind in the file', async () => {
    const twice = `[${unversioned}, ${unversioned}]`;
    const document = await open(twice);
    const [finding] = await codes(document, 'missing-version', 'missing-version');
    assert.ok(finding);
    const fix = await actionNamed(document, finding.range, 'Fix all 2');
    assert.ok(fix.edit && (await vscode.workspace.applyEdit(fix.edit)));
    await codes(document);
    assert.deepEqual(
      (JSON.parse(document.getText()) as { Version: string }[]).map(p => p.Version),
      ['2012-10-17', '2012-10-17'],
    );
  });

  it('are fixed on save where that is safe', async () => {
    const config = vscode.workspace.getConfiguration('editor', { languageId: 'json' });
    await config.update(
      'codeActionsOnSave',
      { 'source.fixAll.doubleLock': 'explicit' },
      vscode.ConfigurationTarget.Workspace,
    );
    try {
      const document = await open(unversioned);
      await codes(document, 'missing-version');
      await replaceAll(document, `${unversioned}\n`);
      await vscode.commands.executeCommand('workbench.action.files.save');
      await until(
        'a saved document with a Version',
        () => !document.isDirty && document.getText().includes('2012-10-17'),
      );
      await codes(document);
    } finally {
      await config.update('codeActionsOnSave', undefined, vscode.ConfigurationTarget.Workspace);
    }
  });

  it('obey the nearest .double-lock.json while it changes, and the settings win over it', async () => {
    const document = await open(misspelt);
    await codes(document, 'invalid-action');
    const severity = (wanted: vscode.DiagnosticSeverity) =>
      until('another severity', () => findings(document)[0]?.severity === wanted);
    await write('.double-lock.json', '{ "rules": { "invalid-action": "warning" } }');
    await severity(vscode.DiagnosticSeverity.Warning);
    await vscode.workspace
      .getConfiguration('doubleLock')
      .update('rules', { 'invalid-action': 'hint' }, vscode.ConfigurationTarget.Workspace);
    await severity(vscode.DiagnosticSeverity.Hint);
    await vscode.workspace
      .getConfiguration('doubleLock')
      .update('rules', undefined, vscode.ConfigurationTarget.Workspace);
    await write('.double-lock.json', '{ "ignore": [{ "code": "invalid-action", "sid": "Use" }] }');
    await codes(document);
    await write('.double-lock.json', '{ "kinds": { "checked-*.json": "identity" } }');
    await until('another kind', () => findings(document).some(f => codeOf(f) === 'unsupported-principal'));
    await vscode.workspace.fs.delete(vscode.Uri.joinPath(folder(), '.double-lock.json'));
    await codes(document, 'invalid-action');
  });

  it('show the proposal of an explained error as a key policy', async () => {
    await vscode.commands.executeCommand('doubleLock.tryIt', 'no-root-statement');
    const diff = await until('a diff', () =>
      vscode.window.tabGroups.all
        .flatMap(g => g.tabs)
        .map(t => t.input)
        .find((i): i is vscode.TabInputTextDiff => i instanceof vscode.TabInputTextDiff),
    );
    const [live, proposed] = await Promise.all(
      [diff.original, diff.modified].map(async uri => vscode.workspace.openTextDocument(uri)),
    );
    assert.ok(live && proposed);
    await until('a finding in the proposal', () =>
      findings(proposed).some(f => codeOf(f) === 'root-statement-missing'),
    );
    assert.deepEqual(findings(live), []);
  });
});
