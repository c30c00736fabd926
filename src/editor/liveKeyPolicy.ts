import * as vscode from 'vscode';
import { parseKeyArn } from '../policy';
import { layOut } from '../diagnosis';
import { plainFailure } from '../ports';
import { message, type Message } from '../text/message';
import { type CaseStore, livePolicyFile } from './caseFiles';
import { pickKey } from './explain/keyPicker';
import { isExpired, offerSignIn } from './explain/signIn';
import { type Host, registerCommand, tell } from './host';
import { readLivePolicy } from './readLivePolicy';
import type { SandboxHost } from './sandboxHost';
import { credentialChoices, type NamedSession, type SessionChoice } from './sessions';

/** **Open Live Key Policy**: the policy of a key that is picked, read-only, with all that policy files have. */
export function registerLiveKeyPolicy(host: Host, store: CaseStore, sandboxHost: SandboxHost): void {
  host.context.subscriptions.push(
    registerCommand(host, 'doubleLock.openLiveKeyPolicy', async () => {
      const chosen = await chooseKey(host, sandboxHost, message('Open a live key policy with which AWS profile?'));
      if (chosen !== undefined) {
        await openLivePolicy(host, store, chosen.named, chosen.id);
      }
    }),
  );
}

/**
 * Asks with whose credentials, then for a key that they see.
 * @returns the key's ARN, or the id or alias that was typed; undefined when the user backs out
 */
export async function chooseKey(
  host: Host,
  sandboxHost: SandboxHost,
  question: Message,
): Promise<{ readonly named: NamedSession; readonly id: string } | undefined> {
  const choices = [...(await credentialChoices(host, {})), ...(await sandboxChoices(host, sandboxHost))];
  const named = await (
    await vscode.window.showQuickPick(choices, {
      title: host.say(question),
      matchOnDescription: true,
      ignoreFocusOut: true,
    })
  )?.open?.();
  const id = named && (await pickKey(host, named.session));
  return named === undefined || id === undefined ? undefined : { named, id };
}

async function openLivePolicy(host: Host, store: CaseStore, named: NamedSession, id: string): Promise<void> {
  const answer = await readLivePolicy(host, named, id);
  if (!answer.ok) {
    const { failure } = answer;
    if (isExpired(failure)) {
      return offerSignIn(host, failure, () => openLivePolicy(host, store, named, id));
    }
    await tell(host, message('The live key policy could not be read: {why}', { why: plainFailure(failure, host.say) }));
    return;
  }
  const uri = livePolicyFile(answer.value.keyArn);
  await store.put(uri, layOut(answer.value.policy));
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: false });
}

/** The sandbox's accounts and Regions, each seen by the administrator of its keys. */
async function sandboxChoices(host: Host, sandboxHost: SandboxHost): Promise<SessionChoice[]> {
  const places = new Map(
    (await sandboxHost.scenarios())
      .filter(s => s.readerArn !== s.principalArn)
      .map(s => {
        const { account = '', region = '' } = parseKeyArn(s.keyArn) ?? {};
        return [`${account} ${region}`, { account, region, scenario: s }] as const;
      }),
  );
  return [...places.values()].map(({ account, region, scenario }) => ({
    label: `$(beaker) ${host.say(message('Sandbox'))}`,
    description: [host.say(message('account {account}', { account })), region].join(' · '),
    open: async () => ({
      session: await sandboxHost.sessionFor({ ...scenario, region }),
      label: host.say(message('Sandbox')),
    }),
  }));
}
