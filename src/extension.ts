import type * as vscode from 'vscode';
import { registerCaseFiles } from './editor/caseFiles';
import { createHost, type Host } from './editor/host';
import { registerRulePages } from './editor/language/rulePages';
import { registerLanguageModelTools } from './editor/languageModel/register';
import { wakeOnUse } from './editor/waking';

/** The entry in Node: on the desktop and wherever a server runs extensions. `web.ts` is the one in a browser. */
export function activate(context: vscode.ExtensionContext): void {
  wire(createHost(context));
}

/** Wiring only: what tabs and documents need at once. The features are listed in `editor/index.ts`, a bundle that loads on first use. */
export function wire(host: Host): void {
  const store = registerCaseFiles(host);
  registerRulePages(host, async code => (await import('./editor')).rulePage(code, host.say));
  registerLanguageModelTools(host, async () => (await import('./editor')).languageModelTools(host));
  wakeOnUse(host, async () => {
    const { registerFeatures } = await import('./editor');
    return { register: () => registerFeatures(host, store) };
  });
}
