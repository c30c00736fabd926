import * as vscode from 'vscode';
import { looksLikeRegion } from '../denial';
import { plainFailure, type Profile, type Profiles, type Session } from '../ports';
import { message, type Message } from '../text/message';
import { type Host, needNode, tell } from './host';

/** A session, and what people call its credentials. */
export interface NamedSession {
  readonly session: Session;
  /** The profile's name, or a word for the environment or the sandbox. */
  readonly label: string;
}

/** A way to credentials as an entry of a quick pick. Without `open` it only says something. */
export type SessionChoice = vscode.QuickPickItem & { readonly open?: () => Promise<NamedSession | undefined> };

/** What a session is wanted for. */
export interface SessionWish {
  /** Whose credentials serve best. */
  readonly account?: string | undefined;
  /** Under which name the choice is remembered, so that it comes first the next time; the account unless given. */
  readonly rememberAs?: string | undefined;
  /** Of the key; asked for when neither this nor the profile has one. */
  readonly region?: string | undefined;
  readonly note?: (profile: Profile) => ProfileNote | undefined;
}

/** What a profile is to the question, and where it stands in the list: the lower the earlier, 0 for the usual order. */
export interface ProfileNote {
  readonly says: Message;
  readonly rank: number;
}

const remembered = 'profileOfAccount';

/** The user's credentials as choices. In an untrusted workspace they are not offered: one entry says so and leads to the trust settings. */
export async function credentialChoices(host: Host, wanted: SessionWish): Promise<SessionChoice[]> {
  const node = needNode(host);
  if (!vscode.workspace.isTrusted) {
    return [trustChoice(host)];
  }
  const aws = await node.aws();
  const found = await aws.listProfiles();
  const { account, rememberAs = account } = wanted;
  const last =
    rememberAs === undefined
      ? undefined
      : host.context.globalState.get<Record<string, string>>(remembered)?.[rememberAs];
  const rank = (p: Profile): number =>
    usualRank(p, account, last) - (p.name === found.chosenByEnvironment ? 0.5 : 0) + 10 * (wanted.note?.(p)?.rank ?? 0);
  const profiles = found.profiles.filter(p => p.credentials !== 'none').sort((a, b) => rank(a) - rank(b));
  return [
    ...profiles.map(profile =>
      profileChoice(host, profile, wanted, [
        ...(profile.name === last ? [host.say(message('used last time'))] : []),
        ...(profile.name === found.chosenByEnvironment ? ['AWS_PROFILE'] : []),
      ]),
    ),
    ...environmentChoice(host, found, wanted),
  ];
}

/** The one used last time, those of the account, those of which it is not known, all others. */
function usualRank(profile: Profile, account: string | undefined, last: string | undefined): number {
  if (profile.name === last) {
    return 0;
  }
  if (profile.account === undefined) {
    return 2;
  }
  return profile.account === account ? 1 : 3;
}

function profileChoice(host: Host, profile: Profile, wanted: SessionWish, marks: readonly string[]): SessionChoice {
  const note = wanted.note?.(profile);
  return {
    label: `$(account) ${profile.name}`,
    description: [
      accountText(host, profile.account),
      ...(note === undefined ? [] : [host.say(note.says)]),
      ...marks,
      ...endpointText(host, profile.endpoints),
    ].join(' · '),
    ...way(host, profile),
    open: () => openSession(host, { kind: 'profile', name: profile.name }, wanted, profile.region),
  };
}

function environmentChoice(host: Host, { environment }: Profiles, wanted: SessionWish): SessionChoice[] {
  return environment === undefined
    ? []
    : [
        {
          label: `$(server-environment) ${host.say(environmentName)}`,
          description: [accountText(host, environment.account), ...endpointText(host, environment.endpoints)].join(
            ' · ',
          ),
          open: () => openSession(host, { kind: 'environment' }, wanted, undefined),
        },
      ];
}

const environmentName = message('Credentials of the environment');

function accountText(host: Host, account: string | undefined): string {
  return host.say(account === undefined ? message('account not known yet') : message('account {account}', { account }));
}

function endpointText(host: Host, { kms: endpoint }: Profile['endpoints']): string[] {
  return endpoint === undefined ? [] : [host.say(message('not AWS: {endpoint}', { endpoint }))];
}

/** How the profile gets its credentials, where that is more than a key in a file. */
function way(
  host: Host,
  { roleArn, sourceProfiles, ssoSession, mfaSerial, credentials }: Profile,
): { readonly detail?: string } {
  const parts = [
    ...(credentials === 'sso'
      ? [ssoSession === undefined ? 'SSO' : host.say(message('SSO session {name}', { name: ssoSession }))]
      : []),
    ...(roleArn === undefined
      ? []
      : [
          sourceProfiles.length === 0
            ? host.say(message('role {role}', { role: roleArn }))
            : host.say(
                message('role {role} through {profiles}', { role: roleArn, profiles: sourceProfiles.join(' → ') }),
              ),
        ]),
    ...(mfaSerial === undefined ? [] : ['MFA']),
  ];
  return parts.length === 0 ? {} : { detail: parts.join(' · ') };
}

function trustChoice(host: Host): SessionChoice {
  return {
    label: `$(shield) ${host.say(message('AWS profiles need a trusted workspace'))}`,
    detail: host.say(message('Double Lock makes no call with your credentials here until you trust the workspace')),
    open: async () => {
      await vscode.commands.executeCommand('workbench.trust.manage');
      return undefined;
    },
  };
}

async function openSession(
  host: Host,
  source: { kind: 'profile'; name: string } | { kind: 'environment' },
  wanted: SessionWish,
  profileRegion: string | undefined,
): Promise<NamedSession | undefined> {
  // Nobody is offered this without trust; that nothing else comes here either is not left to those who ask.
  if (!vscode.workspace.isTrusted) {
    return undefined;
  }
  const region = wanted.region ?? profileRegion ?? (await askRegion(host));
  if (region === undefined) {
    return undefined;
  }
  const aws = await needNode(host).aws();
  const session = await aws.openSession({ source, region, mfaCode: serial => askMfaCode(host, serial) });
  if (!session.ok) {
    await tell(host, message('This profile cannot be used: {why}', { why: plainFailure(session.failure, host.say) }));
    return undefined;
  }
  const { rememberAs = wanted.account } = wanted;
  if (source.kind === 'profile' && rememberAs !== undefined) {
    const all = host.context.globalState.get<Record<string, string>>(remembered) ?? {};
    await host.context.globalState.update(remembered, { ...all, [rememberAs]: source.name });
  }
  return { session: session.value, label: source.kind === 'profile' ? source.name : host.say(environmentName) };
}

async function askRegion(host: Host): Promise<string | undefined> {
  return vscode.window
    .showInputBox({
      title: host.say(message('In which AWS Region is the key?')),
      placeHolder: 'eu-west-1',
      ignoreFocusOut: true,
      validateInput: text =>
        looksLikeRegion(text.trim()) ? undefined : host.say(message('A Region such as eu-west-1')),
    })
    .then(text => text?.trim());
}

async function askMfaCode(host: Host, serial: string): Promise<string | undefined> {
  return vscode.window
    .showInputBox({
      title: host.say(message('MFA code of {serial}', { serial })),
      placeHolder: '123456',
      ignoreFocusOut: true,
      validateInput: text =>
        /^\d{6}$/.test(text.trim()) ? undefined : host.say(message('The six digits that the device shows')),
    })
    .then(text => text?.trim());
}
