import * as vscode from 'vscode';
import { message, type Message } from '../../text/message';
import type { Host } from '../host';

const contextKey = 'doubleLock.pasteDocuments';

/** What an untitled document is to take. */
export interface Paste {
  /** An error text, or a key policy for an error that is known already. */
  readonly what: 'error' | 'key-policy';
  /** What belongs here, shown while the document is empty. */
  readonly hint: Message;
  /** Goes on with what was pasted. */
  readonly run: (text: string) => Promise<void>;
}

/**
 * Untitled documents to paste into. An input box would not do: it turns line breaks into spaces.
 * A lens and a title button lead on.
 */
export class PasteDocuments implements vscode.CodeLensProvider, vscode.Disposable {
  private readonly pastes = new Map<string, Paste>();
  private readonly lensesChanged = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.lensesChanged.event;
  private readonly subscriptions: vscode.Disposable[];

  constructor(private readonly host: Host) {
    this.subscriptions = [
      this.lensesChanged,
      vscode.languages.registerCodeLensProvider({ scheme: 'untitled' }, this),
      vscode.workspace.onDidCloseTextDocument(d => {
        if (this.pastes.delete(d.uri.toString())) {
          void this.publish();
        }
      }),
    ];
  }

  dispose(): void {
    this.subscriptions.forEach(s => void s.dispose());
  }

  /** What the document is to take; undefined when it is none of ours. */
  of(document: vscode.TextDocument): Paste | undefined {
    return this.pastes.get(document.uri.toString());
  }

  /** Opens an empty document. */
  async open(paste: Paste): Promise<void> {
    // Errors are shown as a log: plain text would bring VS Code's own hint about languages.
    const document = await vscode.workspace.openTextDocument({
      language: paste.what === 'error' ? 'log' : 'json',
      content: '',
    });
    this.pastes.set(document.uri.toString(), paste);
    await this.publish();
    await vscode.window.showTextDocument(document, { preview: false });
    this.lensesChanged.fire();
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const paste = this.of(document);
    if (paste === undefined) {
      return [];
    }
    const top = new vscode.Range(0, 0, 0, 0);
    const empty = document.getText().trim() === '';
    return [
      new vscode.CodeLens(top, {
        title: `$(play) ${this.host.say(message('Explain'))}`,
        command: 'doubleLock.explainThisDocument',
      }),
      ...(empty ? [new vscode.CodeLens(top, { title: this.host.say(paste.hint), command: '' })] : []),
    ];
  }

  private async publish(): Promise<void> {
    await vscode.commands.executeCommand('setContext', contextKey, [...this.pastes.keys()]);
  }
}
