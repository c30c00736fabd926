import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import { show } from './show';
import { until } from './until';

const role = 'arn:aws:iam::111122223333:role/app';
const key = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const policy = JSON.stringify(
  {
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
        Sid: 'Use',
        Effect: 'Allow',
        Principal: { AWS: role },
        Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
        Resource: '*',
      },
    ],
  },
  undefined,
  2,
);
const identity = JSON.stringify(
  { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: ['kms:Decrypt', 's3:GetObject'], Resource: key }] },
  undefined,
  2,
);

let files = 0;
const written: vscode.Uri[] = [];

function fileOf(name: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  assert.ok(folder);
  return vscode.Uri.joinPath(folder, name);
}

async function open(text: string): Promise<vscode.TextDocument> {
  const uri = fileOf(`assist-${++files}.json`);
  written.push(uri);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  return (await show(await vscode.workspace.openTextDocument(uri))).document;
}

function positionOf(document: vscode.TextDocument, text: string): vscode.Position {
  const offset = document.getText().indexOf(text);
  assert.ok(offset >= 0, text);
  return document.positionAt(offset + 2);
}

async function hoverOver(
  document: vscode.TextDocument,
  text: string,
): Promise<{ readonly markdown: vscode.MarkdownString; readonly marked: string } | undefined> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    document.uri,
    positionOf(document, text),
  );
  for (const hover of hovers) {
    const markdown = hover.contents.find(
      c => c instanceof vscode.MarkdownString && c.value.includes('AWS documentation'),
    );
    if (markdown instanceof vscode.MarkdownString) {
      return { markdown, marked: hover.range ? document.getText(hover.range) : '' };
    }
  }
  return undefined;
}

describe('reading policies', () => {
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    for (const uri of written.splice(0)) {
      await vscode.workspace.fs.delete(uri);
    }
  });

  it('hovers say what the string means in this policy', async () => {
    const document = await open(policy);
    const { markdown, marked } = await until('a hover', () => hoverOver(document, '"kms:Decrypt"'));
    assert.equal(marked, '"kms:Decrypt"');
    assert.match(markdown.value, /Decrypts ciphertext/);
    assert.match(markdown.value, /\(https:\/\/docs\.aws\.amazon\.com\/kms\/latest\/APIReference\/API_Decrypt\.html\)/);
    assert.ok(!markdown.isTrusted && !markdown.supportHtml);
    assert.match((await hoverOver(document, `"${role}"`))?.markdown.value ?? '', /no IAM policy is needed/);
    const resource = await hoverOver(document, '"*"');
    assert.match(resource?.markdown.value ?? '', /This KMS key/);
    assert.doesNotMatch(resource?.markdown.value ?? '', /Here:/, 'which key it is, is not known');
  });

  it('hovers know the actions of other services, and speak of nothing but policies', async () => {
    const document = await open(identity);
    const { markdown } = await until('a hover', () => hoverOver(document, '"s3:GetObject"'));
    assert.match(markdown.value, /Retrieve objects from Amazon S3/);
    const other = await open('{\n  "Action": "kms:Decrypt"\n}\n');
    assert.equal(await hoverOver(other, '"kms:Decrypt"'), undefined);
  });

  it('a hover in a policy written as a string covers its part of the string', async () => {
    const document = await open(JSON.stringify({ Policy: policy }));
    const { marked } = await until('a hover', () => hoverOver(document, 'kms:Decrypt'));
    assert.equal(marked, '\\"kms:Decrypt\\"');
  });

  it('actions, parts of ARNs, wildcards and accounts of policies have semantic tokens', async () => {
    const document = await open(policy);
    const legend = await until('a legend', () =>
      Promise.resolve(
        vscode.commands.executeCommand<vscode.SemanticTokensLegend | undefined>(
          'vscode.provideDocumentSemanticTokensLegend',
          document.uri,
        ),
      ),
    );
    const tokens = await vscode.commands.executeCommand<vscode.SemanticTokens>(
      'vscode.provideDocumentSemanticTokens',
      document.uri,
    );
    let [line, start] = [0, 0];
    const found: string[] = [];
    for (let i = 0; i < tokens.data.length; i += 5) {
      const [down = 0, across = 0, length = 0, type = 0] = tokens.data.slice(i, i + 4);
      start = down === 0 ? start + across : across;
      line += down;
      found.push(`${legend.tokenTypes[type]} ${document.getText(new vscode.Range(line, start, line, start + length))}`);
    }
    assert.deepEqual(found, [
      'policyArn arn:aws',
      'policyService iam',
      'policyAccount 111122223333',
      'policyAction kms:',
      'policyWildcard *',
      'policyWildcard *',
      'policyArn arn:aws',
      'policyService iam',
      'policyAccount 111122223333',
      'policyAction kms:Decrypt',
      'policyAction kms:GenerateDataKey',
      'policyWildcard *',
      'policyWildcard *',
    ]);
  });

  it('ARNs are links into the console', async () => {
    const document = await open(policy);
    const links = await until('links', async () => {
      const all = await vscode.commands.executeCommand<vscode.DocumentLink[]>(
        'vscode.executeLinkProvider',
        document.uri,
      );
      return all.some(l => document.getText(l.range) === role) && all;
    });
    assert.equal(
      links.find(l => document.getText(l.range) === role)?.target?.toString(true),
      'https://console.aws.amazon.com/iam/home#/roles/details/app',
    );
    const other = await open(JSON.stringify({ Arn: role }));
    assert.deepEqual(
      (await vscode.commands.executeCommand<vscode.DocumentLink[]>('vscode.executeLinkProvider', other.uri)).filter(
        l => other.getText(l.range) === role,
      ),
      [],
    );
  });

  it('references to a principal come from every policy of the workspace', async () => {
    const closed = fileOf('other-key.json');
    await vscode.workspace.fs.writeFile(
      closed,
      new TextEncoder().encode(policy.replace(role, 'arn:aws:sts::111122223333:assumed-role/app/me')),
    );
    try {
      const document = await open(policy);
      const found = await until('references', async () => {
        const all = await vscode.commands.executeCommand<vscode.Location[]>(
          'vscode.executeReferenceProvider',
          document.uri,
          positionOf(document, `"${role}"`),
        );
        return all.length >= 2 && all;
      });
      assert.deepEqual(found.map(l => l.uri.toString()).sort(), [document.uri, closed].map(String).sort());
      const other = await vscode.workspace.openTextDocument(closed);
      assert.equal(
        other.getText(found.find(l => l.uri.toString() === closed.toString())?.range),
        '"arn:aws:sts::111122223333:assumed-role/app/me"',
      );
    } finally {
      await vscode.workspace.fs.delete(closed);
    }
  });
});
