import * as vscode from 'vscode';

/**
 * Opens a Markdown document of ours in the built-in preview, in the active group unless told otherwise. `markdown.showPreview` would
 * not do: it goes by the active text editor, and an empty group has none.
 */
export async function openPreview(uri: vscode.Uri, viewColumn: vscode.ViewColumn = vscode.ViewColumn.Active): Promise<void> {
  const options: vscode.TextDocumentShowOptions = { viewColumn, preview: false };
  await vscode.commands.executeCommand('vscode.openWith', uri, 'vscode.markdown.preview.editor', options);
}
