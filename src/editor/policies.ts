import type * as vscode from 'vscode';
import { locate, type LocatedPolicy } from '../policy';

const found = new WeakMap<vscode.TextDocument, { readonly version: number; readonly policies: readonly LocatedPolicy[] }>();

/** The policies of a document, found once for each version of it and shared by every feature. */
export function policiesIn(document: vscode.TextDocument): readonly LocatedPolicy[] {
  const known = found.get(document);
  if (known?.version === document.version) { return known.policies; }
  const policies = locate(document.getText(), { path: document.uri.path });
  found.set(document, { version: document.version, policies });
  return policies;
}
