import * as vscode from 'vscode';
import { handOverMarkdown } from '../explanation';
import { message } from '../text/message';
import type { CurrentDiagnosis } from './explain/current';
import { offerExplain } from './explain/offer';
import { type Host, registerCommand, tell, translate } from './host';

/**
 * **Hand Over to the Key's Owner…**, for those who may not change the key: a Markdown message, opened and copied. **Open the IAM Policy as a
 * File**: the IAM side is never written for the user.
 */
export function registerHandOver(host: Host, current: CurrentDiagnosis): void {
  host.context.subscriptions.push(
    registerCommand(host, 'doubleLock.handOver', async () => {
      const shown = current.inFront();
      if (shown === undefined) {
        return offerExplain(host, nothingYet);
      }
      const chosen = await vscode.window.showQuickPick(
        [
          {
            label: host.say(message('With account and key ids')),
            detail: host.say(message('For the key’s owner alone')),
            masked: false,
          },
          {
            label: host.say(message('Account and key ids masked')),
            detail: host.say(message('For a place where others read too')),
            masked: true,
          },
        ],
        { title: host.say(message('A message for the key’s owner')) },
      );
      if (chosen === undefined) {
        return;
      }
      await openAndCopy(host, 'markdown', handOverMarkdown(shown.diagnosis, chosen.masked, translate));
    }),
    registerCommand(host, 'doubleLock.openIamPolicy', async () => {
      const shown = current.inFront();
      if (shown === undefined) {
        return offerExplain(host, nothingYet);
      }
      const Statement = shown.diagnosis.remedy?.iamStatements ?? [];
      if (Statement.length === 0) {
        return void (await tell(host, message('Here no IAM policy is the cure.')));
      }
      await openAndCopy(host, 'json', `${JSON.stringify({ Version: '2012-10-17', Statement }, undefined, 2)}\n`);
    }),
  );
}

async function openAndCopy(host: Host, language: string, content: string): Promise<void> {
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language, content }), {
    preview: false,
  });
  await vscode.env.clipboard.writeText(content);
  vscode.window.setStatusBarMessage(host.say(message('$(check) Copied')), 5000);
}

const nothingYet = message('There is nothing to hand over yet: let an error be explained first.');
