import * as vscode from 'vscode';
import { type AccessChange, compareAccess } from '../access';
import { type LocatedPolicy, parseKeyArn, parsePolicy, type Sameness } from '../policy';
import { compareWithLive } from '../live';
import { effectText, keyName, whatChangesReport } from '../explanation';
import { layOut } from '../diagnosis';
import { asName, asText, message, type Message, type Say } from '../text/message';
import { keyPolicyAt, type KeyPolicyInDocument } from './access/keyPolicies';
import { putFacts } from './apply/facts';
import { caseFile, type CaseFiles } from './caseFiles';
import { showExplanation } from './explain/show';
import { type Host, needNode, registerCommand, tell } from './host';
import { chooseKey } from './liveKeyPolicy';
import type { LivePolicy } from './readLivePolicy';
import type { Shared } from './shared';

const remembered = 'keyOfPolicyFile';

/** **Compare with Live Key**: a key policy of the workspace beside the live one of its key, which is chosen once and remembered. */
export function registerDrift(shared: Shared): void {
  const { host, current } = shared;
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
      const keyArn = recall(host, policy) ?? (await askKey(shared, policy.keyArn));
      if (keyArn !== undefined) {
        await compare(shared, policy, keyArn);
      }
    }),
  );
}

async function compare(shared: Shared, policy: KeyPolicyInDocument, keyArn: string): Promise<void> {
  const { host, sessions } = shared;
  const live = await sessions.read(keyArn, 'read');
  if (live === undefined) {
    return;
  }
  await remember(host, policy, live.keyArn);
  const comparison = await openDiff(shared, policy, live);
  const report = await writeReport(shared, comparison);
  const again = async (): Promise<void> => {
    const other = await askKey(shared);
    if (other !== undefined) {
      await compare(shared, policy, other);
    }
  };
  offer(host, resultOf(comparison, host.say), [
    ...(comparison.sameness === 'different'
      ? [[message('Who Gains, Who Loses'), () => showExplanation(report, true)] as const]
      : []),
    [message('Another Key…'), again],
  ]);
}

/** A key policy of the workspace held against the live one. */
interface Comparison {
  readonly live: LivePolicy;
  /** The name of the policy's file. */
  readonly file: string;
  readonly sameness: Sameness;
  /** What would change with the file in the live policy's place. */
  readonly change: AccessChange;
  /** Whether the file's policy can be read in part only. */
  readonly broken: boolean;
  readonly files: CaseFiles;
}

async function openDiff(
  { host, store }: Shared,
  { document, located }: KeyPolicyInDocument,
  live: LivePolicy,
): Promise<Comparison> {
  const whole = located.pointer === '' && located.source.kind === 'text';
  const files = await store.open([
    'compare',
    ...vscode.workspace.asRelativePath(document.uri).split('/'),
    ...located.pointer.split('/').filter(Boolean),
  ]);
  // A policy inside another document is shown by itself: the rest of that document has no counterpart.
  const text = whole ? document.getText() : layOut(policyText(located));
  const drift = compareWithLive(text, live.policy);
  await store.put(files.live, drift.live);
  if (!whole) {
    await store.put(files.proposed, text);
  }
  await putFacts(store, files, { keyArn: live.keyArn, live: live.policy });
  const file = document.uri.path.slice(document.uri.path.lastIndexOf('/') + 1);
  await vscode.commands.executeCommand(
    'vscode.diff',
    files.live,
    whole ? document.uri : files.proposed,
    host.say(message('{key}: live key policy ↔ {file}', { key: asName(keyName(live)), file: asName(file) })),
    { preview: false },
  );
  const policy = parsePolicy(text);
  const change = compareAccess(parsePolicy(live.policy), policy, live.keyArn);
  return { live, file, sameness: drift.sameness, change, broken: policy.errors.length > 0, files };
}

/** Writes **What Would Change** for whoever asks who gains and who loses. */
async function writeReport({ host, store }: Shared, comparison: Comparison): Promise<vscode.Uri> {
  const { live, file, change, broken, files } = comparison;
  const report = caseFile(files, 'What would change.md');
  await store.put(report, host.inPreview(whatChangesReport({ change, before: live.keyArn, after: file, broken })));
  return report;
}

function resultOf({ live, file, sameness, change }: Comparison, say: Say): Message {
  const key = keyName(live);
  switch (sameness) {
    case 'same':
      return message('{file} and the live key policy of {key} say the same.', { file: asName(file), key: asName(key) });
    case 'perhaps':
      return message(
        '{file} and the live key policy of {key} say the same, if the template’s values are the live ones.',
        { file: asName(file), key: asName(key) },
      );
    case 'different':
      return message('{file} differs from the live key policy of {key}. With the file in its place: {effect}', {
        file: asName(file),
        key: asName(key),
        effect: asText(effectText(change, say)),
      });
  }
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

/** Asks for the key: the policy's own where it names one, those known in this workspace, or one of an account, by alias or ARN. */
async function askKey(
  { host, credentials, current: { value }, sessions }: Shared,
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
  const picked = await chooseKey(host, credentials, 'compare');
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
