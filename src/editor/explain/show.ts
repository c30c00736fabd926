import * as vscode from 'vscode';
import type { Span } from '../../policy';
import { caseTitle, type Diagnosis, explanationMarkdown } from '../../remedy';
import { message } from '../../text/message';
import { type CaseFiles, type CaseStore, scheme } from '../caseFiles';
import type { Host } from '../host';
import { openPreview } from '../preview';
import { rangeOf } from '../range';

/** Puts a diagnosis on the screen: the diff where a key-policy edit is the cure, the explanation below it. */
export async function showDiagnosis(host: Host, store: CaseStore, diagnosis: Diagnosis): Promise<CaseFiles> {
  const files = await store.open(caseFolder(diagnosis));
  await store.put(files.explanation, explanationMarkdown(diagnosis, host.say));
  if (diagnosis.proposal) {
    await store.put(files.live, diagnosis.proposal.live);
    await store.put(files.proposed, diagnosis.proposal.proposed);
    const title = host.say(message('{title}: live key policy ↔ proposed', { title: caseTitle(diagnosis) }));
    const added = rangeOf(await vscode.workspace.openTextDocument(files.proposed), diagnosis.proposal.at);
    // The cursor goes to the change: a key policy is longer than the screen.
    const options: vscode.TextDocumentShowOptions = { preview: false, selection: new vscode.Range(added.start, added.start) };
    await vscode.commands.executeCommand('vscode.diff', files.live, files.proposed, title, options);
  }
  await showExplanation(files.explanation, diagnosis.proposal !== undefined);
  if (diagnosis.proposal) { revealAgain(files.proposed, diagnosis.proposal.at); }
  return files;
}

/** The explanation below takes half the height: the change is brought back into view. */
function revealAgain(uri: vscode.Uri, at: Span): void {
  const editor = vscode.window.visibleTextEditors.find(e => e.document.uri.toString() === uri.toString());
  editor?.revealRange(rangeOf(editor.document, at), vscode.TextEditorRevealType.InCenter);
}

/** Opens the explanation, or a report, in the built-in Markdown preview, in the group below the diff if there is one. */
export async function showExplanation(explanation: vscode.Uri, below: boolean): Promise<void> {
  if (!below) { return openPreview(explanation); }
  const diffGroup = vscode.window.tabGroups.activeTabGroup.viewColumn;
  const other = vscode.window.tabGroups.all.find(g => g.viewColumn !== diffGroup && g.tabs.some(isReport));
  if (other === undefined) { await vscode.commands.executeCommand('workbench.action.newGroupBelow'); }
  await openPreview(explanation, other?.viewColumn, true);
  await vscode.commands.executeCommand(focusGroup[diffGroup] ?? 'workbench.action.focusAboveGroup');
}

function isReport({ input }: vscode.Tab): boolean {
  return input instanceof vscode.TabInputCustom && input.uri.scheme === scheme;
}

const focusGroup: Readonly<Record<number, string>> = {
  1: 'workbench.action.focusFirstEditorGroup',
  2: 'workbench.action.focusSecondEditorGroup',
  3: 'workbench.action.focusThirdEditorGroup',
  4: 'workbench.action.focusFourthEditorGroup',
  5: 'workbench.action.focusFifthEditorGroup',
};

function caseFolder({ keyArn, who, evidence: { denial } }: Diagnosis): string[] {
  const [, , , region, account, resource] = (keyArn ?? denial.resource ?? '').split(':');
  return [account || 'no-account', region || 'no-region', resource ?? denial.keyId ?? 'no-key', `${who?.name ?? 'caller'}-${denial.action?.slice(4) ?? 'call'}`];
}
