/** Which credentials are taken or offered, in a window where the user has profiles: a sandbox stands behind their endpoint. */
import { inMarkdown, inPreview } from '../../src/text/inMarkdown';
import { strict as assert } from 'node:assert';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { Credentials, type Need, whyNoCalls } from '../../src/editor/credentials';
import { userChoices } from '../../src/editor/credentials/profiles';
import { type Host, sayInEditor } from '../../src/editor/host';
import { languageModelTools } from '../../src/editor/languageModel';
import { whoIs } from '../../src/diagnosis';
import { type Sandbox, startSandbox } from '../../src/sandbox';
import { until } from './until';

const owner = '444455556666';
const sandboxKey = 'arn:aws:kms:ap-northeast-1:123456789012:key/abc-123';
const denied = `An error occurred (AccessDeniedException) when calling the Decrypt operation: User: arn:aws:sts::123456789012:assumed-role/MyRole/i-0abc is not authorized to perform: kms:Decrypt on resource: ${sandboxKey} because no resource-based policy allows the kms:Decrypt action`;

async function textOf(name: string): Promise<string> {
  const uri = await until(
    name,
    () =>
      vscode.window.tabGroups.all
        .flatMap(g => g.tabs)
        .map(t => t.input)
        .find((i): i is vscode.TabInputCustom => i instanceof vscode.TabInputCustom && i.uri.path.endsWith(`/${name}`))
        ?.uri,
  );
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
}

/** A host that remembers nothing yet. */
function newHost(node: Host['node']): Host {
  const kept = new Map<string, unknown>();
  const globalState = {
    get: (key: string) => kept.get(key),
    update: async (key: string, value: unknown) => void kept.set(key, value),
  };
  return {
    context: { globalState, subscriptions: [] } as unknown as vscode.ExtensionContext,
    log: vscode.window.createOutputChannel('credentials test', { log: true }),
    say: sayInEditor,
    inPreview,
    inMarkdown,
    node,
  };
}

const inNode: Host['node'] = {
  platform: process.platform,
  aws: () => import('../../src/aws'),
  sandbox: () => import('../../src/sandbox'),
};

describe('Credentials', () => {
  const settings = ['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE', 'AWS_PROFILE'] as const;
  const environment = new Map(settings.map(name => [name, process.env[name]]));
  let elsewhere: Sandbox;
  let folder: string;

  before(async () => {
    elsewhere = await startSandbox({ scenario: { world: {} } });
    folder = mkdtempSync(join(tmpdir(), 'double-lock-credentials-'));
    const profile = (name: string, more: string): string =>
      `[profile ${name}]\nregion = eu-west-1\nendpoint_url = ${elsewhere.endpoint}\n${more}\n`;
    const keys = 'aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = example\n';
    writeFileSync(
      join(folder, 'config'),
      [
        profile('chosen', `aws_account_id = 111122223333\n${keys}`),
        profile('owner', `aws_account_id = ${owner}\n${keys}`),
        profile('reports', `role_arn = arn:aws:iam::${owner}:role/Reporter\nsource_profile = owner\n`),
        profile('unknown', keys),
      ].join('\n'),
    );
    writeFileSync(join(folder, 'credentials'), '');
    Object.assign(process.env, {
      AWS_CONFIG_FILE: join(folder, 'config'),
      AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
      AWS_PROFILE: 'chosen',
    });
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.env.clipboard.writeText('');
  });

  after(async () => {
    for (const [name, value] of environment) {
      if (value === undefined) {
        delete process.env[name];
      } else {
        process.env[name] = value;
      }
    }
    rmSync(folder, { recursive: true, force: true });
    await elsewhere.close();
  });

  it('test a sandbox key as the denied role, unasked', async () => {
    await vscode.commands.executeCommand('doubleLock.tryIt', 'no-root-statement');
    await textOf('KMS access explained.md');
    // Nobody answers a question here.
    await vscode.commands.executeCommand('doubleLock.verifyAccess');
    assert.match(await textOf('Verify access.md'), /\(`Sandbox`\): that is `MyRole` itself/);
  });

  const session = 'arn:aws:sts::123456789012:assumed-role';
  const aboutSandbox: readonly [Need, string][] = [
    [{ purpose: 'read', keyArn: sandboxKey }, `${session}/KeyAdmin/sandbox`],
    [{ purpose: 'change', keyArn: sandboxKey }, `${session}/KeyAdmin/sandbox`],
    [{ purpose: 'test', keyArn: sandboxKey, who: whoIs(`${session}/MyRole/i-0abc`) }, `${session}/MyRole/sandbox`],
    [{ purpose: 'test', keyArn: sandboxKey, who: whoIs(`${session}/Nobody/i-0abc`) }, `${session}/KeyAdmin/sandbox`],
    [{ purpose: 'history', keyArn: sandboxKey, account: '123456789012' }, `${session}/KeyAdmin/sandbox`],
    [
      { purpose: 'history', account: '123456789012', who: whoIs(`${session}/MyRole/i-0abc`) },
      `${session}/KeyAdmin/sandbox`,
    ],
  ];
  it('are the sandbox’s own for its keys and people, unasked, whatever they are wanted for', async () => {
    const credentials = new Credentials(newHost(inNode));
    for (const [need, expected] of aboutSandbox) {
      const named = await credentials.choose(need);
      const caller = await named?.session.caller(new AbortController().signal);
      named?.session.close();
      assert.equal(caller?.ok === true && caller.value.arn, expected, need.purpose);
    }
    credentials.dispose();
  });

  it('show a language model a sandbox key with the sandbox’s own, whatever profile it names', async () => {
    const { content } = await vscode.lm.invokeTool('doubleLock_explainDenial', {
      input: { text: denied, profile: 'owner' },
      toolInvocationToken: undefined,
    });
    const text = content.map(part => (part instanceof vscode.LanguageModelTextPart ? part.value : '')).join('');
    assert.match(text, /^# The key policy keeps `MyRole` out\.$/m);
    assert.match(text, /Read as `arn:aws:sts::123456789012:assumed-role\/KeyAdmin\/sandbox`/);
    assert.doesNotMatch(text, /AWS was not asked/);
  });

  it('are none in a browser’s worker, which a language model is told before anybody is asked', async () => {
    const inBrowser = newHost(undefined);
    assert.equal(whyNoCalls(inBrowser), 'in-browser');
    const run = languageModelTools(inBrowser);
    const text = await run(
      'doubleLock_explainDenial',
      { text: denied, profile: 'owner' },
      new vscode.CancellationTokenSource().token,
    );
    assert.match(text, /^An editor in the browser can call neither AWS nor a sandbox\./);
    assert.match(text, /MyRole/);
  });

  const key = `arn:aws:kms:eu-west-1:${owner}:key/0f1e2d3c-4b5a-4697-8877-665544332211`;
  const offered: readonly [Need, readonly string[]][] = [
    [
      { purpose: 'explain', keyArn: key, account: owner },
      ['owner · owns the key', 'reports · owns the key', 'unknown', 'chosen · AWS_PROFILE'],
    ],
    [
      { purpose: 'change', keyArn: key, account: owner },
      ['owner · owns the key', 'reports · owns the key', 'unknown', 'chosen · AWS_PROFILE'],
    ],
    [
      { purpose: 'history', account: owner },
      ['owner · the caller’s account', 'reports · the caller’s account', 'unknown', 'chosen · AWS_PROFILE'],
    ],
    [
      { purpose: 'test', account: owner, who: whoIs(`arn:aws:sts::${owner}:assumed-role/Reporter/i-0abc`) },
      ['reports · is Reporter', 'owner', 'unknown', 'chosen · is not Reporter · AWS_PROFILE'],
    ],
    [{ purpose: 'open' }, ['unknown', 'chosen · AWS_PROFILE', 'owner', 'reports']],
  ];
  for (const [need, expected] of offered) {
    it(`are offered by what is known of them: ${need.purpose}`, async () => {
      assert.deepEqual((await userChoices(newHost(inNode), need)).map(shown), expected);
    });
  }

  it('that were used last time come first, for that purpose and account alone', async () => {
    const host = newHost(inNode);
    const need: Need = { purpose: 'history', account: owner, region: 'eu-west-1' };
    const named = await (await userChoices(host, need)).find(c => c.label.endsWith('unknown'))?.open?.();
    named?.session.close();
    assert.equal(named?.label, 'unknown');
    const first = async (other: Partial<Need>): Promise<string | undefined> =>
      (await userChoices(host, { ...need, ...other })).map(shown)[0];
    assert.equal(await first({}), 'unknown · used last time');
    assert.equal(await first({ purpose: 'explain' }), 'owner · owns the key');
    assert.equal(await first({ account: '111122223333' }), 'chosen · the caller’s account · AWS_PROFILE');
  });

  it('of the user were asked for nothing in all of this', () => {
    assert.deepEqual(
      ['sts:GetCallerIdentity', 'kms:DescribeKey', 'kms:GetKeyPolicy', 'kms:Decrypt'].map(o => elsewhere.calls(o)),
      [0, 0, 0, 0],
    );
  });
});

/** A choice without what it says of account and endpoint. */
function shown({ label, description = '' }: vscode.QuickPickItem): string {
  const notes = description.split(' · ').filter(part => !/^(account |not AWS: )/.test(part));
  return [label.replace('$(account) ', ''), ...notes].join(' · ');
}
