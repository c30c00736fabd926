import type * as vscode from 'vscode';
import type { LabelledSession } from '../../live';
import { message } from '../../text/message';
import type { Host } from '../host';
import type { SessionChoice } from './profiles';

/** How a denial is to be explained: with a session's eyes, with a key policy that somebody sent, or from the text alone. */
export type EvidenceSource =
  | ({ readonly kind: 'session' } & LabelledSession)
  | { readonly kind: 'key-policy'; readonly text: string }
  | { readonly kind: 'text-alone' };

/** A way to what a denial is explained with, as an entry of a quick pick. */
export type EvidenceChoice = vscode.QuickPickItem & { readonly source?: () => Promise<EvidenceSource | undefined> };

/** Credentials as a way to evidence. */
export function withSession({ open, ...item }: SessionChoice): EvidenceChoice {
  return {
    ...item,
    ...(open && {
      source: async () => {
        const named = await open();
        return named && { kind: 'session' as const, ...named };
      },
    }),
  };
}

/**
 * What does without credentials: a pasted key policy, and the text alone.
 * @param pastePolicy opens a document to paste a key policy into, which goes on by itself
 */
export function withoutCredentials(host: Host, pastePolicy: () => Promise<void>): EvidenceChoice[] {
  return [
    {
      label: `$(clippy) ${host.say(message('Paste the key policy'))}`,
      detail: host.say(
        message('No call to AWS: for a key of an account without a profile here, whose owner sends you the policy'),
      ),
      source: async () => {
        await pastePolicy();
        return undefined;
      },
    },
    {
      label: `$(note) ${host.say(message('Explain from the text alone'))}`,
      detail: host.say(message('No call to AWS: says what the error itself tells')),
      source: async () => ({ kind: 'text-alone' }),
    },
  ];
}
