import * as vscode from 'vscode';
import { isEmptyJson, mayHoldPolicy } from '../policy';
import type { Clock } from '../live';
import { mayHoldKmsEvent } from '../live/cloudTrail/mayHold';
import type { Host } from './host';
import { isJson } from './jsonDocuments';
import { rememberedKinds } from './language/rememberedKinds';
import { systemClock } from './systemClock';

const view = 'doubleLock.access';
/** Milliseconds without typing before a document is looked at. */
const pause = 200;

/**
 * Keeps the features asleep until one is wanted: a command of ours, our view, or a JSON document that may hold a policy or
 * a CloudTrail event of KMS, or is still empty and may become a policy.
 * Until then each command is a stand-in that wakes them and calls again; `load` puts the real ones into their place.
 */
export function wakeOnUse(host: Host, load: () => Promise<{ register(): void }>): void {
  const standIns: vscode.Disposable[] = [];
  const endStandIns = (): void => {
    for (const standIn of standIns.splice(0)) {
      standIn.dispose();
    }
  };
  const wake = once(
    async () => {
      const features = await load();
      endStandIns();
      features.register();
    },
    error =>
      host.log.error(
        `The features could not be loaded: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      ),
  );
  host.context.subscriptions.push({ dispose: endStandIns });
  standIns.push(
    ...commandsOf(host).map(command =>
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
    watchDocuments(document => isForUs(host, document), wake, systemClock),
  );
}

/**
 * Does a work once, however often it is wanted. One that failed is done again when it is wanted the next time.
 * @param failed told of each failure
 * @returns what rejects with the work’s failure for everybody who wants it
 */
export function once(work: () => Promise<void>, failed: (error: unknown) => void): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () =>
    (running ??= work().catch((error: unknown) => {
      running = undefined;
      failed(error);
      throw error;
    }));
}

/**
 * Wakes for a JSON document: one that is open or opens, and one that was changed, after a pause of its own, which what is written in
 * other documents does not prolong.
 */
export function watchDocuments(
  isWanted: (document: vscode.TextDocument) => boolean,
  wake: () => Promise<void>,
  clock: Clock,
): vscode.Disposable {
  const look = (document: vscode.TextDocument): void => {
    if (isJson(document) && isWanted(document)) {
      wake().catch(() => undefined); // told where it failed
    }
  };
  const pauses = new Map<vscode.TextDocument, AbortController>();
  const lookAfterPause = async (document: vscode.TextDocument): Promise<void> => {
    pauses.get(document)?.abort();
    const pausing = new AbortController();
    pauses.set(document, pausing);
    await clock.pause(pause, pausing.signal);
    if (!pausing.signal.aborted) {
      pauses.delete(document);
      look(document);
    }
  };
  vscode.workspace.textDocuments.forEach(look);
  return vscode.Disposable.from(
    vscode.workspace.onDidOpenTextDocument(look),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (isJson(document)) {
        void lookAfterPause(document);
      }
    }),
    { dispose: () => pauses.forEach(pausing => pausing.abort()) },
  );
}

function commandsOf({ context }: Host): readonly string[] {
  const { contributes } = context.extension.packageJSON as {
    contributes: { commands: readonly { command: string }[] };
  };
  return contributes.commands.map(({ command }) => command).filter(command => command !== 'doubleLock.showLog');
}

function isForUs({ context }: Host, document: vscode.TextDocument): boolean {
  const text = document.getText();
  return (
    mayHoldPolicy(text) ||
    isEmptyJson(text) ||
    mayHoldKmsEvent(text) ||
    rememberedKinds(context)[document.uri.toString()] !== undefined
  );
}
