import * as vscode from 'vscode';
import type { LabelledSession } from '../live';
import { parseKeyArn } from '../policy';
import type { Answer, Session } from '../ports';
import { asName, message } from '../text/message';
import type { Host } from './host';

/** A key policy as KMS has it, and what people call its key. */
export interface LivePolicy {
  readonly keyArn: string;
  readonly aliases: readonly string[];
  /** The text exactly as stored. */
  readonly policy: string;
}

/**
 * Reads a key's policy, with progress.
 * @param id key ARN or id, alias name or ARN
 * @throws AbortError when the user cancels
 */
export async function readLivePolicy(
  host: Host,
  { session, label }: LabelledSession,
  id: string,
): Promise<Answer<LivePolicy>> {
  const cancelled = new AbortController();
  return vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      cancellable: true,
      title: host.say(message('Reading the live key policy ({profile}) …', { profile: asName(label) })),
    },
    (_, token) => {
      token.onCancellationRequested(() => cancelled.abort());
      return read(session, id, cancelled.signal);
    },
  );
}

/** KMS gives a key's policy by its id or ARN alone: an alias has to be looked up before. */
async function read(session: Session, id: string, signal: AbortSignal): Promise<Answer<LivePolicy>> {
  const described = parseKeyArn(id)?.keyId === undefined ? await session.describeKey(id, signal) : undefined;
  if (described?.ok === false) {
    return described;
  }
  const keyArn = described?.value.arn ?? id;
  const [policy, aliases] = await Promise.all([session.keyPolicy(keyArn, signal), session.aliases(keyArn, signal)]);
  return policy.ok
    ? { ok: true, value: { keyArn, policy: policy.value, aliases: aliases.ok ? aliases.value.map(a => a.name) : [] } }
    : policy;
}
