import * as vscode from 'vscode';
import type { LabelledSession } from '../../live';
import type { Host } from '../host';

/**
 * Why no call may be made with credentials of the user's: there is no Node to make one, or the workspace is not
 * trusted. Undefined where calls may be made.
 */
export function whyNoCalls({ node }: Host): 'in-browser' | 'not-trusted' | undefined {
  if (node === undefined) {
    return 'in-browser';
  }
  return vscode.workspace.isTrusted ? undefined : 'not-trusted';
}

/** Whether a session that was opened before may still be used. The sandbox's is throw-away and stays on this machine: it needs no trust. */
export function mayUse(host: Host, { session }: LabelledSession): boolean {
  return session.source.kind === 'sandbox' || whyNoCalls(host) === undefined;
}
