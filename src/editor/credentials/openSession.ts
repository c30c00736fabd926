import * as vscode from 'vscode';
import { looksLikeRegion } from '../../denial';
import type { LabelledSession } from '../../live';
import type { Answer, CredentialSource, Profile } from '../../ports';
import { asCode, message } from '../../text/message';
import { type Host, needNode } from '../host';
import { whyNoCalls } from './allowed';
import type { Need } from './need';

/** What the credentials of the environment are called. */
export const environmentName = message('Credentials of the environment');

/**
 * Opens a session with credentials of the user's. Asks for the Region where nothing tells it, and for an MFA code when one is needed.
 * @param profile absent for the environment
 * @returns undefined when the user backs out
 * @throws NotPossible in a browser's worker
 */
export async function openSession(
  host: Host,
  need: Need,
  profile?: Pick<Profile, 'name' | 'region'>,
): Promise<Answer<LabelledSession> | undefined> {
  const node = needNode(host);
  // Nobody is offered this without trust; that nothing else comes here either is not left to those who ask.
  if (whyNoCalls(host) !== undefined) {
    return undefined;
  }
  const region = need.region ?? profile?.region ?? (await askRegion(host));
  if (region === undefined) {
    return undefined;
  }
  const source: Exclude<CredentialSource, { kind: 'sandbox' }> =
    profile === undefined ? { kind: 'environment' } : { kind: 'profile', name: profile.name };
  const opened = await (await node.aws()).openSession({ source, region, mfaCode: serial => askMfaCode(host, serial) });
  return opened.ok
    ? { ok: true, value: { session: opened.value, label: profile?.name ?? host.say(environmentName) } }
    : opened;
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
      title: host.say(message('MFA code of {serial}', { serial: asCode(serial) })),
      placeHolder: '123456',
      ignoreFocusOut: true,
      validateInput: text =>
        /^\d{6}$/.test(text.trim()) ? undefined : host.say(message('The six digits that the device shows')),
    })
    .then(text => text?.trim());
}
