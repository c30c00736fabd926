import * as vscode from 'vscode';
import { describeStatement } from '../../access';
import { parseKeyArn, spanInDocument } from '../../policy';
import type { Say } from '../../text/message';
import type { CurrentDiagnosis } from '../explain/current';
import { jsonDocuments } from '../jsonDocuments';
import { rangeOf } from '../range';
import { keyPoliciesIn } from './keyPolicies';

const setting = 'doubleLock.statementLenses';

/** A line above each statement of a key policy that says what it does; a click asks who can use the key. */
class StatementLenses implements vscode.CodeLensProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.changed.event;
  private readonly subscriptions: vscode.Disposable[];

  constructor(
    private readonly current: CurrentDiagnosis,
    private readonly say: Say,
  ) {
    this.subscriptions = [
      this.changed,
      vscode.workspace.onDidChangeConfiguration(e => {
        if (e.affectsConfiguration(setting)) {
          this.changed.fire();
        }
      }),
      vscode.languages.registerCodeLensProvider(jsonDocuments, this),
    ];
  }

  dispose(): void {
    this.subscriptions.forEach(s => void s.dispose());
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    if (!vscode.workspace.getConfiguration(undefined, document).get<boolean>(setting, true)) {
      return [];
    }
    return keyPoliciesIn(document, this.current).flatMap(({ located, keyArn }) => {
      const account = keyArn === undefined ? undefined : parseKeyArn(keyArn)?.account;
      return located.document.statements.map(statement => {
        const range = rangeOf(document, spanInDocument(located, statement));
        return new vscode.CodeLens(range, {
          // `$(` would begin an icon.
          title: this.say(describeStatement(statement, account)).replaceAll('$(', '\\$('),
          command: 'doubleLock.whoCanUse',
          arguments: [document.uri, range.start],
        });
      });
    });
  }
}

/** Registers the lenses above statements. */
export function createStatementLenses(current: CurrentDiagnosis, say: Say): vscode.Disposable {
  return new StatementLenses(current, say);
}
