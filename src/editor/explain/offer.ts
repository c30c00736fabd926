import * as vscode from 'vscode';
import { message, type Message } from '../../text/message';
import { type Host, tell } from '../host';

/** Says why there is nothing to work on yet, and offers to explain an error, which would bring it. */
export async function offerExplain(host: Host, why: Message): Promise<void> {
  if ((await tell(host, why, message('Explain KMS Access Denied Error'))) === 0) {
    await vscode.commands.executeCommand('doubleLock.explain');
  }
}
