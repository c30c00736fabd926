import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import { closeAll, show } from './show';
import { until } from './until';

const head =
  '{\n  "Version": "2012-10-17",\n  "Statement": [\n    {\n      "Effect": "Allow",\n      "Principal": { "AWS": "arn:aws:iam::111122223333:role/app" },\n';
const tail = '      "Resource": "*"\n    }\n  ]\n}\n';

/** Opens a document with the cursor where `|` stands. */
async function open(marked: string, language = 'json'): Promise<vscode.TextEditor> {
  const offset = marked.indexOf('|');
  const document = await vscode.workspace.openTextDocument({
    language,
    content: marked.slice(0, offset) + marked.slice(offset + 1),
  });
  const editor = await show(document);
  const at = document.positionAt(offset);
  editor.selection = new vscode.Selection(at, at);
  return editor;
}

function offered({ document, selection }: vscode.TextEditor): Thenable<vscode.CompletionList> {
  return vscode.commands.executeCommand<vscode.CompletionList>(
    'vscode.executeCompletionItemProvider',
    document.uri,
    selection.active,
    undefined,
    30,
  );
}

function labelOf({ label }: vscode.CompletionItem): string {
  return typeof label === 'string' ? label : label.label;
}

/** A value's label has quotes, as those of VS Code's own JSON completion have. */
function unquoted(item: vscode.CompletionItem): string {
  return labelOf(item).replace(/^"(.*)"$/, '$1');
}

/** A file of the workspace while the work is done on it. */
async function withFile(name: string, content: string, work: (file: vscode.Uri) => Promise<void>): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  assert.ok(folder !== undefined);
  const file = vscode.Uri.joinPath(folder, name);
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(content));
  try {
    await work(file);
  } finally {
    await vscode.workspace.fs.delete(file);
  }
}

/** What is offered in a file where `|` stands. */
async function offeredIn(name: string, marked: string): Promise<readonly vscode.CompletionItem[]> {
  const offset = marked.indexOf('|');
  let items: readonly vscode.CompletionItem[] = [];
  await withFile(name, marked.replace('|', ''), async file => {
    const document = await vscode.workspace.openTextDocument(file);
    const editor = await show(document);
    const at = document.positionAt(offset);
    editor.selection = new vscode.Selection(at, at);
    ({ items } = await offered(editor));
    await closeAll();
  });
  return items;
}

/** Whether an item is a policy, a statement or a part of one; VS Code offers the words of open documents as text. */
function isOurs({ kind, sortText }: vscode.CompletionItem): boolean {
  return kind !== vscode.CompletionItemKind.Text && /^[!~]\d/.test(sortText ?? '');
}

async function item(editor: vscode.TextEditor, wanted: string): Promise<vscode.CompletionItem> {
  // The first one wakes the extension.
  return until(`${wanted} among what is offered in ${editor.document.getText()}`, async () =>
    (await offered(editor)).items.find(i => unquoted(i) === wanted),
  );
}

/** Takes an item as the editor does: other edits first, then the snippet in its range. */
async function take(editor: vscode.TextEditor, wanted: string): Promise<string> {
  const { range, insertText, additionalTextEdits = [] } = await item(editor, wanted);
  assert.ok(insertText instanceof vscode.SnippetString && range !== undefined);
  if (additionalTextEdits.length > 0) {
    const edit = new vscode.WorkspaceEdit();
    edit.set(editor.document.uri, additionalTextEdits);
    assert.ok(await vscode.workspace.applyEdit(edit));
  }
  assert.ok(await editor.insertSnippet(insertText, range instanceof vscode.Range ? range : range.replacing));
  return editor.document.getText();
}

describe('completion in policies', () => {
  afterEach(closeAll);

  it('makes the action that was begun, with documentation', async () => {
    const editor = await open(`${head}      "Action": "kms:de|",\n${tail}`);
    assert.match(await take(editor, 'kms:Decrypt'), /"Action": "kms:Decrypt",/);
    const { documentation, detail } = await item(
      await open(`${head}      "Action": "kms:de|",\n${tail}`),
      'kms:Decrypt',
    );
    assert.equal(detail, 'Write');
    assert.ok(
      documentation instanceof vscode.MarkdownString && documentation.value.includes('API_Decrypt'),
      'resolved, with the page of AWS',
    );
  });

  it('knows other services in an IAM policy', async () => {
    const editor = await open(
      '{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "s3:GetOb|", "Resource": "*" }] }',
      'jsonc',
    );
    assert.match(await take(editor, 's3:GetObject'), /"s3:GetObject", "Resource"/);
  });

  it('adds quotes, colon and commas that are missing', async () => {
    const editor = await open(`${head.replace(/,\n$/, '\n')}      Acti|\n${tail}`);
    const text = await take(editor, 'Action');
    assert.equal((JSON.parse(text) as { Statement: { Action: string }[] }).Statement[0]?.Action, '');
  });

  it('makes a statement for a service in the list of statements', async () => {
    const editor = await open(
      '{\n  "Version": "2012-10-17",\n  "Id": "key-default-1",\n  "Statement": [\n    {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:root"}, "Action": "kms:*", "Resource": "*"},\n    |\n  ]\n}\n',
    );
    const policy = JSON.parse(await take(editor, 'AWS CloudTrail')) as {
      Statement: { Principal: { Service?: string } }[];
    };
    assert.equal(policy.Statement[1]?.Principal.Service, 'cloudtrail.amazonaws.com');
    assert.match(
      editor.document.getText(),
      /arn:aws:cloudtrail:us-east-1:111122223333:trail/,
      'the account of the key',
    );
  });

  it('makes a whole policy of an empty document', async () => {
    const editor = await open('|');
    const policy = JSON.parse(await take(editor, 'key policy: default')) as { Statement: { Action: string }[] };
    assert.equal(policy.Statement[0]?.Action, 'kms:*');
  });

  it('names principals of other files of the workspace', async () => {
    await withFile('seen.json', '{"role": "arn:aws:iam::444455556666:role/from-another-file"}', async () => {
      await item(
        await open(`${head.replace('arn:aws:iam::111122223333:role/app', '|')}      "Action": "kms:Decrypt",\n${tail}`),
        'arn:aws:iam::444455556666:role/from-another-file',
      );
    });
  });

  it('offers nothing of ours in JSON without a policy', async () => {
    await item(await open(`${head}      "Action": "kms:de|",\n${tail}`), 'kms:Decrypt'); // awake
    const rows: readonly (readonly [name: string, text: string])[] = [
      ['app-config.json', '{ "name": "|" }'],
      ['app-config.json', '{|'],
      ['app-config.json', '{"port|"}'],
      ['app-config.json', '{ "|" }'],
      ['app-config.json', 'tru|'],
      ['tsconfig.json', '{ "|" }'],
      ['tsconfig.json', '|'],
      ['package.json', '{ "|" }'],
      ['retry-policy.json', '{ "retries": 3, "|" }'],
      ['my-policy.json', '{ "$schema": "https://example.com/x.json", "|" }'],
    ];
    for (const [name, text] of rows) {
      assert.deepEqual((await offeredIn(name, text)).filter(isOurs).map(labelOf), [], `${name}: ${text}`);
    }
  });

  it('offers no policy in files to which the settings attach a schema', async () => {
    const json = vscode.workspace.getConfiguration('json');
    const policies = async (name: string): Promise<readonly string[]> =>
      (await offeredIn(name, '|')).filter(isOurs).map(labelOf);
    assert.ok((await policies('plain-policy.json')).includes('key policy: default'));
    await json.update('schemas', [{ fileMatch: ['*-policy.json'], schema: {} }], vscode.ConfigurationTarget.Workspace);
    try {
      assert.deepEqual(await policies('other-policy.json'), []);
    } finally {
      await json.update('schemas', undefined, vscode.ConfigurationTarget.Workspace);
    }
  });

  it('has the missing elements first in a file that is named for a policy', async () => {
    const ours = (await offeredIn('key2-policy.json', '{ "|" }')).filter(isOurs);
    assert.deepEqual(ours.slice(0, 4).map(labelOf), ['Version', 'Id', 'Statement', 'key policy: default']);
    assert.ok(ours.slice(3).every(({ kind, preselect }) => kind === vscode.CompletionItemKind.Snippet && !preselect));
  });

  it('has actions in front of what the document says', async () => {
    const editor = await open(
      `${head}      "Action": ["kms:G|"],\n      "Resource": "*"\n    },\n    { "Effect": "Allow", "Action": ["kms:GenerateDataKeys"],\n${tail}`,
    );
    const [ours, word] = await until('both', async () => {
      const { items } = await offered(editor);
      const [at, of] = ['"kms:GenerateDataKey"', '"kms:GenerateDataKeys"'].map(label =>
        items.findIndex(i => labelOf(i) === label),
      );
      return at !== undefined && of !== undefined && at >= 0 && of >= 0 ? [at, of] : undefined;
    });
    assert.ok(ours !== undefined && word !== undefined && ours < word);
  });
});
