import * as vscode from 'vscode';
import type { Evidence } from '../../diagnosis';
import type { Failure } from '../../ports';
import { asCode, asName, message } from '../../text/message';
import { type Host, tell } from '../host';

/** What a sign-in renews. */
type Expired = Failure & { readonly kind: 'expired-token'; readonly profile: string };

/** The failure among the reads that a new sign-in cures; undefined where none is. */
export function expiredIn({ caller, key, keyPolicy, grants, identity }: Evidence): Expired | undefined {
  return [caller, key, keyPolicy, grants, identity]
    .flatMap(answer => (answer === undefined || answer === 'reading' || answer.ok ? [] : [answer.failure]))
    .find(isExpired);
}

/** Whether a failure is cured by signing in with the AWS CLI again. */
export function isExpired(failure: Failure): failure is Expired {
  return failure.kind === 'expired-token' && failure.renew !== 'other' && failure.profile !== undefined;
}

/**
 * Offers to sign in with the AWS CLI, in a terminal of its own: the program and its words, no shell line in which a profile's name
 * could do harm. `again` runs once the sign-in has succeeded.
 */
export async function offerSignIn(host: Host, { profile, renew }: Expired, again: () => Promise<void>): Promise<void> {
  const words = [...(renew === 'aws sso login' ? ['sso', 'login'] : ['login']), '--profile', profile];
  const text = message(
    'The session of the profile {profile} has expired. Sign in again, and Double Lock goes on by itself.',
    { profile: asName(profile) },
  );
  if (
    (await tell(host, text, message('Sign In ({command})', { command: asCode(['aws', ...words].join(' ')) }))) !== 0
  ) {
    return;
  }
  const terminal = vscode.window.createTerminal({
    name: host.say(message('AWS sign-in: {profile}', { profile: asName(profile) })),
    shellPath: 'aws',
    shellArgs: words,
    iconPath: new vscode.ThemeIcon('key'),
  });
  const closed = vscode.window.onDidCloseTerminal(async other => {
    if (other !== terminal) {
      return;
    }
    closed.dispose();
    if (terminal.exitStatus?.code === 0) {
      await again();
    }
  });
  host.context.subscriptions.push(closed);
  terminal.show();
}
