import * as vscode from 'vscode';
import { until } from './until';

/**
 * Shows a document and gives its editor. Not what `showTextDocument` answers: where one document takes the place of another,
 * that is for a moment the editor of the one that was there.
 */
export async function show(document: vscode.TextDocument): Promise<vscode.TextEditor> {
  await vscode.window.showTextDocument(document);
  return until(`the editor of ${document.uri.path}`, () => {
    const editor = vscode.window.activeTextEditor;
    return editor?.document === document && editor;
  });
}

/** Closes every editor, with the text of those that were never saved. */
export async function closeAll(): Promise<void> {
  const tabs = (): number => vscode.window.tabGroups.all.reduce((sum, { tabs: { length } }) => sum + length, 0);
  for (let left = tabs(); left > 0; left = tabs()) {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await until('a tab less', () => tabs() < left);
  }
}
