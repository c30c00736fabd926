import * as vscode from 'vscode';
import { placeAt } from '../../assist/place';
import { type NamedParty, referencesTo, partyAt } from '../../assist/references';
import { locate } from '../../policy';
import { LineIndex, type Position } from '../../text/lines';
import { isJson, jsonDocuments } from '../jsonDocuments';
import { policiesIn } from '../policies';
import { rangeOf } from '../range';

// So many files are looked through, none bigger than that: a search that takes minutes helps nobody.
const mostFiles = 3000;
const mostBytes = 5_000_000;

/** Find All References on a principal: every policy of the workspace that names it, in whatever form. */
export function provideReferences(): vscode.Disposable {
  return vscode.languages.registerReferenceProvider(jsonDocuments, {
    async provideReferences(document, position, _context, token) {
      const place = placeAt(policiesIn(document), document.offsetAt(position));
      const wanted = place && partyAt(place);
      if (wanted === undefined) {
        return undefined;
      }
      const open = new Map(vscode.workspace.textDocuments.filter(isJson).map(d => [d.uri.toString(), d]));
      const files = await vscode.workspace.findFiles('**/*.{json,jsonc}', '**/node_modules/**', mostFiles, token);
      // A document without a tab stays in memory, also when its file is gone: so what counts is the list of files.
      const unsaved = [...open.values()].filter(d => d.isUntitled).map(d => d.uri);
      const found: vscode.Location[] = [];
      for (const uri of new Map([document.uri, ...unsaved, ...files].map(u => [u.toString(), u])).values()) {
        if (token.isCancellationRequested) {
          break;
        }
        const known = open.get(uri.toString());
        found.push(
          ...(known
            ? referencesTo(wanted, policiesIn(known)).map(span => new vscode.Location(uri, rangeOf(known, span)))
            : await referencesInFile(uri, wanted)),
        );
      }
      return found;
    },
  });
}

async function referencesInFile(uri: vscode.Uri, wanted: NamedParty): Promise<vscode.Location[]> {
  try {
    if ((await vscode.workspace.fs.stat(uri)).size > mostBytes) {
      return [];
    }
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
    if (!text.includes(wanted.word)) {
      return [];
    }
    const spans = referencesTo(wanted, locate(text, { path: uri.path }));
    const lines = new LineIndex(text);
    return spans.map(
      ({ offset, length }) =>
        new vscode.Location(
          uri,
          new vscode.Range(toPosition(lines.position(offset)), toPosition(lines.position(offset + length))),
        ),
    );
  } catch {
    return []; // Gone or unreadable since it was listed.
  }
}

function toPosition({ line, column }: Position): vscode.Position {
  return new vscode.Position(line - 1, column - 1);
}
