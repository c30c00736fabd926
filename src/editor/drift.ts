import * as vscode from 'vscode';
import { compareAccess } from '../access';
import { type LocatedPolicy, parseKeyArn, parsePolicy } from '../policy';
import { compareWithLive, effectText, keyName, layOut, whatChangesMarkdown } from '../remedy';
import { message, type Message } from '../text/message';
import { keyPolicyAt, type KeyPolicyInDocument } from './access/keyPolicies';
import { putFacts } from './apply/facts';
import { caseFile, type CaseStore } from './caseFiles';
import type { CurrentDiagnosis } from './explain/current';
import { showExplanation } from './explain/show';
import { type Host, registerCommand, tell } from './host';
import type { KeySessions } from './keySessions';
import { chooseKey } from './liveKeyPolicy';
import { needNode } from './nodeRooms';
import type { SandboxHost } from './sandboxHost';

const remembered = 'keyOfPolicyFile';

/** **Compare with Live Key**: a key policy of the workspace beside the live one of its key, which is chosen once and remembered. */
export function registerDrift(
  host: Host,
  store: CaseStore,
  sandboxHost: SandboxHost,
  current: CurrentDiagnosis,
  sessions: KeySessions,
): void {
  const tools = { host, sandboxHost, current, sessions };
  const compare = async (policy: KeyPolicyInDocument, keyArn: string): Promise<void> => {
    const read = await sessions.read(keyArn, 'read');
    if (read === undefined) {
      return;
    }
    await remember(host, policy, read.keyArn);
    const { document, located } = policy;
    const whole = located.pointer === '' && located.embedding === undefined;
    const files = await store.open([
      'compare',
      ...vscode.workspace.asRelativePath(document.uri).split('/'),
      ...located.pointer.split('/').filter(Boolean),
    ]);
    // A policy inside another document is shown by itself: the rest of that document has no counterpart.
    const text = whole ? document.getText() : layOut(policyText(located));
    const drift = compareWithLive(text, read.policy);
    await store.put(files.live, drift.live);
    if (!whole) {
      await store.put(files.proposed, text);
    }
    await putFacts(store, files, { keyArn: read.keyArn, live: read.policy });
    const name = document.uri.path.slice(document.uri.path.lastIndexOf('/') + 1);
    await vscode.commands.executeCommand(
      'vscode.diff',
      files.live,
      whole ? document.uri : files.proposed,
      host.say(message('{key}: live key policy ↔ {file}', { key: keyName(read), file: name })),
      { preview: false },
    );
    const change = compareAccess(parsePolicy(read.policy), parsePolicy(text), read.keyArn);
    const result = {
      same: message('{file} and the live key policy of {key} say the same.', { file: name, key: keyName(read) }),
      perhaps: message(
        '{file} and the live key policy of {key} say the same, if the template’s values are the live ones.',
        { file: name, key: keyName(read) },
      ),
      different: message('{file} differs from the live key policy of {key}. With the file in its place: {effect}', {
        file: name,
        key: keyName(read),
        effect: effectText(change, host.say),
      }),
    }[drift.sameness];
    const report = caseFile(files, 'What would change.md');
    await store.put(
      report,
      whatChangesMarkdown(
        { change, before: read.keyArn, after: name, broken: parsePolicy(text).errors.length > 0 },
        host.say,
      ),
    );
    const again = async (): Promise<void> => {
      const other = await askKey(tools);
      if (other !== undefined) {
        await compare(policy, other);
      }
    };
    offer(host, result, [
      ...(drift.sameness === 'different'
        ? [[message('Who Gains, Who Loses'), () => showExplanation(report, true)] as const]
        : []),
      [message('Another Key…'), again],
    ]);
  };

  host.context.subscriptions.push(
    registerCommand(host, 'doubleLock.compareWithLiveKey', async () => {
      needNode(host);
      const editor = vscode.window.activeTextEditor;
      const policy = editor && keyPolicyAt(editor.document, editor.selection.active, current);
      if (policy === undefined) {
        return void (await tell(
          host,
          message(
            'No key policy was found here. Open the file that holds it; {command} says what a file is, where its content does not.',
            { command: message('Double Lock: Treat This File As…') },
          ),
        ));
      }
      const keyArn = recall(host, policy) ?? (await askKey(tools, policy.keyArn));
      if (keyArn !== undefined) {
        await compare(policy, keyArn);
      }
    }),
  );
}

function policyText({ document: { text, node } }: LocatedPolicy): string {
  return node === undefined ? text : text.slice(node.offset, node.offset + node.length);
}

const placeOf = ({ document, located }: KeyPolicyInDocument): string => `${document.uri.toString()}#${located.pointer}`;

function recall({ context }: Host, policy: KeyPolicyInDocument): string | undefined {
  return context.workspaceState.get<Record<string, string>>(remembered)?.[placeOf(policy)];
}

async function remember({ context }: Host, policy: KeyPolicyInDocument, keyArn: string): Promise<void> {
  await context.workspaceState.update(remembered, {
    ...context.workspaceState.get<Record<string, string>>(remembered),
    [placeOf(policy)]: keyArn,
  });
}

interface AskTools {
  readonly host: Host;
  readonly sandboxHost: SandboxHost;
  readonly current: CurrentDiagnosis;
  readonly sessions: KeySessions;
}

/** Asks for the key: the policy's own where it names one, those known in this workspace, or one of an account, by alias or ARN. */
async function askKey(
  { host, sandboxHost, current: { value }, sessions }: AskTools,
  own?: string,
): Promise<string | undefined> {
  const used = Object.values(host.context.workspaceState.get<Record<string, string>>(remembered) ?? {});
  const known = [...new Set([own, value?.diagnosis.keyArn, ...used])].filter(
    arn => arn !== undefined && parseKeyArn(arn)?.keyId !== undefined && !arn.endsWith(':key/any-key'),
  );
  const other = { label: `$(search) ${host.say(message('Another key, by alias or ARN …'))}`, arn: undefined };
  const title = host.say(message('Which key is this the key policy of?'));
  const chosen =
    known.length === 0
      ? other
      : await vscode.window.showQuickPick(
          [
            ...known.map(arn => ({
              label: `$(key) ${parseKeyArn(arn ?? '')?.keyId ?? ''}`,
              description: arn ?? '',
              arn,
            })),
            other,
          ],
          { title, matchOnDescription: true },
        );
  if (chosen === undefined || chosen.arn !== undefined) {
    return chosen?.arn;
  }
  const picked = await chooseKey(
    host,
    sandboxHost,
    message('Which AWS profile sees the key that this is the key policy of?'),
  );
  if (picked !== undefined) {
    sessions.keep(picked.id, picked.named);
  }
  return picked?.id;
}

/** The notification stays until it is dismissed; nobody waits for that. */
function offer(host: Host, text: Message, actions: readonly (readonly [Message, () => Promise<void>])[]): void {
  tell(host, text, ...actions.map(([title]) => title))
    .then(chosen => (chosen === undefined ? undefined : actions[chosen]?.[1]()))
    .catch((error: unknown) => host.log.error(String(error)));
}
