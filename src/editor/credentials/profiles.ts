import * as vscode from 'vscode';
import type { LabelledSession } from '../../live';
import { failureSentence, type Profile, type Profiles } from '../../ports';
import { asCode, asName, message } from '../../text/message';
import { type Host, needNode, tell } from '../host';
import { whyNoCalls } from './allowed';
import { memoryOf, type Need, noteOn } from './need';
import { environmentName, openSession } from './openSession';

/** A way to credentials as an entry of a quick pick. Without `open` it only says something. */
export type SessionChoice = vscode.QuickPickItem & { readonly open?: () => Promise<LabelledSession | undefined> };

const remembered = 'profileOfAccount';

/**
 * The user's credentials as choices, those that fit first. In an untrusted workspace they are not offered: one entry says so and leads
 * to the trust settings.
 * @throws NotPossible in a browser's worker
 */
export async function userChoices(host: Host, need: Need): Promise<SessionChoice[]> {
  const node = needNode(host);
  if (whyNoCalls(host) !== undefined) {
    return [trustChoice(host)];
  }
  const found = await (await node.aws()).listProfiles();
  const last = lastTime(host, need);
  const rank = (p: Profile): number =>
    usualRank(p, need.account, last) -
    (p.name === found.chosenByEnvironment ? 0.5 : 0) +
    10 * (noteOn(need, p)?.rank ?? 0);
  const profiles = found.profiles.filter(p => p.credentials !== 'none').sort((a, b) => rank(a) - rank(b));
  return [
    ...profiles.map(profile =>
      profileChoice(host, need, profile, [
        ...(profile.name === last ? [host.say(message('used last time'))] : []),
        ...(profile.name === found.chosenByEnvironment ? ['AWS_PROFILE'] : []),
      ]),
    ),
    ...environmentChoice(host, need, found),
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

function profileChoice(host: Host, need: Need, profile: Profile, marks: readonly string[]): SessionChoice {
  const note = noteOn(need, profile);
  return {
    label: `$(account) ${profile.name}`,
    description: [
      accountText(host, profile.account),
      ...(note === undefined ? [] : [host.say(note.says)]),
      ...marks,
      ...endpointText(host, profile.endpoints),
    ].join(' · '),
    ...way(host, profile),
    open: async () => {
      const named = await openOrTell(host, need, profile);
      if (named !== undefined) {
        await rememberChoice(host, need, profile.name);
      }
      return named;
    },
  };
}

function environmentChoice(host: Host, need: Need, { environment }: Profiles): SessionChoice[] {
  return environment === undefined
    ? []
    : [
        {
          label: `$(server-environment) ${host.say(environmentName)}`,
          description: [accountText(host, environment.account), ...endpointText(host, environment.endpoints)].join(
            ' · ',
          ),
          open: () => openOrTell(host, need),
        },
      ];
}

async function openOrTell(host: Host, need: Need, profile?: Profile): Promise<LabelledSession | undefined> {
  const opened = await openSession(host, need, profile);
  if (opened?.ok === false) {
    await tell(host, message('This profile cannot be used: {why}', { why: failureSentence(opened.failure) }));
    return undefined;
  }
  return opened?.value;
}

function lastTime({ context }: Host, need: Need): string | undefined {
  const name = memoryOf(need);
  return name === undefined ? undefined : context.globalState.get<Record<string, string>>(remembered)?.[name];
}

/** Only the profile's name is kept. */
async function rememberChoice({ context }: Host, need: Need, profile: string): Promise<void> {
  const name = memoryOf(need);
  if (name !== undefined) {
    const all = context.globalState.get<Record<string, string>>(remembered) ?? {};
    await context.globalState.update(remembered, { ...all, [name]: profile });
  }
}

function accountText(host: Host, account: string | undefined): string {
  return host.say(
    account === undefined
      ? message('account not known yet')
      : message('account {account}', { account: asName(account) }),
  );
}

function endpointText(host: Host, { kms: endpoint }: Profile['endpoints']): string[] {
  return endpoint === undefined ? [] : [host.say(message('not AWS: {endpoint}', { endpoint: asCode(endpoint) }))];
}

/** How the profile gets its credentials, where that is more than a key in a file. */
function way(
  host: Host,
  { roleArn, sourceProfiles, ssoSession, mfaSerial, credentials }: Profile,
): { readonly detail?: string } {
  const parts = [
    ...(credentials === 'sso'
      ? [ssoSession === undefined ? 'SSO' : host.say(message('SSO session {name}', { name: asName(ssoSession) }))]
      : []),
    ...(roleArn === undefined
      ? []
      : [
          sourceProfiles.length === 0
            ? host.say(message('role {role}', { role: asName(roleArn) }))
            : host.say(
                message('role {role} through {profiles}', {
                  role: asName(roleArn),
                  profiles: asCode(sourceProfiles.join(' → ')),
                }),
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
