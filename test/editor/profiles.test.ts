/** The user's own profiles in the real editor: each with its own endpoint, behind which a sandbox stands. */
import { strict as assert } from 'node:assert';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { errorOfCall, openSandboxSession } from '../../src/aws';
import { type Sandbox, type SandboxCredentials, startSandbox, type WorldData } from '../../src/sandbox';
import { until } from './until';

const region = 'eu-west-1';
const account = '444455556666';
const keyArn = `arn:aws:kms:${region}:${account}:key/0f1e2d3c-4b5a-4697-8877-665544332211`;
const reporter = `arn:aws:iam::${account}:role/Reporter`;
const policy = (...Statement: readonly object[]): Readonly<Record<string, unknown>> => ({
  Version: '2012-10-17',
  Statement,
});

const admin = (of: string): string => `arn:aws:iam::${of}:role/Admin`;
const administrator = (of: string): object => ({
  Sid: 'Administration',
  Effect: 'Allow',
  Principal: { AWS: admin(of) },
  Action: ['kms:DescribeKey', 'kms:GetKeyPolicy', 'kms:ListGrants', 'kms:PutKeyPolicy', 'kms:ListAliases'],
  Resource: '*',
});
const trust = (of: string): Readonly<Record<string, unknown>> =>
  policy({ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${of}:root` }, Action: 'sts:AssumeRole' });

const owners: WorldData = {
  identities: [
    {
      arn: admin(account),
      inline: {
        Work: policy({
          Effect: 'Allow',
          Action: ['iam:*', 'sts:AssumeRole', 'cloudtrail:LookupEvents', 'kms:List*'],
          Resource: '*',
        }),
      },
    },
    {
      arn: reporter,
      trust: trust(account),
      inline: { Work: policy({ Effect: 'Allow', Action: 'kms:Decrypt', Resource: keyArn }) },
    },
  ],
  keys: [{ arn: keyArn, description: 'Reports', policy: policy(administrator(account)) }],
};
const others: WorldData = { identities: [{ arn: admin('111122223333') }], keys: [] };

const secrets: string[] = [];
const lines = (credentials: SandboxCredentials): string => {
  secrets.push(credentials.secretAccessKey, credentials.sessionToken ?? '');
  return [
    `aws_access_key_id = ${credentials.accessKeyId}`,
    `aws_secret_access_key = ${credentials.secretAccessKey}`,
    `aws_session_token = ${credentials.sessionToken ?? ''}`,
  ].join('\n');
};

/** All files below a folder but the largest, which no log or case file becomes. */
function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map(file => join(folder, file))
    .filter(file => {
      const stat = statSync(file, { throwIfNoEntry: false });
      return stat?.isFile() === true && stat.size < 20_000_000;
    });
}

const caseFile = (name: string): vscode.Uri | undefined =>
  vscode.window.tabGroups.all
    .flatMap(g => g.tabs)
    .map(t => t.input)
    .find((i): i is vscode.TabInputCustom => i instanceof vscode.TabInputCustom && i.uri.path.endsWith(`/${name}`))
    ?.uri;

/** Takes the first entry of whatever asks, until a file of the case says this. */
async function said(name: string, words: RegExp): Promise<string> {
  return until(`${name} that says ${words}`, async () => {
    const uri = caseFile(name);
    const text = uri && new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
    if (text !== undefined && words.test(text)) {
      return text;
    }
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    return undefined;
  });
}

describe('Profiles, each with its endpoint', () => {
  const settings = ['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE', 'AWS_PROFILE'] as const;
  const environment = new Map(settings.map(name => [name, process.env[name]]));
  let owner: Sandbox;
  let other: Sandbox;
  let folder: string;

  before(async () => {
    [owner, other] = await Promise.all([
      startSandbox({ scenario: { world: owners } }),
      startSandbox({ scenario: { world: others } }),
    ]);
    folder = mkdtempSync(join(tmpdir(), 'double-lock-profiles-'));
    const profile = (name: string, of: string, { endpoint }: Sandbox): string =>
      `[profile ${name}]\nregion = ${region}\naws_account_id = ${of}\nendpoint_url = ${endpoint}\n`;
    writeFileSync(
      join(folder, 'config'),
      [profile('other', '111122223333', other), profile('owner', account, owner)].join('\n'),
    );
    writeFileSync(
      join(folder, 'credentials'),
      `[owner]\n${lines(owner.credentials(admin(account)))}\n\n[other]\n${lines(other.credentials(admin('111122223333')))}\n`,
    );
    Object.assign(process.env, {
      AWS_CONFIG_FILE: join(folder, 'config'),
      AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
      AWS_PROFILE: 'other',
    });
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    const connection = { endpoint: owner.endpoint, credentials: owner.credentials(reporter), region };
    const text = await errorOfCall(connection, 'Decrypt', { KeyId: keyArn, CiphertextBlob: Buffer.from('any') });
    await vscode.env.clipboard.writeText(text ?? '');
  });

  after(async () => {
    for (const [name, value] of environment) {
      if (value === undefined) {
        delete process.env[name];
      } else {
        process.env[name] = value;
      }
    }
    await vscode.env.clipboard.writeText('');
    rmSync(folder, { recursive: true, force: true });
    await Promise.all([owner.close(), other.close()]);
  });

  it('explains with the profile of the key’s account at that profile’s endpoint, which is not AWS, and says so', async () => {
    const explaining = vscode.commands.executeCommand('doubleLock.explain');
    const text = await said('KMS access explained.md', /IAM side\*\*: read/);
    await explaining;
    assert.match(text, /^# The key policy keeps `Reporter` out\.$/m);
    assert.ok(text.includes(`**KMS was asked at \`${owner.endpoint}\`, which is not AWS**`), text);
    assert.equal(owner.calls('kms:GetKeyPolicy'), 1);
  });

  it('verifies as the denied role, which the profile may assume', async () => {
    const verifying = vscode.commands.executeCommand('doubleLock.verifyAccess');
    const text = await said('Verify access.md', /^# No: KMS denies/m);
    await verifying;
    assert.match(text, /^# No: KMS denies `kms:Decrypt` to `Reporter`\.$/m);
    assert.match(text, /assumed-role\/Reporter\//);
    assert.ok(text.includes(owner.endpoint), 'the endpoint is named');
    assert.equal(owner.calls('sts:AssumeRole'), 1);
  });

  it('applies at that endpoint too, where somebody changed the policy meanwhile: nothing is overwritten', async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    const explaining = vscode.commands.executeCommand('doubleLock.explain');
    await said('KMS access explained.md', /IAM side\*\*: read/);
    await explaining;
    const colleague = openSandboxSession({
      endpoint: owner.endpoint,
      credentials: owner.credentials(admin(account)),
      region,
    });
    const changed = JSON.stringify(policy({ ...administrator(account), Sid: 'ChangedMeanwhile' }));
    assert.ok((await colleague.putKeyPolicy(keyArn, changed, new AbortController().signal)).ok);
    colleague.close();
    const reads = owner.calls('kms:GetKeyPolicy');
    // What it says stays on the screen until it is dismissed, so its end is not waited for.
    void vscode.commands.executeCommand('doubleLock.apply');
    await until('the change of the colleague on the screen', async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      const diff = vscode.window.tabGroups.all
        .flatMap(g => g.tabs)
        .map(tab => tab.input)
        .find((input): input is vscode.TabInputTextDiff => input instanceof vscode.TabInputTextDiff);
      return (
        diff !== undefined &&
        (await vscode.workspace.openTextDocument(diff.original)).getText().includes('ChangedMeanwhile')
      );
    });
    assert.ok(owner.calls('kms:GetKeyPolicy') > reads, 'the live policy was read again');
    assert.equal(owner.calls('kms:PutKeyPolicy'), 1, 'the colleague’s');
  });

  it('finds the event in the CloudTrail of that endpoint', async () => {
    const finding = vscode.commands.executeCommand('doubleLock.findEvent');
    await until('a question to CloudTrail', async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return owner.calls('cloudtrail:LookupEvents') > 0;
    });
    await said('KMS access explained.md', /"eventSource": "kms\.amazonaws\.com"|IAM side\*\*: read/);
    await finding;
  });

  it('never asked the endpoint of the profile that AWS_PROFILE names', () => {
    assert.deepEqual(
      [
        'kms:DescribeKey',
        'kms:GetKeyPolicy',
        'kms:ListGrants',
        'kms:Decrypt',
        'sts:GetCallerIdentity',
        'sts:AssumeRole',
        'iam:GetRole',
        'cloudtrail:LookupEvents',
      ].map(o => other.calls(o)),
      [0, 0, 0, 0, 0, 0, 0, 0],
    );
  });

  it('leaves nothing secret in the editor’s data and logs', () => {
    const data = process.env['DOUBLE_LOCK_DATA'];
    assert.ok(data, 'whoever starts the editor tells its data folder');
    const found = new Map<string, string[]>();
    const wanted = [...secrets, 'AWS4-HMAC-SHA256', 'Reporter'];
    for (const file of filesIn(data)) {
      const text = readFileSync(file, 'latin1');
      for (const word of wanted.filter(w => text.includes(w))) {
        found.set(word, [...(found.get(word) ?? []), file]);
      }
    }
    assert.ok(found.has('Reporter'), `the case itself is kept there: ${data}`);
    assert.deepEqual(
      [...secrets, 'AWS4-HMAC-SHA256'].flatMap(word => found.get(word) ?? []),
      [],
    );
  });
});
