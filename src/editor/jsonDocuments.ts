import * as vscode from 'vscode';
import { caseOf, scheme } from './caseFiles';

/** The documents that may hold policies. */
export const jsonDocuments: readonly vscode.DocumentFilter[] = [{ language: 'json' }, { language: 'jsonc' }];

/** Whether policies are looked for in a document. */
export function isJson(document: vscode.TextDocument): boolean {
  return document.languageId === 'json' || document.languageId === 'jsonc';
}

/** Whether somebody writes this document, so that its mistakes matter: not an old version of it, nor the live side of a diff. */
export function isWritten({ uri, isUntitled }: vscode.TextDocument): boolean {
  if (uri.scheme === scheme) { return caseOf(uri)?.proposed.toString() === uri.toString(); }
  return isUntitled || vscode.workspace.fs.isWritableFileSystem(uri.scheme) === true;
}
