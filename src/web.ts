import * as vscode from 'vscode';
import { createHost } from './editor/host';
import { wire } from './extension';

/**
 * The entry in a browser's worker. The build makes one file of it, for a worker loads no second one, and puts `editor/notInBrowser.ts`
 * in the place of the rooms that need Node.
 */
export function activate(context: vscode.ExtensionContext): void {
  wire(createHost(context, { inBrowser: true }));
  void vscode.commands.executeCommand('setContext', 'doubleLock.inBrowser', true);
}
