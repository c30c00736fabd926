import * as vscode from 'vscode';
import type { Reason } from '../../access';
import { message } from '../../text/message';
import { activeCase, type CaseStore } from '../caseFiles';
import type { CurrentDiagnosis } from '../explain/current';
import { offerExplain } from '../explain/offer';
import { type Host, registerCommand } from '../host';
import { openPreview } from '../preview';
import { keyPolicyAt, type KeyPolicyInDocument } from './keyPolicies';
import { createStatementLenses } from './lenses';
import { openReason } from './places';
import { reportAgainstLive, reportDocument, reportLiveKey, reportProposal } from './reports';
import { createAccessView, openExplanationCommand, openReasonCommand } from './tree';

/** What can be seen of the two locks besides an explanation: the view "KMS Access", two reports, the lenses above statements. */
export function registerAccess(host: Host, store: CaseStore, current: CurrentDiagnosis): void {
  host.context.subscriptions.push(
    createAccessView(current, host.say),
    createStatementLenses(current, host.say),
    current.onDidChange(
      () => void vscode.commands.executeCommand('setContext', 'doubleLock.hasDiagnosis', current.value !== undefined),
    ),
    registerCommand(host, openExplanationCommand, async () => {
      if (current.value) {
        await openPreview(current.value.files.explanation);
      }
    }),
    registerCommand(host, openReasonCommand, async reason => {
      if (current.value) {
        await openReason(store, current.value, reason as Reason);
      }
    }),
    registerCommand(host, 'doubleLock.whoCanUse', async (uri, position) => {
      const policy = await keyPolicyMeant(current, uri, position);
      const live = policy === undefined || policy.document.uri.toString() === current.value?.files.live.toString();
      await (live ? whoCanUseLiveKey(host, store, current) : reportDocument(host, store, policy));
    }),
    registerCommand(host, 'doubleLock.whoCanUseLiveKey', () => whoCanUseLiveKey(host, store, current)),
    registerCommand(host, 'doubleLock.showAccessChange', async () => {
      const files = activeCase();
      if (files) {
        return reportProposal(host, store, files, current);
      }
      const policy = await keyPolicyMeant(current);
      if (policy === undefined) {
        return offerExplain(
          host,
          message('Open the key policy that would take the place of the live one, or the diff of an explained error.'),
        );
      }
      if (current.value === undefined || !(await reportAgainstLive(host, store, policy, current.value))) {
        await offerExplain(
          host,
          message('There is no live key policy to compare with: explain an error of that key first.'),
        );
      }
    }),
  );
}

async function whoCanUseLiveKey(host: Host, store: CaseStore, { value }: CurrentDiagnosis): Promise<void> {
  if (value && (await reportLiveKey(host, store, value))) {
    return;
  }
  await offerExplain(
    host,
    value === undefined
      ? message(
          'No key policy was found here. Open a key policy, or explain an error: then the live key can be looked at.',
        )
      : message('The live key policy could not be read, so it does not tell who can use the key.'),
  );
}

/** The key policy that is meant: the one that a lens stands above, else the one at the cursor. */
async function keyPolicyMeant(
  current: CurrentDiagnosis,
  uri?: unknown,
  position?: unknown,
): Promise<KeyPolicyInDocument | undefined> {
  if (uri instanceof vscode.Uri && position instanceof vscode.Position) {
    return keyPolicyAt(await vscode.workspace.openTextDocument(uri), position, current);
  }
  const editor = vscode.window.activeTextEditor;
  return editor && keyPolicyAt(editor.document, editor.selection.active, current);
}
