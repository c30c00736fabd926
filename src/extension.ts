import type * as vscode from 'vscode';
import { registerAccess } from './editor/access';
import { registerCaseFiles } from './editor/caseFiles';
import { registerCopyStatement } from './editor/copyStatement';
import { registerExplain } from './editor/explain';
import { CurrentDiagnosis } from './editor/explain/current';
import { createHost } from './editor/host';
import { SandboxHost } from './editor/sandboxHost';
import { registerTryIt } from './editor/tryIt';

/** Wiring only: each feature registers itself; SDK, reference data and sandbox load on first use. */
export function activate(context: vscode.ExtensionContext): void {
  const host = createHost(context);
  const sandboxHost = new SandboxHost();
  const current = new CurrentDiagnosis();
  context.subscriptions.push(sandboxHost, current);
  const store = registerCaseFiles(host);
  const explain = registerExplain(host, store, sandboxHost, current);
  registerTryIt(host, sandboxHost, explain);
  registerCopyStatement(host);
  registerAccess(host, store, current);
}
