import * as vscode from 'vscode';
import { tokensOf, tokenTypes } from '../../assist/tokens';
import { jsonDocuments } from '../jsonDocuments';
import { policiesIn } from '../policies';
import { rangeOf } from '../range';

/** The types of token, in the order of their numbers. */
export const legend = new vscode.SemanticTokensLegend([...tokenTypes]);

/** Colours actions, wildcards, policy variables and accounts, in policies only. */
export function provideColours(): vscode.Disposable {
  return vscode.languages.registerDocumentSemanticTokensProvider(
    jsonDocuments,
    {
      provideDocumentSemanticTokens(document) {
        const builder = new vscode.SemanticTokensBuilder(legend);
        for (const token of tokensOf(policiesIn(document))) {
          builder.push(rangeOf(document, token), token.type);
        }
        return builder.build();
      },
    },
    legend,
  );
}
