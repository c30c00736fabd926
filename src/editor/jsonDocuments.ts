import * as vscode from 'vscode';
import { caseOf, keyOfLivePolicy, scheme } from './caseFiles';

/** The documents that may hold policies. */
export const jsonDocuments: readonly vscode.DocumentFilter[] = [{ language: 'json' }, { language: 'jsonc' }];

/** Whether policies are looked for in a document. */
export function isJson(document: vscode.TextDocument): boolean {
  return document.languageId === 'json' || document.languageId === 'jsonc';
}

/** Whether a document's mistakes matter: somebody writes it, or asked to see it. Not an old version of it, nor the live side of a diff. */
export function isWritten({ uri, isUntitled }: vscode.TextDocument): boolean {
  if (uri.scheme === scheme) {
    return caseOf(uri)?.proposed.toString() === uri.toString() || keyOfLivePolicy(uri) !== undefined;
  }
  return isUntitled || vscode.workspace.fs.isWritableFileSystem(uri.scheme) === true;
}
