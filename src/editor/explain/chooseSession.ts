import * as vscode from 'vscode';
import type { Denial } from '../../denial';
import type { Profile, Profiles, Session } from '../../remedy';
import { message } from '../../text/message';
import { type Host, tell } from '../host';
import type { SandboxHost } from '../sandboxHost';
import { failureText } from './failureText';

/** How a denial is to be explained: with a session's eyes, or from the text alone. */
export type Sight =
  | { readonly kind: 'session'; readonly session: Session; readonly label: string }
  | { readonly kind: 'text-alone' };

type Choice = vscode.QuickPickItem & { readonly sight?: () => Promise<Sight | undefined> };

const remembered = 'profileOfAccount';

/**
 * Asks with whose eyes to look: the sandbox for its own keys, a profile, the environment's credentials, or the text alone.
 * Nothing is asked when there is but one way. In an untrusted workspace the user's credentials are not offered.
 * @returns undefined when the user backs out
 */
export async function chooseSight(host: Host, sandboxHost: SandboxHost, denial: Denial): Promise<Sight | undefined> {
  const choices: Choice[] = [
    ...await sandboxChoices(host, sandboxHost, denial),
    ...(vscode.workspace.isTrusted ? await profileChoices(host, denial) : [trustChoice(host)]),
    {
      label: `$(note) ${host.say(message('Explain from the text alone'))}`,
      detail: host.say(message('No call to AWS: says what the error itself tells')),
      sight: async () => ({ kind: 'text-alone' }),
    },
  ];
  const ways = choices.filter(c => c.sight !== undefined);
  if (ways.length === 1) { return ways[0]?.sight?.(); }
  const account = denial.resourceAccount;
  const chosen = await vscode.window.showQuickPick(choices, {
    title: account === null
      ? host.say(message('Read the key with which AWS profile?'))
      : host.say(message('Read the key of account {account} with which AWS profile?', { account })),
    matchOnDescription: true,
    ignoreFocusOut: true,
  });
  return chosen?.sight?.();
}

async function sandboxChoices(host: Host, sandboxHost: SandboxHost, denial: Denial): Promise<Choice[]> {
  const scenario = denial.resource === null ? undefined : await sandboxHost.scenarioOf(denial.resource);
  return scenario === undefined ? [] : [{
    label: `$(beaker) ${host.say(message('Sandbox'))}`,
    description: host.say(message('this key belongs to Double Lock’s sandbox: no AWS account needed')),
    sight: async () => ({ kind: 'session', session: await sandboxHost.sessionFor(scenario), label: host.say(message('Sandbox')) }),
  }];
}

async function profileChoices(host: Host, denial: Denial): Promise<Choice[]> {
  const aws = await import('../../aws');
  const found = await aws.listProfiles();
  const account = denial.resourceAccount ?? undefined;
  const last = account === undefined ? undefined : host.context.globalState.get<Record<string, string>>(remembered)?.[account];
  const rank = (p: Profile): number => (p.name === last ? 0 : p.account !== undefined && p.account === account ? 1 : p.account === undefined ? 2 : 3);
  const profiles = found.profiles.filter(p => p.credentials !== 'none').sort((a, b) => rank(a) - rank(b));
  return [
    ...profiles.map(profile => profileChoice(host, profile, denial, profile.name === last)),
    ...environmentChoice(host, found, denial),
  ];
}

function profileChoice(host: Host, profile: Profile, denial: Denial, isRemembered: boolean): Choice {
  const account = profile.account === undefined ? host.say(message('account not known yet')) : host.say(message('account {account}', { account: profile.account }));
  const owns = profile.account !== undefined && profile.account === denial.resourceAccount;
  const endpoint = profile.endpoints.kms;
  return {
    label: `$(account) ${profile.name}`,
    description: [
      account,
      ...(owns ? [host.say(message('owns the key'))] : []),
      ...(isRemembered ? [host.say(message('used last time'))] : []),
      ...(endpoint === undefined ? [] : [host.say(message('not AWS: {endpoint}', { endpoint }))]),
    ].join(' · '),
    sight: () => openSession(host, { kind: 'profile', name: profile.name }, denial, profile.region),
  };
}

function environmentChoice(host: Host, { environment }: Profiles, denial: Denial): Choice[] {
  return environment === undefined ? [] : [{
    label: `$(server-environment) ${host.say(message('Credentials of the environment'))}`,
    description: environment.account === undefined ? host.say(message('account not known yet')) : host.say(message('account {account}', { account: environment.account })),
    sight: () => openSession(host, { kind: 'environment' }, denial, undefined),
  }];
}

function trustChoice(host: Host): Choice {
  return {
    label: `$(shield) ${host.say(message('AWS profiles need a trusted workspace'))}`,
    detail: host.say(message('Double Lock makes no call with your credentials here until you trust the workspace')),
    sight: async () => {
      await vscode.commands.executeCommand('workbench.trust.manage');
      return undefined;
    },
  };
}

async function openSession(
  host: Host, source: { kind: 'profile'; name: string } | { kind: 'environment' }, denial: Denial, profileRegion: string | undefined,
): Promise<Sight | undefined> {
  const region = denial.region ?? denial.requestRegion ?? profileRegion ?? await askRegion(host);
  if (region === undefined) { return undefined; }
  const aws = await import('../../aws');
  const session = await aws.openSession({ source, region, mfaCode: serial => askMfaCode(host, serial) });
  if (!session.ok) {
    await tell(host, message('This profile cannot be used: {why}', { why: failureText(host, session.failure) }));
    return undefined;
  }
  if (source.kind === 'profile' && denial.resourceAccount !== null) {
    const all = host.context.globalState.get<Record<string, string>>(remembered) ?? {};
    await host.context.globalState.update(remembered, { ...all, [denial.resourceAccount]: source.name });
  }
  const label = source.kind === 'profile' ? source.name : host.say(message('Credentials of the environment'));
  return { kind: 'session', session: session.value, label };
}

async function askRegion(host: Host): Promise<string | undefined> {
  return vscode.window.showInputBox({
    title: host.say(message('In which AWS Region is the key?')),
    placeHolder: 'eu-west-1',
    ignoreFocusOut: true,
    validateInput: text => (/^[a-z]{2}(-[a-z]+)+-\d$/.test(text.trim()) ? undefined : host.say(message('A Region such as eu-west-1'))),
  }).then(text => text?.trim());
}

async function askMfaCode(host: Host, serial: string): Promise<string | undefined> {
  return vscode.window.showInputBox({ title: host.say(message('MFA code of {serial}', { serial })), ignoreFocusOut: true });
}
