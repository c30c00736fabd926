import * as vscode from 'vscode';
import type { Denial } from '../../denial';
import { message } from '../../text/message';
import { type Host, notInBrowser, tell } from '../host';
import type { SandboxHost } from '../sandboxHost';
import { credentialChoices, type NamedSession } from '../sessions';

/** How a denial is to be explained: with a session's eyes, with a key policy that somebody sent, or from the text alone. */
export type EvidenceSource =
  | ({ readonly kind: 'session' } & NamedSession)
  | { readonly kind: 'key-policy'; readonly text: string }
  | { readonly kind: 'text-alone' };

type Choice = vscode.QuickPickItem & { readonly source?: () => Promise<EvidenceSource | undefined> };

/**
 * Asks what to look with: the sandbox for its own keys, a profile, the environment's credentials, a pasted key policy, or the
 * text alone. In an untrusted workspace the user's credentials are not offered.
 * @param pastePolicy opens a document to paste a key policy into, which goes on by itself
 * @returns undefined when the user backs out, or goes on elsewhere
 */
export async function chooseEvidenceSource(
  host: Host,
  sandboxHost: SandboxHost,
  denial: Denial,
  pastePolicy: () => Promise<void>,
): Promise<EvidenceSource | undefined> {
  if (host.node === undefined) {
    void tell(host, notInBrowser);
    return { kind: 'text-alone' };
  }
  const choices: Choice[] = [
    ...(await sandboxChoices(host, sandboxHost, denial)),
    ...(await profileChoices(host, denial)),
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
  const account = denial.resourceAccount;
  const chosen = await vscode.window.showQuickPick(choices, {
    title:
      account === null
        ? host.say(message('Read the key with which AWS profile?'))
        : host.say(message('Read the key of account {account} with which AWS profile?', { account })),
    matchOnDescription: true,
    ignoreFocusOut: true,
  });
  return chosen?.source?.();
}

async function sandboxChoices(host: Host, sandboxHost: SandboxHost, denial: Denial): Promise<Choice[]> {
  const scenario = denial.resource === null ? undefined : await sandboxHost.scenarioOf(denial.resource);
  return scenario === undefined
    ? []
    : [
        {
          label: `$(beaker) ${host.say(message('Sandbox'))}`,
          description: host.say(message('this key belongs to Double Lock’s sandbox: no AWS account needed')),
          source: async () => ({
            kind: 'session',
            session: await sandboxHost.sessionFor(scenario),
            label: host.say(message('Sandbox')),
          }),
        },
      ];
}

async function profileChoices(host: Host, denial: Denial): Promise<Choice[]> {
  const account = denial.resourceAccount ?? undefined;
  const choices = await credentialChoices(host, {
    account,
    region: denial.region ?? denial.requestRegion ?? undefined,
    note: profile =>
      account !== undefined && profile.account === account ? { says: message('owns the key'), rank: 0 } : undefined,
  });
  return choices.map(({ open, ...item }) => ({
    ...item,
    ...(open && {
      source: async () => {
        const named = await open();
        return named && { kind: 'session' as const, ...named };
      },
    }),
  }));
}
