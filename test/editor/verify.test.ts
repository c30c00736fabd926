import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import { until } from './until';

/** The case file of that name that is open in some tab. */
function openFile(name: string): vscode.Uri | undefined {
  return vscode.window.tabGroups.all
    .flatMap(g => g.tabs)
    .map(t => t.input)
    .find((i): i is vscode.TabInputCustom => i instanceof vscode.TabInputCustom && i.uri.path.endsWith(`/${name}`))
    ?.uri;
}

async function textOf(uri: vscode.Uri): Promise<string> {
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
}

const report = async (): Promise<string> => textOf(await until('the report', () => openFile('Verify access.md')));

describe('Verify Access', () => {
  beforeEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.env.clipboard.writeText('');
  });

  async function verified(scenario: string): Promise<string> {
    await vscode.commands.executeCommand('doubleLock.tryIt', scenario);
    await until('the explanation', () => openFile('KMS access explained.md'));
    await vscode.commands.executeCommand('doubleLock.verifyAccess');
    return report();
  }

  it('tests as the denied role, and shows key, commands and KMS’s answer', async () => {
    const text = await verified('no-root-statement');
    assert.match(text, /^# No: KMS denies `kms:Decrypt` to `MyRole`\.$/m);
    assert.match(
      text,
      /Tested as `arn:aws:sts::123456789012:assumed-role\/MyRole\/sandbox` \(`Sandbox`\): that is `MyRole` itself/,
    );
    assert.match(
      text,
      /aws kms decrypt --dry-run --dry-run-modifiers IGNORE_CIPHERTEXT --key-id arn:aws:kms:ap-northeast-1:123456789012:key\/abc-123 --region ap-northeast-1/,
    );
  });

  it('does not say "denied" where only a service’s call could pass', async () => {
    const text = await verified('via-service-only');
    assert.match(text, /^# A direct test cannot tell whether `kms:GenerateDataKey` works for `Uploader`\.$/m);
    assert.match(text, /`kms:ViaService` in `Allow use through S3`: only a call that an AWS service makes has it/);
    assert.doesNotMatch(text, /# No: KMS denies/);
  });

  it('copies the commands for a POSIX shell and for PowerShell', async () => {
    await vscode.commands.executeCommand('doubleLock.tryIt', 'no-root-statement');
    const copying = vscode.commands.executeCommand('doubleLock.copyAsCli');
    await until('the copied commands', async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return (await vscode.env.clipboard.readText()) !== '';
    });
    await copying;
    assert.match(
      await vscode.env.clipboard.readText(),
      /^aws kms describe-key --key-id arn:aws:kms:\S+ --region ap-northeast-1\naws kms decrypt --dry-run .*\n$/,
    );
  });

  it('tries a real ciphertext file, and says when a file is none', async () => {
    await vscode.commands.executeCommand('doubleLock.tryIt', 'no-root-statement');
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    assert.ok(folder);
    const file = vscode.Uri.joinPath(folder, 'sealed.b64');
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode('AQICAHh0ZXN0\n'));
    const running = vscode.commands.executeCommand('doubleLock.verifyCiphertext', file);
    // No encryption context: the box is confirmed empty.
    const text = await until('the report', async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      const uri = openFile('Verify access.md');
      return uri && textOf(uri);
    });
    await running;
    await vscode.workspace.fs.delete(file);
    assert.match(text, /^# No: KMS denies `kms:Decrypt` to `MyRole`\.$/m);
  });
});
