import * as vscode from 'vscode';
import { compareAccess } from '../../access';
import { keyOfLivePolicy } from '../caseFiles';
import { parseKeyArn, parsePolicy } from '../../policy';
import { keyName, whatChangesReport } from '../../explanation';
import { layOut } from '../../diagnosis';
import { asCode, asName, message } from '../../text/message';
import { tell } from '../host';
import type { LivePolicy } from '../readLivePolicy';
import type { Tools } from './applyDraft';
import { putFacts, type ApplyTarget } from './facts';

/** How a draft is kept and called. */
interface Draft {
  /** Apart from the key's account, Region and id: what tells drafts of one key apart. */
  readonly folder: readonly string[];
  readonly text: string;
  /** What the right side is called in the diff's title. */
  readonly title: string;
  /** What it is called in a sentence. */
  readonly name: string;
}

/**
 * Opens a draft beside the live policy it may replace; the draft can be edited, and applied.
 * @returns what applying it takes
 */
export async function openBesideLive(
  { host, store }: Pick<Tools, 'host' | 'store'>,
  live: LivePolicy,
  { folder, text, title, name }: Draft,
): Promise<ApplyTarget> {
  const { keyArn, policy } = live;
  const { account = '', region = '', keyId = '' } = parseKeyArn(keyArn) ?? {};
  const [kind = 'draft', ...rest] = folder;
  const files = await store.open([kind, account, region, keyId, ...rest]);
  const draft = layOut(text);
  await store.put(files.live, layOut(policy));
  await store.put(files.proposed, draft);
  await putFacts(store, files, { keyArn, live: policy });
  await store.put(
    files.explanation,
    host.inPreview(
      whatChangesReport({
        change: compareAccess(parsePolicy(policy), parsePolicy(draft), keyArn),
        before: keyArn,
        after: name,
        broken: false,
      }),
    ),
  );
  await vscode.commands.executeCommand(
    'vscode.diff',
    files.live,
    files.proposed,
    host.say(message('{key}: live key policy ↔ {time}', { key: asName(keyName(live)), time: asCode(title) })),
    { preview: false },
  );
  return { keyArn, live: policy, files, draft: files.proposed };
}

/** **Propose a Change**: the live key policy in front, read again, beside a draft of it in which quick fixes and edits work. */
export async function proposeChange(tools: Pick<Tools, 'host' | 'store' | 'sessions'>): Promise<void> {
  const uri = vscode.window.activeTextEditor?.document.uri;
  const keyArn = uri && keyOfLivePolicy(uri);
  if (keyArn === undefined) {
    await tell(
      tools.host,
      message('Open a live key policy first ({command}).', { command: message('Open Live Key Policy') }),
    );
    return;
  }
  const live = await tools.sessions.read(keyArn, 'change');
  const draft = tools.host.say(message('draft'));
  if (live !== undefined) {
    await openBesideLive(tools, live, { folder: ['propose'], text: live.policy, title: draft, name: draft });
  }
}
