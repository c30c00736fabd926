import assert from 'node:assert/strict';
import * as vscode from 'vscode';

describe('the extension in its host', () => {
  it('activates and registers the commands that its manifest contributes', async () => {
    const extension = vscode.extensions.getExtension('double-lock.double-lock');
    assert.ok(extension);
    await extension.activate();
    const { contributes } = extension.packageJSON as { contributes: { commands: { command: string }[] } };
    const registered = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(
      contributes.commands.map(({ command }) => command).filter(command => !registered.has(command)),
      [],
    );
  });
});
