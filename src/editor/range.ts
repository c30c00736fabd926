import * as vscode from 'vscode';
import type { Span, TextEdit } from '../policy';

/** Turns offsets of a document into an editor range; the one place that does. */
export function rangeOf(document: vscode.TextDocument, { offset, length }: Span): vscode.Range {
  return new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));
}

/** Edits of a document as one step that can be undone. */
export function editOf(document: vscode.TextDocument, edits: readonly TextEdit[]): vscode.WorkspaceEdit {
  const edit = new vscode.WorkspaceEdit();
  edit.set(
    document.uri,
    edits.map(e => new vscode.TextEdit(rangeOf(document, e), e.newText)),
  );
  return edit;
}
