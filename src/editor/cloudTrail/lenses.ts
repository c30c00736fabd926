import * as vscode from 'vscode';
import { failedKmsEvents } from '../../live';
import { mayHoldKmsEvent } from '../../live/cloudTrail/mayHold';
import { message, type Say } from '../../text/message';
import { jsonDocuments } from '../jsonDocuments';
import { rangeOf } from '../range';

/** **Explain this denial** above every failed KMS event in a JSON document. */
class EventLenses implements vscode.CodeLensProvider {
  constructor(private readonly say: Say) {}

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const text = document.getText();
    if (!mayHoldKmsEvent(text)) {
      return [];
    }
    return failedKmsEvents(text).map(
      event =>
        new vscode.CodeLens(rangeOf(document, event.at), {
          title: this.say(message('Explain this denial')),
          command: 'doubleLock.explainEvent',
          arguments: [event.text],
        }),
    );
  }
}

/** Registers the lenses on CloudTrail events. */
export function registerEventLenses(say: Say): vscode.Disposable {
  return vscode.languages.registerCodeLensProvider(jsonDocuments, new EventLenses(say));
}
