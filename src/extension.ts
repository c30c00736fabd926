import type * as vscode from 'vscode';
import { registerCaseFiles } from './editor/caseFiles';
import { registerCopyStatement } from './editor/copyStatement';
import { registerExplain } from './editor/explain';
import { createHost } from './editor/host';
import { SandboxHost } from './editor/sandboxHost';
import { registerTryIt } from './editor/tryIt';

/** Wiring only: each feature registers itself; SDK, reference data and sandbox load on first use. */
export function activate(context: vscode.ExtensionContext): void {
  const host = createHost(context);
  const sandboxHost = new SandboxHost();
  context.subscriptions.push(sandboxHost);
  const store = registerCaseFiles(host);
  const explain = registerExplain(host, store, sandboxHost);
  registerTryIt(host, sandboxHost, explain);
  registerCopyStatement(host);
}
