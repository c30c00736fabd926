import type * as vscode from 'vscode';
import { createHost } from './editor/host';
import { wire } from './wire';

/**
 * The entry in Node: on the desktop and wherever a server runs extensions. The features come from the file that a browser's worker
 * loads; what of Node they need is handed to them here.
 */
export function activate(context: vscode.ExtensionContext): void {
  const host = createHost(context, {
    platform: process.platform,
    aws: () => import('./aws'),
    sandbox: () => import('./sandbox'),
  });
  wire(host, async () => (await import('./web')).editor());
}
