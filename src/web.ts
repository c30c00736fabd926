import * as vscode from 'vscode';
import type * as Editor from './editor';
import { createHost } from './editor/host';
import { wire } from './wire';

/** The features: `extension.ts` loads this file when the first one is wanted. */
export const editor = (): Promise<typeof Editor> => import('./editor');

/** The entry in a browser's worker, which loads no second file: all but what needs Node is in this one. */
export function activate(context: vscode.ExtensionContext): void {
  wire(createHost(context), editor);
  void vscode.commands.executeCommand('setContext', 'doubleLock.inBrowser', true);
}
