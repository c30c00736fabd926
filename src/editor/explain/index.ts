import * as vscode from 'vscode';
import { activeCase } from '../caseFiles';
import { registerCommand } from '../host';
import type { Shared } from '../shared';
import { registerAgain } from './again';
import { findDenialText } from './denialText';
import { type Explain, Explainer } from './explainer';
import { PasteDocuments } from './pasteDocument';
import { showExplanation } from './show';

export type { Explain } from './explainer';

/** **Explain KMS Access Denied Error**, from wherever the text comes. */
export function registerExplain(shared: Shared): Explain {
  const { host } = shared;
  const paste = new PasteDocuments(host);
  const explainer = new Explainer(shared, paste);
  const explainFound = async (fromTerminal: boolean): Promise<void> => {
    const text = await findDenialText(paste, fromTerminal);
    await (text === undefined ? explainer.openPaste() : explainer.explain({ text }));
  };
  host.context.subscriptions.push(
    paste,
    explainer,
    registerCommand(host, 'doubleLock.explain', () => explainFound(false)),
    registerCommand(host, 'doubleLock.explainTerminalSelection', () => explainFound(true)),
    registerCommand(host, 'doubleLock.explainThisDocument', async () => {
      const document = vscode.window.activeTextEditor?.document;
      if (document) {
        const text = document.getText();
        const pasted = paste.of(document);
        await (pasted ? pasted.run(text) : explainer.explain({ text }));
      }
    }),
    registerCommand(host, 'doubleLock.correct', () =>
      explainer.last ? explainer.correct(explainer.last) : explainFound(false),
    ),
    registerCommand(host, 'doubleLock.showExplanation', async () => {
      const files = activeCase();
      if (files) {
        await showExplanation(files.explanation, true, true);
      }
    }),
  );
  registerAgain(shared, paste);
  return input => explainer.explain(input);
}
