import * as vscode from 'vscode';
import { addedStatements } from '../diagnosis';
import { message } from '../text/message';
import { activeCase } from './caseFiles';
import { type Host, registerCommand, tell } from './host';

/** Title button of the diff: copies the statements that the right side has and the left has not. */
export function registerCopyStatement(host: Host): void {
  host.context.subscriptions.push(
    registerCommand(host, 'doubleLock.copyStatement', async () => {
      const files = activeCase();
      if (files === undefined) {
        return;
      }
      const [live, proposed] = await Promise.all(
        [files.live, files.proposed].map(uri => vscode.workspace.openTextDocument(uri)),
      );
      const added = addedStatements(live?.getText() ?? '', proposed?.getText() ?? '');
      if (added === '') {
        await tell(host, message('The right side adds no statement.'));
        return;
      }
      await vscode.env.clipboard.writeText(added);
      vscode.window.setStatusBarMessage(host.say(message('$(check) Statement copied')), 3000);
    }),
  );
}
