import type * as vscode from 'vscode';
import type { LocatedKind } from '../../policy';

const key = 'doubleLock.kinds';

/** The kinds that *Treat This File As…* settled in this workspace, by document. */
export function rememberedKinds({ workspaceState }: vscode.ExtensionContext): Readonly<Record<string, LocatedKind>> {
  return workspaceState.get<Record<string, LocatedKind>>(key, {});
}

/** Remembers what a document is; undefined forgets it. */
export async function rememberKind(
  context: vscode.ExtensionContext,
  uri: vscode.Uri,
  kind: LocatedKind | undefined,
): Promise<void> {
  const kinds = new Map(Object.entries(rememberedKinds(context)));
  if (kind === undefined) {
    kinds.delete(uri.toString());
  } else {
    kinds.set(uri.toString(), kind);
  }
  await context.workspaceState.update(key, Object.fromEntries(kinds));
}
