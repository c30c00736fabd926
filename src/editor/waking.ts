import * as vscode from 'vscode';
import { isEmptyJson } from '../policy/json';
import { mayHoldPolicy } from '../policy/locate';
import { mayHoldKmsEvent } from '../remedy/cloudTrail/mayHold';
import type { Host } from './host';
import { isJson } from './jsonDocuments';
import { rememberedKinds } from './language/rememberedKinds';

const view = 'doubleLock.access';
const pause = 200;

/**
 * Keeps the features asleep until one is wanted: a command of ours, our view, or a JSON document that may hold a policy or
 * a CloudTrail event of KMS, or is still empty and may become a policy.
 * Until then each command is a stand-in that wakes them and calls again; `load` puts the real ones into their place.
 */
export function wakeOnUse(host: Host, load: () => Promise<{ register(): void }>): void {
  const standIns: vscode.Disposable[] = [];
  let waking: Promise<void> | undefined;
  const wake = (): Promise<void> =>
    (waking ??= load().then(features => {
      for (const standIn of standIns.splice(0)) {
        standIn.dispose();
      }
      features.register();
    }));
  const look = (document: vscode.TextDocument): void => {
    if (!isJson(document)) {
      return;
    }
    const text = document.getText();
    if (
      mayHoldPolicy(text) ||
      isEmptyJson(text) ||
      mayHoldKmsEvent(text) ||
      rememberedKinds(host.context)[document.uri.toString()]
    ) {
      void wake();
    }
  };

  const { contributes } = host.context.extension.packageJSON as {
    contributes: { commands: readonly { command: string }[] };
  };
  const ours = contributes.commands.map(({ command }) => command).filter(command => command !== 'doubleLock.showLog');
  let timer: NodeJS.Timeout | undefined;
  standIns.push(
    ...ours.map(command =>
      vscode.commands.registerCommand(command, async (...args: unknown[]) => {
        await wake();
        return vscode.commands.executeCommand(command, ...args);
      }),
    ),
    vscode.window.registerTreeDataProvider<never>(view, {
      getChildren: async () => {
        await wake();
        return [];
      },
      getTreeItem: element => element,
    }),
    vscode.workspace.onDidOpenTextDocument(look),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      clearTimeout(timer);
      timer = setTimeout(() => look(document), pause);
    }),
    { dispose: () => clearTimeout(timer) },
  );
  host.context.subscriptions.push({
    dispose: () => {
      for (const standIn of standIns.splice(0)) {
        standIn.dispose();
      }
    },
  });
  vscode.workspace.textDocuments.forEach(look);
}
