/** Runs inside the extension host: 10,000 edits of a policy, 500 documents opened and closed. Says how the memory stood on the way. */
import { writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { checked, heap, policyText } from '../settle.js';

const edits = 10_000;
const documents = 500;
const samples = 10;

export async function run(): Promise<void> {
  const levels = { edits: [] as number[], documents: [] as number[] };
  const document = await vscode.workspace.openTextDocument({ language: 'json', content: policyText(8000, 0) });
  const editor = await vscode.window.showTextDocument(document);
  await checked(document);
  for (let n = 1; n <= edits; n++) {
    // Half-typed at every other edit: a quote comes and goes in the middle.
    const at = document.positionAt(Math.floor(document.getText().length / 2));
    await editor.edit(edit => (n % 2 === 1 ? edit.insert(at, '"x') : edit.delete(new vscode.Range(at, at.translate(0, 2)))), { undoStopBefore: false, undoStopAfter: false });
    if (n % (edits / samples) === 0) { levels.edits.push(await heap()); }
  }
  await checked(document);
  for (let n = 1; n <= documents; n++) {
    const other = await vscode.workspace.openTextDocument({ language: 'json', content: policyText(8000, n) });
    await vscode.window.showTextDocument(other);
    await checked(other);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    if (n % (documents / samples) === 0) { levels.documents.push(await heap()); }
  }
  writeFileSync(process.env['DOUBLE_LOCK_TALLY'] ?? '', JSON.stringify(levels));
}
