import * as vscode from 'vscode';
import { compareAccess } from '../access';
import { type LocatedPolicy, parseKeyArn, parsePolicy } from '../policy';
import { compareWithLive, effectText, keyName, layOut, plainFailure, type Session, whatChangesMarkdown } from '../remedy';
import { message, type Message } from '../text/message';
import { keyPolicyAt, type KeyPolicyInDocument } from './access/keyPolicies';
import { putFacts } from './apply/facts';
import { caseFile, type CaseStore } from './caseFiles';
import type { CurrentDiagnosis } from './explain/current';
import { showExplanation } from './explain/show';
import { type Host, registerCommand, tell } from './host';
import type { KeySessions } from './keySessions';
import { needNode } from './nodeRooms';

const remembered = 'keyOfPolicyFile';

/** **Compare with Live Key**: a key policy of the workspace beside the live one of its key, which is chosen once and remembered. */
export function registerDrift(host: Host, store: CaseStore, current: CurrentDiagnosis, sessions: KeySessions): void {
  const compare = async (policy: KeyPolicyInDocument, keyArn: string): Promise<void> => {
    const read = await readLive(host, sessions, keyArn);
    if (read === undefined) { return; }
    await remember(host, policy, read.keyArn);
    const { document, located } = policy;
    const whole = located.pointer === '' && located.embedding === undefined;
    const files = await store.open(['compare', ...vscode.workspace.asRelativePath(document.uri).split('/'), ...located.pointer.split('/').filter(Boolean)]);
    // A policy inside another document is shown by itself: the rest of that document has no counterpart.
    const text = whole ? document.getText() : layOut(policyText(located));
    const drift = compareWithLive(text, read.policy);
    await store.put(files.live, drift.live);
    if (!whole) { await store.put(files.proposed, text); }
    await putFacts(store, files, { keyArn: read.keyArn, live: read.policy });
    const name = document.uri.path.slice(document.uri.path.lastIndexOf('/') + 1);
    await vscode.commands.executeCommand('vscode.diff', files.live, whole ? document.uri : files.proposed,
      host.say(message('{key}: live key policy ↔ {file}', { key: keyName(read), file: name })), { preview: false });
    const change = compareAccess(parsePolicy(read.policy), parsePolicy(text), read.keyArn);
    const result = { same: message('{file} and the live key policy of {key} say the same.', { file: name, key: keyName(read) }),
      perhaps: message('{file} and the live key policy of {key} say the same, if the template’s values are the live ones.', { file: name, key: keyName(read) }),
      different: message('{file} differs from the live key policy of {key}. With the file in its place: {effect}', { file: name, key: keyName(read), effect: effectText(change, host.say) }),
    }[drift.sameness];
    const report = caseFile(files, 'What would change.md');
    await store.put(report, whatChangesMarkdown({ change, before: read.keyArn, after: name, broken: parsePolicy(text).errors.length > 0 }, host.say));
    const again = async (): Promise<void> => { const other = await askKey(host, current); if (other !== undefined) { await compare(policy, other); } };
    offer(host, result, [...(drift.sameness === 'different' ? [[message('Who Gains, Who Loses'), () => showExplanation(report, true)] as const] : []), [message('Another Key…'), again]]);
  };

  host.context.subscriptions.push(registerCommand(host, 'doubleLock.compareWithLiveKey', async () => {
    needNode(host);
    const editor = vscode.window.activeTextEditor;
    const policy = editor && keyPolicyAt(editor.document, editor.selection.active, current);
    if (policy === undefined) {
      return void await tell(host, message('No key policy was found here. Open the file that holds it; {command} says what a file is, where its content does not.', { command: message('Double Lock: Treat This File As…') }));
    }
    const keyArn = recall(host, policy) ?? await askKey(host, current, policy.keyArn);
    if (keyArn !== undefined) { await compare(policy, keyArn); }
  }));
}

function policyText({ document: { text, node } }: LocatedPolicy): string {
  return node === undefined ? text : text.slice(node.offset, node.offset + node.length);
}

const placeOf = ({ document, located }: KeyPolicyInDocument): string => `${document.uri.toString()}#${located.pointer}`;

function recall({ context }: Host, policy: KeyPolicyInDocument): string | undefined {
  return context.workspaceState.get<Record<string, string>>(remembered)?.[placeOf(policy)];
}

async function remember({ context }: Host, policy: KeyPolicyInDocument, keyArn: string): Promise<void> {
  await context.workspaceState.update(remembered, { ...context.workspaceState.get<Record<string, string>>(remembered), [placeOf(policy)]: keyArn });
}

/** Asks for the key: the policy's own where it names one, those known in this workspace, or an ARN to be typed. */
async function askKey(host: Host, { value }: CurrentDiagnosis, own?: string): Promise<string | undefined> {
  const used = Object.values(host.context.workspaceState.get<Record<string, string>>(remembered) ?? {});
  const known = [...new Set([own, value?.diagnosis.keyArn, ...used])].filter(arn => arn !== undefined && parseKeyArn(arn)?.keyId !== undefined && !arn.endsWith(':key/any-key'));
  const type = { label: `$(edit) ${host.say(message('Type a key ARN …'))}`, arn: undefined };
  const chosen = known.length === 0 ? type : await vscode.window.showQuickPick(
    [...known.map(arn => ({ label: `$(key) ${parseKeyArn(arn ?? '')?.keyId ?? ''}`, description: arn ?? '', arn })), type],
    { title: host.say(message('Which key is this the key policy of?')), matchOnDescription: true },
  );
  if (chosen === undefined || chosen.arn !== undefined) { return chosen?.arn; }
  const typed = await vscode.window.showInputBox({
    title: host.say(message('ARN of the key this is the key policy of')),
    placeHolder: 'arn:aws:kms:eu-west-1:111122223333:key/…',
    ignoreFocusOut: true,
    validateInput: text => (parseKeyArn(text.trim()) ? undefined : host.say(message('A key or alias ARN: arn:aws:kms:REGION:ACCOUNT:key/ID'))),
  });
  return typed?.trim();
}

interface LivePolicy {
  readonly keyArn: string;
  readonly aliases: readonly string[];
  readonly policy: string;
}

async function readLive(host: Host, sessions: KeySessions, keyArn: string): Promise<LivePolicy | undefined> {
  const named = await sessions.of(keyArn, 'read');
  if (named === undefined) { return undefined; }
  const abort = new AbortController();
  const answer = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, cancellable: true, title: host.say(message('Reading the live key policy ({profile}) …', { profile: named.label })) },
    (_, token) => {
      token.onCancellationRequested(() => abort.abort());
      return readPolicy(named.session, keyArn, abort.signal);
    },
  );
  if (answer.ok) { return answer.value; }
  sessions.forget(keyArn);
  await tell(host, message('The live key policy could not be read: {why}', { why: plainFailure(answer.failure, host.say) }));
  return undefined;
}

/** KMS gives a key's policy by its id or ARN alone: an alias has to be looked up before. */
async function readPolicy(session: Session, arn: string, signal: AbortSignal): Promise<{ readonly ok: true; readonly value: LivePolicy } | Extract<Awaited<ReturnType<Session['keyPolicy']>>, { ok: false }>> {
  const described = parseKeyArn(arn)?.keyId === undefined ? await session.describeKey(arn, signal) : undefined;
  if (described?.ok === false) { return described; }
  const keyArn = described?.value.arn ?? arn;
  const [policy, aliases] = await Promise.all([session.keyPolicy(keyArn, signal), session.aliases(keyArn, signal)]);
  return policy.ok ? { ok: true, value: { keyArn, policy: policy.value, aliases: aliases.ok ? aliases.value.map(a => a.name) : [] } } : policy;
}

/** The notification stays until it is dismissed; nobody waits for that. */
function offer(host: Host, text: Message, actions: readonly (readonly [Message, () => Promise<void>])[]): void {
  tell(host, text, ...actions.map(([title]) => title))
    .then(chosen => (chosen === undefined ? undefined : actions[chosen]?.[1]()))
    .catch((error: unknown) => host.log.error(String(error)));
}
