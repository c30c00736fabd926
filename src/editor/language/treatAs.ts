import * as vscode from 'vscode';
import { type LocatedKind, locatedKinds } from '../../policy';
import { configName, setKind } from '../../rules/config';
import { kindTitle } from '../../rules/page';
import { asName, message } from '../../text/message';
import { caseOf } from '../caseFiles';
import { type Host, registerCommand, tell } from '../host';
import { isJson } from '../jsonDocuments';
import { changeConfig } from './configFile';
import type { Configuration } from './configuration';
import { exactly } from './fixCommands';

interface KindItem extends vscode.QuickPickItem {
  /** Undefined leaves it to the content. */
  readonly policyKind: LocatedKind | undefined;
}

interface Choice {
  readonly kind: LocatedKind | undefined;
  /** To be kept in `.double-lock.json`, for everybody, rather than in this workspace's memory. */
  readonly shared: boolean;
}

/** **Treat This File As…**, on every JSON document. */
export function registerTreatAs(host: Host, configuration: Configuration): vscode.Disposable {
  return registerCommand(host, 'doubleLock.treatAs', async () => {
    const document = vscode.window.activeTextEditor?.document;
    if (document === undefined || !isJson(document)) {
      await tell(host, message('Open a JSON file first.'));
      return;
    }
    const { kind: now, configUri, path } = await configuration.for(document);
    const choice = await choose(
      host,
      now?.kind,
      configUri !== undefined && !document.isUntitled && caseOf(document.uri) === undefined,
    );
    if (choice === undefined) {
      return;
    }
    const { kind } = choice;
    if (choice.shared && kind !== undefined && configUri) {
      if (await changeConfig(host, configUri, text => setKind(text, exactly(path), kind))) {
        await configuration.rememberKind(document, undefined);
      }
    } else {
      await configuration.rememberKind(document, kind);
    }
  });
}

async function choose(host: Host, now: LocatedKind | undefined, canShare: boolean): Promise<Choice | undefined> {
  const share: vscode.QuickInputButton = {
    iconPath: new vscode.ThemeIcon('save'),
    tooltip: host.say(message('Keep in {file}, for everybody', { file: asName(configName) })),
  };
  const pick = vscode.window.createQuickPick<KindItem>();
  pick.title = host.say(message('Treat this file as…'));
  pick.items = [
    { label: host.say(message('What its content says')), policyKind: undefined },
    ...locatedKinds
      .filter(kind => kind !== 'unknown')
      .map(kind => ({ label: kindTitle(kind, host.say), policyKind: kind, ...(canShare && { buttons: [share] }) })),
  ];
  pick.activeItems = pick.items.filter(item => item.policyKind === now);
  try {
    return await new Promise<Choice | undefined>(resolve => {
      pick.onDidTriggerItemButton(({ item }) => resolve({ kind: item.policyKind, shared: true }));
      pick.onDidAccept(() =>
        resolve(pick.selectedItems[0] && { kind: pick.selectedItems[0].policyKind, shared: false }),
      );
      pick.onDidHide(() => resolve(undefined));
      pick.show();
    });
  } finally {
    pick.dispose();
  }
}
