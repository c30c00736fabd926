import * as vscode from 'vscode';
import { message } from '../../text/message';
import type { Host } from '../host';

const contextKey = 'doubleLock.pasteDocuments';

/**
 * Untitled documents to paste an error into. An input box would not do: it turns line breaks into spaces.
 * A lens and a title button lead on.
 */
export class PasteDocuments implements vscode.CodeLensProvider, vscode.Disposable {
  private readonly uris = new Set<string>();
  private readonly lensesChanged = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.lensesChanged.event;
  private readonly subscriptions: vscode.Disposable[];

  constructor(private readonly host: Host) {
    this.subscriptions = [
      this.lensesChanged,
      vscode.languages.registerCodeLensProvider({ scheme: 'untitled' }, this),
      vscode.workspace.onDidCloseTextDocument(d => { if (this.uris.delete(d.uri.toString())) { void this.publish(); } }),
    ];
  }

  dispose(): void { this.subscriptions.forEach(s => void s.dispose()); }

  has(document: vscode.TextDocument): boolean { return this.uris.has(document.uri.toString()); }

  /** Opens an empty document; `text` is put in where a first attempt left something to correct. */
  async open(text = ''): Promise<void> {
    const document = await vscode.workspace.openTextDocument({ language: 'log', content: text }); // plain text would bring VS Code's own hint about languages
    this.uris.add(document.uri.toString());
    await this.publish();
    await vscode.window.showTextDocument(document, { preview: false });
    this.lensesChanged.fire();
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    if (!this.has(document)) { return []; }
    const top = new vscode.Range(0, 0, 0, 0);
    const empty = document.getText().trim() === '';
    return [
      new vscode.CodeLens(top, { title: `$(play) ${this.host.say(message('Explain'))}`, command: 'doubleLock.explainThisDocument' }),
      ...(empty ? [new vscode.CodeLens(top, {
        title: this.host.say(message('Paste the KMS error here: CLI, SDK, Terraform or CloudTrail text, with as much around it as you have')), command: '',
      })] : []),
    ];
  }

  private async publish(): Promise<void> {
    await vscode.commands.executeCommand('setContext', contextKey, [...this.uris]);
  }
}
