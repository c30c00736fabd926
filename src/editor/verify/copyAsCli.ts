import * as vscode from 'vscode';
import type { Diagnosis } from '../../diagnosis';
import { verifyCommands } from '../../explanation';
import { posixLine, powerShellLine } from '../../text/shell';
import { message } from '../../text/message';
import { type Host, tell } from '../host';

/** Copies the commands that verify a denial, quoted for the shell the user picks. */
export async function copyAsCli(host: Host, diagnosis: Diagnosis): Promise<void> {
  const commands = verifyCommands(diagnosis);
  if (commands.length === 0) {
    await tell(host, message('There is no command to copy: the error does not say which key it was.'));
    return;
  }
  const posix = { label: host.say(message('POSIX shell')), description: 'bash, zsh, sh', line: posixLine };
  const powerShell = { label: 'PowerShell', line: powerShellLine };
  const shells = host.node?.platform === 'win32' ? [powerShell, posix] : [posix, powerShell];
  const chosen = await vscode.window.showQuickPick(shells, {
    title: host.say(message('Copy for which shell?')),
  });
  if (chosen === undefined) {
    return;
  }
  await vscode.env.clipboard.writeText(`${commands.map(chosen.line).join('\n')}\n`);
  vscode.window.setStatusBarMessage(host.say(message('$(check) Commands copied')), 3000);
}
