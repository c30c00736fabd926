import * as vscode from 'vscode';
import { layOut } from '../diagnosis';
import type { LabelledSession } from '../live';
import { failureSentence } from '../ports';
import { message } from '../text/message';
import { type CaseStore, livePolicyFile } from './caseFiles';
import type { Credentials } from './credentials';
import { pickKey } from './explain/keyPicker';
import { isExpired, offerSignIn } from './credentials/signIn';
import { type Host, registerCommand, tell } from './host';
import { readLivePolicy } from './readLivePolicy';

/** **Open Live Key Policy**: the policy of a key that is picked, read-only, with all that policy files have. */
export function registerLiveKeyPolicy(host: Host, store: CaseStore, credentials: Credentials): void {
  host.context.subscriptions.push(
    registerCommand(host, 'doubleLock.openLiveKeyPolicy', async () => {
      const chosen = await chooseKey(host, credentials, 'open');
      if (chosen !== undefined) {
        await openLivePolicy(host, store, chosen.named, chosen.id);
      }
    }),
  );
}

/**
 * Asks with whose credentials, then for a key that they see.
 * @returns the key's ARN, or the id or alias that was typed; undefined when the user backs out
 * @throws NotPossible in a browser's worker
 */
export async function chooseKey(
  host: Host,
  credentials: Credentials,
  purpose: 'open' | 'compare',
): Promise<{ readonly named: LabelledSession; readonly id: string } | undefined> {
  const named = await credentials.choose({ purpose });
  const id = named && (await pickKey(host, named.session));
  return named === undefined || id === undefined ? undefined : { named, id };
}

async function openLivePolicy(host: Host, store: CaseStore, named: LabelledSession, id: string): Promise<void> {
  const answer = await readLivePolicy(host, named, id);
  if (!answer.ok) {
    const { failure } = answer;
    if (isExpired(failure)) {
      return offerSignIn(host, failure, () => openLivePolicy(host, store, named, id));
    }
    await tell(host, message('The live key policy could not be read: {why}', { why: failureSentence(failure) }));
    return;
  }
  const uri = livePolicyFile(answer.value.keyArn);
  await store.put(uri, layOut(answer.value.policy));
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: false });
}
