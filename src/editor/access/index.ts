import * as vscode from 'vscode';
import type { Reason } from '../../access';
import type { CaseStore } from '../caseFiles';
import type { CurrentDiagnosis } from '../explain/current';
import { type Host, registerCommand } from '../host';
import { openReason } from './places';
import { createAccessView, openReasonCommand } from './tree';

/** What can be seen of the two locks besides an explanation: the view "KMS Access". */
export function registerAccess(host: Host, store: CaseStore, current: CurrentDiagnosis): void {
  host.context.subscriptions.push(
    createAccessView(current, host.say),
    current.onDidChange(() => void vscode.commands.executeCommand('setContext', 'doubleLock.hasDiagnosis', current.value !== undefined)),
    registerCommand(host, openReasonCommand, async reason => {
      if (current.value) { await openReason(store, current.value, reason as Reason); }
    }),
  );
}
