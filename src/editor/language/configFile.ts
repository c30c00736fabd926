import * as vscode from 'vscode';
import type { TextEdit } from '../../policy';
import { rangeOf } from '../range';

/**
 * Changes a `.double-lock.json`, which is made when it is not there, and saves it. What somebody is typing into it
 * stays.
 * @throws FileSystemError when it cannot be made or read
 */
export async function changeConfig(uri: vscode.Uri, change: (text: string) => TextEdit): Promise<void> {
  const exists = await vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
  if (!exists) {
    await vscode.workspace.fs.writeFile(uri, new Uint8Array());
  }
  const document = await vscode.workspace.openTextDocument(uri);
  const { newText, ...span } = change(document.getText());
  const edit = new vscode.WorkspaceEdit();
  edit.replace(uri, rangeOf(document, span), newText);
  await vscode.workspace.applyEdit(edit);
  await document.save();
}
