import * as vscode from 'vscode';
import { nameOfStatement, parseKeyArn, parsePolicy, parsePrincipal } from '../../policy';
import { keyName } from '../../explanation';
import { asCode, asName, message } from '../../text/message';
import { tell } from '../host';
import type { Tools } from './applyDraft';
import { openBesideLive } from './draftBesideLive';
import { type ApplyTarget, targetInFront } from './facts';
import type { KeptPolicy } from './history';

/** **Restore a Previous Key Policy…**: one of those that were replaced, as a draft beside the live policy. It goes the way of any draft: `apply`. */
export async function restore(tools: Tools, apply: (target: ApplyTarget) => Promise<void>): Promise<void> {
  const { host, history } = tools;
  const kept = await history.all();
  if (kept.length === 0) {
    await tell(
      host,
      message('No previous key policy is kept yet. Whenever Double Lock replaces one, it keeps it on this machine.'),
    );
    return;
  }
  const inFront = (await targetInFront())?.keyArn ?? tools.current.value?.diagnosis.keyArn;
  const chosen = await vscode.window.showQuickPick(items(tools, kept, inFront), {
    title: host.say(message('Which key policy is to come back? It is shown beside the live one first')),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (chosen?.kept === undefined) {
    return;
  }
  const target = await besideLive(tools, chosen.kept, chosen.label);
  if (target === undefined) {
    return;
  }
  const button = message('Apply to Key…');
  const next = message(
    'This is the key policy of {time}, as a draft beside the live one. {button} in the title bar brings it back.',
    { time: asCode(chosen.label), button: button },
  );
  if ((await tell(host, next, button)) === 0) {
    await apply(target);
  }
}

type Item = vscode.QuickPickItem & { readonly kept?: KeptPolicy };

/** By key, the key in front first; each key's policies from the latest. */
function items({ host }: Tools, kept: readonly KeptPolicy[], inFront: string | undefined): Item[] {
  const keys = [...new Set(kept.map(k => k.keyArn))].sort((a, b) => Number(b === inFront) - Number(a === inFront));
  return keys.flatMap(keyArn => {
    const ofKey = kept.filter(k => k.keyArn === keyArn);
    const { account = '', region = '' } = parseKeyArn(keyArn) ?? {};
    const [latest] = ofKey;
    const name = [
      latest ? keyName(latest) : keyArn,
      account,
      region,
      ...(latest?.sandbox === true ? [host.say(message('Sandbox'))] : []),
    ].join(' · ');
    return [
      { label: name, kind: vscode.QuickPickItemKind.Separator },
      ...ofKey.map((policy): Item => ({
        label: timeText(policy.time),
        description: host.say(message('replaced by {caller}', { caller: asName(callerName(policy.caller)) })),
        detail: statementNames(policy),
        kept: policy,
      })),
    ];
  });
}

function timeText(time: string): string {
  return new Date(time).toLocaleString(vscode.env.language, { dateStyle: 'medium', timeStyle: 'medium' });
}

function callerName(arn: string): string {
  const principal = parsePrincipal(arn);
  return 'name' in principal ? principal.name : arn;
}

function statementNames({ policy }: KeptPolicy): string {
  return parsePolicy(policy)
    .statements.map(nameOfStatement)
    .map(name => ('sid' in name ? name.sid : `#${name.number}`))
    .join(', ');
}

/** The diff of the live policy and a kept one. Undefined when the user backs out or the live one cannot be read. */
async function besideLive(
  tools: Tools,
  { keyArn, policy, time, caller }: KeptPolicy,
  when: string,
): Promise<ApplyTarget | undefined> {
  const live = await tools.sessions.read(keyArn, 'change');
  return (
    live &&
    openBesideLive(tools, live, {
      folder: ['restore', time],
      text: policy,
      title: when,
      name: tools.host.say(
        message('the key policy of {time}, which {caller} replaced', { time: asCode(when), caller: asName(caller) }),
      ),
    })
  );
}
