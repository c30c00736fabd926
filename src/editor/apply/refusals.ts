import * as vscode from 'vscode';
import type { Suspect } from '../../live';
import { suspectText } from '../../explanation';
import type { Host } from '../host';
import { rangeOf } from '../range';

/** Marks in a draft the principals because of which AWS refused it, until the draft is edited. */
export class Refusals implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection('double-lock-refusals');
  private readonly subscription = vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
    if (contentChanges.length > 0) {
      this.collection.delete(document.uri);
    }
  });

  constructor(private readonly host: Host) {}

  dispose(): void {
    this.collection.dispose();
    this.subscription.dispose();
  }

  /** Takes the marks of a draft away. */
  clear({ uri }: vscode.TextDocument): void {
    this.collection.delete(uri);
  }

  /** Marks these principals in a draft, in place of what was marked before. */
  show(document: vscode.TextDocument, suspects: readonly Suspect[]): void {
    this.collection.set(
      document.uri,
      suspects.map(suspect => {
        const certain = !['foreign', 'not-looked-up', 'unknown-service'].includes(suspect.verdict.kind);
        const diagnostic = new vscode.Diagnostic(
          rangeOf(document, suspect),
          this.host.say(suspectText(suspect)),
          certain ? vscode.DiagnosticSeverity.Error : vscode.DiagnosticSeverity.Warning,
        );
        diagnostic.source = 'AWS KMS';
        return diagnostic;
      }),
    );
  }
}
