import * as vscode from 'vscode';
import { message } from '../../text/message';
import { type Host, tell } from '../host';
import type { SandboxHost } from '../sandboxHost';
import { credentialChoices, type NamedSession, type SessionChoice } from '../sessions';
import type { Search } from './askWhat';

/**
 * Asks with which credentials to read CloudTrail: a denial is logged in the caller's account.
 * @returns undefined when the user backs out
 */
export async function chooseHistory(
  host: Host,
  sandboxHost: SandboxHost,
  search: Search,
): Promise<NamedSession | undefined> {
  const account = search.callerAccount ?? search.keyAccount;
  const sandbox = await sandboxChoice(host, sandboxHost, search);
  const profiles = await credentialChoices(host, {
    account,
    rememberAs: account && `CloudTrail of ${account}`,
    region: search.region,
    note: profile =>
      account !== undefined && profile.account === account
        ? { says: message('the caller’s account'), rank: 0 }
        : undefined,
  });
  if (sandbox !== undefined && (profiles.length === 0 || !vscode.workspace.isTrusted)) {
    return sandbox.open?.();
  }
  const choices = [...(sandbox ? [sandbox] : []), ...profiles];
  if (choices.length === 0) {
    await tell(
      host,
      message('No AWS profile was found to read CloudTrail with. Create one with {command}.', {
        command: 'aws configure sso',
      }),
    );
    return undefined;
  }
  const chosen = await vscode.window.showQuickPick(choices, {
    title:
      account === undefined
        ? host.say(message('Read CloudTrail with which AWS profile?'))
        : host.say(message('Read CloudTrail of account {account} with which AWS profile?', { account })),
    matchOnDescription: true,
    ignoreFocusOut: true,
  });
  return chosen?.open?.();
}

async function sandboxChoice(
  host: Host,
  sandboxHost: SandboxHost,
  { keyArn, callerAccount, keyAccount, region, wanted }: Search,
): Promise<SessionChoice | undefined> {
  const scenario = keyArn === undefined ? undefined : await sandboxHost.scenarioOf(keyArn);
  const caller = wanted.principal === undefined ? undefined : await sandboxHost.identityOf(wanted.principal);
  const account = callerAccount ?? keyAccount;
  const reader =
    (scenario === undefined && caller === undefined) || account === undefined
      ? undefined
      : await sandboxHost.administratorOf(account);
  if (reader === undefined) {
    return undefined;
  }
  const label = host.say(message('Sandbox'));
  const where = region ?? scenario?.region ?? 'ap-northeast-1';
  return {
    label: `$(beaker) ${label}`,
    description: host.say(message('CloudTrail of the sandbox’s account {account}', { account: account ?? '' })),
    open: async () => ({ session: await sandboxHost.sessionAs(reader, where), label }),
  };
}
