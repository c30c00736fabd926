import * as vscode from 'vscode';
import type { Span } from '../policy';

/** Turns offsets of a document into an editor range; the one place that does. */
export function rangeOf(document: vscode.TextDocument, { offset, length }: Span): vscode.Range {
  return new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));
}
