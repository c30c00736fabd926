import * as vscode from 'vscode';
import { message } from '../../text/message';
import { registerCommand, tell } from '../host';
import type { Checker } from '../language/checker';
import type { Shared } from '../shared';
import type { Verify } from '../verify';
import { applyDraft, askBeforeWriting, type Tools } from './applyDraft';
import { proposeChange } from './draftBesideLive';
import { rememberExplainedKeys, type ApplyTarget, targetInFront, tellMenus } from './facts';
import { PolicyHistory } from './history';
import { Refusals } from './refusals';
import { restore } from './restore';

/** **Apply to Key…** and **Restore a Previous Key Policy…**: the only features that write to AWS, each write after one question. */
export function registerApply(shared: Shared, checker: Checker, verify: Verify): void {
  const { host, store, current } = shared;
  const refusals = new Refusals(host);
  const tools: Tools = {
    ...shared,
    checker,
    verify,
    refusals,
    history: new PolicyHistory(host),
    confirm: question => askBeforeWriting(host, question),
  };
  let running = false;
  /** One at a time: two drafts on their way to one key would each see the other as somebody else. */
  const apply = async (target: ApplyTarget): Promise<void> => {
    if (running) {
      return void vscode.window.setStatusBarMessage(host.say(message('A draft is being applied already')), 5000);
    }
    running = true;
    try {
      await applyDraft(tools, target);
    } finally {
      running = false;
    }
  };
  host.context.subscriptions.push(
    refusals,
    rememberExplainedKeys(store, current),
    tellMenus(),
    registerCommand(host, 'doubleLock.apply', async () => {
      const target = await targetInFront();
      await (target
        ? apply(target)
        : tell(host, message('Open the diff of a live key policy first: its right side is what is applied.')));
    }),
    registerCommand(host, 'doubleLock.restore', () => restore(tools, apply)),
    registerCommand(host, 'doubleLock.proposeChange', () => proposeChange(tools)),
  );
}
