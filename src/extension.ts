import type * as vscode from 'vscode';
import { createHost } from './editor/host';
import { wire } from './wire';

/** The entry in Node: on the desktop and wherever a server runs extensions. The features come from the file that a browser's worker loads. */
export function activate(context: vscode.ExtensionContext): void {
  wire(createHost(context), async () => (await import('./web')).editor());
}
