import * as vscode from 'vscode';
import { parseKeyArn } from '../policy';
import { layOut, plainFailure, type Session } from '../remedy';
import { message } from '../text/message';
import { type CaseStore, livePolicyFile } from './caseFiles';
import { pickKey } from './explain/keyPicker';
import { isExpired, offerSignIn } from './explain/signIn';
import { type Host, registerCommand, tell } from './host';
import type { SandboxHost } from './sandboxHost';
import { credentialChoices, type NamedSession, type SessionChoice } from './sessions';

/** **Open Live Key Policy**: the policy of a key that is picked, read-only, with all that policy files have. */
export function registerLiveKeyPolicy(host: Host, store: CaseStore, sandboxHost: SandboxHost): void {
  host.context.subscriptions.push(registerCommand(host, 'doubleLock.openLiveKeyPolicy', async () => {
    const choices = [...await credentialChoices(host, {}), ...await sandboxChoices(host, sandboxHost)];
    const title = host.say(message('Open a live key policy with which AWS profile?'));
    const chosen = await (await vscode.window.showQuickPick(choices, { title, matchOnDescription: true, ignoreFocusOut: true }))?.open?.();
    if (chosen === undefined) { return; }
    const arn = await pickKey(host, chosen.session);
    if (arn !== undefined) { await openLivePolicy(host, store, chosen, arn); }
  }));
}

async function openLivePolicy(host: Host, store: CaseStore, { session, label }: NamedSession, arn: string): Promise<void> {
  const cancelled = new AbortController();
  const answer = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, cancellable: true, title: host.say(message('Reading the key policy ({profile}) …', { profile: label })) },
    (_, token) => {
      token.onCancellationRequested(() => cancelled.abort());
      return readPolicy(session, arn, cancelled.signal);
    },
  );
  if (!answer.ok) {
    const { failure } = answer;
    if (isExpired(failure)) { return offerSignIn(host, failure, () => openLivePolicy(host, store, { session, label }, arn)); }
    await tell(host, message('The key policy could not be read: {why}', { why: plainFailure(failure, host.say) }));
    return;
  }
  const uri = livePolicyFile(answer.value.arn);
  await store.put(uri, layOut(answer.value.policy));
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: false });
}

type Read = Awaited<ReturnType<Session['keyPolicy']>>;

/** KMS gives a policy by key id alone: an alias has to be looked up before. */
async function readPolicy(session: Session, arn: string, signal: AbortSignal): Promise<{ ok: true; value: { arn: string; policy: string } } | Exclude<Read, { ok: true }>> {
  const key = parseKeyArn(arn)?.keyId === undefined ? await session.describeKey(arn, signal) : undefined;
  if (key?.ok === false) { return key; }
  const id = key?.value.arn ?? arn;
  const policy = await session.keyPolicy(id, signal);
  return policy.ok ? { ok: true, value: { arn: id, policy: policy.value } } : policy;
}

/** The sandbox's accounts and Regions, each seen by the administrator of its keys. */
async function sandboxChoices(host: Host, sandboxHost: SandboxHost): Promise<SessionChoice[]> {
  const places = new Map((await sandboxHost.scenarios()).filter(s => s.readerArn !== s.principalArn).map(s => {
    const { account = '', region = '' } = parseKeyArn(s.keyArn) ?? {};
    return [`${account} ${region}`, { account, region, scenario: s }] as const;
  }));
  return [...places.values()].map(({ account, region, scenario }) => ({
    label: `$(beaker) ${host.say(message('Sandbox'))}`,
    description: [host.say(message('account {account}', { account })), region].join(' · '),
    open: async () => ({ session: await sandboxHost.sessionFor({ ...scenario, region }), label: host.say(message('Sandbox')) }),
  }));
}
