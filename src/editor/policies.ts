import type * as vscode from 'vscode';
import { locate, type LocatedKind, type LocatedPolicy } from '../policy';

interface Found {
  readonly version: number;
  readonly kind: LocatedKind | undefined;
  readonly policies: readonly LocatedPolicy[];
}

const found = new WeakMap<vscode.TextDocument, Found>();
const chosenKinds = new WeakMap<vscode.TextDocument, LocatedKind>();

/** The policies of a document, found once for each version of it and shared by every feature. */
export function policiesIn(document: vscode.TextDocument): readonly LocatedPolicy[] {
  const known = found.get(document);
  const kind = chosenKinds.get(document);
  if (known?.version === document.version && known.kind === kind) {
    return known.policies;
  }
  const policies = policiesOf(document, document.getText());
  found.set(document, { version: document.version, kind, policies });
  return policies;
}

/** The policies that a document would hold with another text. */
export function policiesOf(document: vscode.TextDocument, text: string): readonly LocatedPolicy[] {
  const kind = chosenKinds.get(document);
  return locate(text, { path: document.uri.path, ...(kind !== undefined && { kind, isPolicy: true }) });
}

/** The kind that was settled for a document's policies; undefined where its content decides. */
export function settledKind(document: vscode.TextDocument): LocatedKind | undefined {
  return chosenKinds.get(document);
}

/** Settles the kind of a document's policies, whatever their content says; undefined leaves it to the content again. */
export function chooseKind(document: vscode.TextDocument, kind: LocatedKind | undefined): void {
  if (kind === undefined) {
    chosenKinds.delete(document);
  } else {
    chosenKinds.set(document, kind);
  }
}
