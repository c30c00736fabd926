import * as vscode from 'vscode';
import type { Span } from '../../policy';
import { caseTitle, explanation } from '../../explanation';
import type { Diagnosis } from '../../diagnosis';
import { asText, message } from '../../text/message';
import { type CaseFiles, type CaseStore, scheme } from '../caseFiles';
import type { Host } from '../host';
import { openPreview } from '../preview';
import { rangeOf } from '../range';

/**
 * Puts a diagnosis on the screen: the diff where a key-policy edit is the cure, the explanation below it.
 * @returns the files of its case
 */
export async function showDiagnosis(host: Host, store: CaseStore, diagnosis: Diagnosis): Promise<CaseFiles> {
  const files = await store.open(caseFolder(diagnosis));
  await store.put(files.explanation, host.inPreview(explanation(diagnosis)));
  await openDiff(host, store, files, diagnosis);
  await showExplanation(files.explanation, diagnosis.proposal !== undefined);
  revealAgain(files, diagnosis);
  return files;
}

/**
 * Shows a case anew in its own place: more is known about it, or another remedy was chosen. The diff changes, opens or closes with
 * it, unless the user has edited the draft.
 */
export async function updateDiagnosis(
  host: Host,
  store: CaseStore,
  files: CaseFiles,
  diagnosis: Diagnosis,
): Promise<void> {
  await store.put(files.explanation, host.inPreview(explanation(diagnosis)));
  if (await store.isEdited(files)) {
    return;
  }
  const diff = tabs().find(
    t => t.input instanceof vscode.TabInputTextDiff && t.input.modified.toString() === files.proposed.toString(),
  );
  if (diagnosis.proposal === undefined) {
    if (diff) {
      await vscode.window.tabGroups.close(diff, true);
    }
  } else if (diff) {
    await putProposal(store, files, diagnosis.proposal);
    revealAgain(files, diagnosis);
  } else {
    // Diff above, explanation below, as if it had been so from the start.
    const explanation = tabs().filter(
      t => isReport(t) && (t.input as vscode.TabInputCustom).uri.toString() === files.explanation.toString(),
    );
    if (explanation.length === 0) {
      return;
    }
    await vscode.window.tabGroups.close(explanation);
    await openDiff(host, store, files, diagnosis);
    await showExplanation(files.explanation, true);
    revealAgain(files, diagnosis);
  }
}

async function openDiff(host: Host, store: CaseStore, files: CaseFiles, diagnosis: Diagnosis): Promise<void> {
  const { proposal } = diagnosis;
  if (proposal === undefined) {
    return;
  }
  await putProposal(store, files, proposal);
  const title = host.say(message('{title}: live key policy ↔ proposed', { title: asText(caseTitle(diagnosis)) }));
  const added = rangeOf(await vscode.workspace.openTextDocument(files.proposed), proposal.at);
  // The cursor goes to the change: a key policy is longer than the screen.
  const options: vscode.TextDocumentShowOptions = {
    preview: false,
    selection: new vscode.Range(added.start, added.start),
  };
  await vscode.commands.executeCommand('vscode.diff', files.live, files.proposed, title, options);
}

async function putProposal(
  store: CaseStore,
  files: CaseFiles,
  { live, proposed }: NonNullable<Diagnosis['proposal']>,
): Promise<void> {
  await store.put(files.live, live);
  await store.put(files.proposed, proposed);
}

/** The explanation below takes half the height: the change is brought back into view. */
function revealAgain({ proposed }: CaseFiles, { proposal }: Diagnosis): void {
  const at: Span | undefined = proposal?.at;
  const editor = vscode.window.visibleTextEditors.find(e => e.document.uri.toString() === proposed.toString());
  if (at && editor) {
    editor.revealRange(rangeOf(editor.document, at), vscode.TextEditorRevealType.InCenter);
  }
}

/** Whether the case has a tab: its diff or its explanation. */
export function isOnShow(files: CaseFiles): boolean {
  return tabs().some(
    ({ input }) =>
      (input instanceof vscode.TabInputTextDiff && input.modified.toString() === files.proposed.toString()) ||
      (input instanceof vscode.TabInputCustom && input.uri.toString() === files.explanation.toString()),
  );
}

/**
 * Opens the explanation, or a report, in the built-in Markdown preview, in the group below the diff if there is one.
 * @param focus whether the keyboard goes there too: below a diff only where the explanation itself was asked for
 */
export async function showExplanation(explanation: vscode.Uri, below: boolean, focus = !below): Promise<void> {
  if (!below) {
    return openPreview(explanation);
  }
  const diffGroup = vscode.window.tabGroups.activeTabGroup.viewColumn;
  const other = vscode.window.tabGroups.all.find(g => g.viewColumn !== diffGroup && g.tabs.some(isReport));
  if (other === undefined) {
    await vscode.commands.executeCommand('workbench.action.newGroupBelow');
  }
  await openPreview(explanation, other?.viewColumn, !focus);
  if (focus) {
    return;
  }
  await vscode.commands.executeCommand(focusGroup[diffGroup] ?? 'workbench.action.focusAboveGroup');
}

function tabs(): readonly vscode.Tab[] {
  return vscode.window.tabGroups.all.flatMap(g => g.tabs);
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
  return [
    account || 'no-account',
    region || 'no-region',
    resource ?? denial.keyId ?? 'no-key',
    `${who?.name ?? 'caller'}-${denial.action?.slice(4) ?? 'call'}`,
  ];
}
