import * as vscode from 'vscode';
import type { LocatedKind, LocatedPolicy } from '../../policy';
import { kindNames, kindTitle } from '../../rules/page';
import { message, type Say } from '../../text/message';
import { jsonDocuments } from '../jsonDocuments';
import type { CheckedDocument, Checker } from './checker';

/** Says in the language status of the active editor what its policies are and why. JSON without a policy has no such item. */
export function showKinds(checker: Checker, say: Say): vscode.Disposable {
  let item: vscode.LanguageStatusItem | undefined;
  const show = (): void => {
    const document = vscode.window.activeTextEditor?.document;
    const checked = document && checker.last(document);
    item?.dispose();
    item = checked && checked.policies.length > 0 ? itemFor(checked, say) : undefined;
  };
  const ifActive = (document: vscode.TextDocument): void => {
    if (document === vscode.window.activeTextEditor?.document) {
      show();
    }
  };
  return vscode.Disposable.from(
    { dispose: () => item?.dispose() },
    vscode.window.onDidChangeActiveTextEditor(show),
    checker.onDidCheck(({ document }) => ifActive(document)),
    checker.onDidClose(ifActive),
  );
}

function itemFor({ policies, settings }: CheckedDocument, say: Say): vscode.LanguageStatusItem {
  const item = vscode.languages.createLanguageStatusItem('doubleLock.kind', jsonDocuments);
  item.name = 'Double Lock';
  item.text = textFor(policies, say);
  item.detail = settings.kind
    ? say(settings.kind.why)
    : [...new Set(policies.map(p => say(p.why)))].slice(0, 3).join(' ');
  item.command = { title: say(message('Treat As…')), command: 'doubleLock.treatAs' };
  item.accessibilityInformation = { label: `${item.name}: ${item.text}. ${item.detail}` };
  return item;
}

function textFor(policies: readonly LocatedPolicy[], say: Say): string {
  const counts = new Map<LocatedKind, number>();
  for (const { kind } of policies) {
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return [...counts]
    .map(([kind, count]) => (count === 1 ? kindTitle(kind, say) : `${count} × ${say(message(kindNames[kind]))}`))
    .join(', ');
}
