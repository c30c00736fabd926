/** Runs inside the extension host: what a hundred open policies hold. */
import { writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { checked, heap, policyText } from '../settle.js';

export async function run(): Promise<void> {
  const first = await vscode.workspace.openTextDocument({ language: 'json', content: policyText(2000, 0) });
  await checked(first); // the features and their data are loaded now
  const before = await heap();
  for (let n = 1; n <= 100; n++) {
    await checked(await vscode.workspace.openTextDocument({ language: 'json', content: policyText(8000, n) }));
  }
  writeFileSync(process.env['DOUBLE_LOCK_TALLY'] ?? '', JSON.stringify({ memory: (await heap()) - before }));
}
