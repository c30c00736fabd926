import * as vscode from 'vscode';
import type { Aws, SandboxRoom } from '../ports';
import type { Block } from '../text/blocks';
import { inMarkdown, inPreview } from '../text/inMarkdown';
import { asText, message, type Message, type Say } from '../text/message';
import { label, sayer, type Translate } from '../text/say';
import { withoutSecrets } from '../text/secrets';

/** What every feature of the editor side shares; built once in `activate`. */
export interface Host {
  readonly context: vscode.ExtensionContext;
  readonly log: vscode.LogOutputChannel;
  /** Says a sentence for a notification, a dialog, a list, a tree or a lens, in the display language: nothing from outside makes a link or an icon there. */
  readonly say: Say;
  /** A document of ours as Markdown for the preview, in the display language. */
  readonly inPreview: (document: readonly Block[]) => string;
  /** The same for a chat. */
  readonly inMarkdown: (document: readonly Block[]) => string;
  /** What an extension host in Node has; undefined in a browser's worker, where neither AWS nor a sandbox can be reached. */
  readonly node: NodeHost | undefined;
}

/** What only Node can give. `extension.ts`, the entry in Node, hands it in: nothing that runs in a browser's worker too imports it. */
export interface NodeHost {
  /** `process.platform`: of the machine on which the extension runs. */
  readonly platform: string;
  /** Loads the AWS SDK, on first use. */
  aws(): Promise<Aws>;
  /** Loads the sandbox, on first use. */
  sandbox(): Promise<SandboxRoom>;
}

/** Why live features and the sandbox are not there in a browser. */
export const notInBrowser = message(
  'An editor in the browser can call neither AWS nor a sandbox. In VS Code on the desktop, over SSH, in WSL or in a codespace Double Lock does both; everything else works here too.',
);

/** Something asked for cannot be had here, and the reason is a sentence for people. */
export class NotPossible extends Error {
  constructor(readonly why: Message) {
    super(why.text);
  }
}

/** The display language's text for a sentence of ours. */
export const translate: Translate = text => vscode.l10n.t(text);

/** As {@link Host.say}. */
export const sayInEditor: Say = sayer(label, translate);

/** For what ends in a call: whoever asks is told at once, not after a question or two. @throws NotPossible in a browser's worker */
export function needNode({ node }: Host): NodeHost {
  if (node === undefined) {
    throw new NotPossible(notInBrowser);
  }
  return node;
}

/**
 * Builds the shared part. The log never gets credentials: only what our own sentences say.
 * @param node what Node gives; not given in a browser's worker
 */
export function createHost(context: vscode.ExtensionContext, node?: NodeHost): Host {
  const log = vscode.window.createOutputChannel('Double Lock', { log: true });
  context.subscriptions.push(
    log,
    vscode.commands.registerCommand('doubleLock.showLog', () => log.show()),
  );
  return {
    context,
    log,
    say: sayInEditor,
    inPreview: document => inPreview(document, translate),
    inMarkdown: document => inMarkdown(document, translate),
    node,
  };
}

/**
 * Registers a command whose failures reach the user as one sentence with a way to the log, never as a raw exception.
 * A cancelled command ends silently.
 */
export function registerCommand(
  host: Host,
  id: string,
  run: (...args: unknown[]) => Promise<void> | void,
): vscode.Disposable {
  return vscode.commands.registerCommand(id, async (...args: unknown[]) => {
    try {
      await run(...args);
    } catch (error) {
      if (isCancellation(error)) {
        return;
      }
      if (error instanceof NotPossible) {
        return void tell(host, error.why);
      }
      // What nobody expected may carry anything.
      host.log.error(
        withoutSecrets(`${id}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`),
      );
      const showLog = host.say(message('Show Log'));
      const chosen = await vscode.window.showErrorMessage(
        host.say(
          message('Double Lock stumbled over something it did not expect: {reason}', {
            reason: asText(shortReason(error)),
          }),
        ),
        showLog,
      );
      if (chosen === showLog) {
        host.log.show();
      }
    }
  });
}

/** Whether an error only says that the user, or a newer run, cancelled. */
export function isCancellation(error: unknown): boolean {
  return (
    error instanceof vscode.CancellationError ||
    (error instanceof Error && (error.name === 'AbortError' || error.name === 'Canceled'))
  );
}

/**
 * Shows an information message, in which outside text makes no links.
 * @returns the chosen action's index, from 0; undefined when the message was closed without
 */
export async function tell(host: Host, text: Message, ...actions: readonly Message[]): Promise<number | undefined> {
  const titles = actions.map(a => host.say(a));
  const chosen = await vscode.window.showInformationMessage(host.say(text), ...titles);
  return chosen === undefined ? undefined : titles.indexOf(chosen);
}

function shortReason(error: unknown): string {
  const text = withoutSecrets(error instanceof Error ? error.message : String(error));
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
