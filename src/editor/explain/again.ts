import * as vscode from 'vscode';
import { diagnose, type Evidence, keyPolicyIn, type Remedy } from '../../diagnosis';
import { remedyName, remedyTradeOff } from '../../explanation';
import { message, type Message } from '../../text/message';
import type { CaseFiles } from '../caseFiles';
import { type Host, registerCommand, tell } from '../host';
import type { Shared } from '../shared';
import type { ShownDiagnosis } from './current';
import type { PasteDocuments } from './pasteDocument';
import { isOnShow, showDiagnosis, updateDiagnosis } from './show';

/** Commands that look at an explained case again: with another remedy, with a key policy that somebody sent. */
export function registerAgain(shared: Shared, paste: PasteDocuments): void {
  const { host, store, current } = shared;
  host.context.subscriptions.push(
    current.onDidChange(() => {
      const diagnosis = current.value?.diagnosis;
      void vscode.commands.executeCommand(
        'setContext',
        'doubleLock.hasRemedies',
        (diagnosis?.remedies.length ?? 0) > 1,
      );
      void vscode.commands.executeCommand(
        'setContext',
        'doubleLock.lacksKeyPolicy',
        diagnosis !== undefined && diagnosis.keyPolicy === undefined,
      );
    }),
    registerCommand(host, 'doubleLock.chooseRemedy', async () => {
      const shown = current.inFront();
      if (shown !== undefined) {
        await chooseRemedy(shared, shown);
      }
    }),
    registerCommand(host, 'doubleLock.pasteKeyPolicy', async () => {
      const shown = current.inFront();
      if (shown === undefined) {
        return;
      }
      await pasteKeyPolicy(host, paste, async text => {
        const diagnosis = diagnose({ ...shown.diagnosis.evidence, keyPolicy: { ok: true, value: text }, pasted: true });
        current.show({ diagnosis, files: await showDiagnosis(host, store, diagnosis) });
      });
    }),
  );
}

/** Opens a document to paste a key policy into; `run` goes on with the policy found there. */
export function pasteKeyPolicy(
  host: Host,
  paste: PasteDocuments,
  run: (policy: string) => Promise<void>,
): Promise<void> {
  return paste.open({
    what: 'key-policy',
    hint: message('Paste the key policy here, for example what aws kms get-key-policy prints'),
    run: async text => {
      const policy = keyPolicyIn(text);
      if (policy === undefined) {
        await tell(
          host,
          message('No policy was found in this text. Paste the whole JSON, from the first brace to the last.'),
        );
      } else {
        await run(policy);
      }
    },
  });
}

/** Tells a case anew with more evidence; the remedy that the user has chosen stays chosen. */
export async function tellMore(
  { host, store, current }: Shared,
  files: CaseFiles,
  more: Partial<Evidence>,
): Promise<void> {
  const shown = current.of(files);
  if (shown === undefined) {
    return;
  }
  const diagnosis = diagnose({ ...shown.diagnosis.evidence, ...more }, shown.wanted);
  await updateDiagnosis(host, store, files, diagnosis);
  current.show({ ...shown, diagnosis });
}

async function chooseRemedy({ host, store, current }: Shared, shown: ShownDiagnosis): Promise<void> {
  const { remedies, remedy, evidence } = shown.diagnosis;
  const picked = await vscode.window.showQuickPick(
    remedies.map(one => {
      const description = noteOn(one, one.id === remedy?.id);
      return {
        label: host.say(remedyName(one.id)),
        ...(description && { description: host.say(description) }),
        detail: host.say(remedyTradeOff(one.id)),
        id: one.id,
      };
    }),
    { title: host.say(message('How is the caller to be let in? The first gives least')) },
  );
  if (picked === undefined) {
    return;
  }
  const diagnosis = diagnose(evidence, picked.id);
  const anew = !isOnShow(shown.files) || (await store.isEdited(shown.files));
  const files = anew ? await showDiagnosis(host, store, diagnosis) : shown.files;
  if (!anew) {
    await updateDiagnosis(host, store, files, diagnosis);
  }
  current.show({ diagnosis, files, wanted: picked.id });
}

function noteOn({ proposal }: Remedy, isShown: boolean): Message | undefined {
  if (isShown) {
    return message('shown now');
  }
  return proposal === undefined ? undefined : message('changes the key policy: opens a diff');
}
