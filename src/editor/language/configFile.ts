import * as vscode from 'vscode';
import type { TextEdit } from '../../policy';
import { asName, message } from '../../text/message';
import { type Host, tell } from '../host';
import { editOf } from '../range';

/**
 * Changes a `.double-lock.json`, which is made when it is not there, and saves it. What somebody is typing into it
 * stays. Resolves with false, and changes nothing, when the file is broken where it would be changed.
 * @throws FileSystemError when it cannot be made or read
 */
export async function changeConfig(
  host: Host,
  uri: vscode.Uri,
  change: (text: string) => readonly TextEdit[] | undefined,
): Promise<boolean> {
  const exists = await vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
  if (!exists) {
    await vscode.workspace.fs.writeFile(uri, new Uint8Array());
  }
  const document = await vscode.workspace.openTextDocument(uri);
  const edits = change(document.getText());
  if (edits === undefined) {
    await vscode.window.showTextDocument(document);
    await tell(
      host,
      message('{file} is not valid JSON: mend it first.', { file: asName(vscode.workspace.asRelativePath(uri)) }),
    );
    return false;
  }
  await vscode.workspace.applyEdit(editOf(document, edits));
  await document.save();
  return true;
}
