import * as vscode from 'vscode';

/**
 * Opens a Markdown document of ours in the built-in preview, in the active group unless told otherwise. `markdown.showPreview` would
 * not do: it goes by the active text editor, and an empty group has none.
 * @param preserveFocus for a preview beside what the user works in: otherwise it takes the focus whenever it has loaded
 */
export async function openPreview(
  uri: vscode.Uri,
  viewColumn: vscode.ViewColumn = vscode.ViewColumn.Active,
  preserveFocus = false,
): Promise<void> {
  const options: vscode.TextDocumentShowOptions = { viewColumn, preserveFocus, preview: false };
  await vscode.commands.executeCommand('vscode.openWith', uri, 'vscode.markdown.preview.editor', options);
}

/**
 * How a page of ours links to a file: a preview opens relative links, and rooted ones in the first workspace folder; links with a
 * scheme of their own it refuses. Undefined where no link works.
 */
export function previewLink(uri: vscode.Uri): string | undefined {
  const root = vscode.workspace.workspaceFolders?.[0];
  if (root === undefined || vscode.workspace.getWorkspaceFolder(uri)?.uri.toString() !== root.uri.toString()) {
    return undefined;
  }
  return uri.path.slice(root.uri.path.replace(/\/$/, '').length).split('/').map(encodeURIComponent).join('/');
}
