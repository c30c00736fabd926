import * as vscode from 'vscode';
import { applyKeyPolicy, type Outcome, type Question, type Written } from '../../live';
import { explanation, obstacleText, questionText, refusalText, writtenText } from '../../explanation';
import { diagnose, layOut } from '../../diagnosis';
import { failureSentence } from '../../ports';
import { asName, message, type Message } from '../../text/message';
import { type Host, isCancellation } from '../host';
import type { Checker } from '../language/checker';
import type { Shared } from '../shared';
import { systemClock } from '../systemClock';
import type { Verify } from '../verify';
import { putFacts, type ApplyTarget } from './facts';
import type { PolicyHistory } from './history';
import type { Refusals } from './refusals';

/** What applying needs besides the draft. */
export interface Tools extends Shared {
  readonly checker: Checker;
  readonly verify: Verify;
  readonly history: PolicyHistory;
  readonly refusals: Refusals;
  /** Asks the one question before a write. */
  readonly confirm: (question: Question) => Promise<boolean>;
}

/**
 * Applies the draft of a diff to the key, and tells how it ended. Does nothing when no credentials are chosen.
 * @throws AbortError when the user cancels before the write
 */
export async function applyDraft(tools: Tools, target: ApplyTarget): Promise<void> {
  const { host, checker, sessions, history, refusals, confirm } = tools;
  const document = await vscode.workspace.openTextDocument(target.draft);
  refusals.clear(document);
  const checked = await checker.checked(document);
  const errors = (checked?.findings ?? [])
    .filter(f => f.severity === 'error')
    .map(f => ({ code: f.code, message: host.say(f.message) }));
  const named = await sessions.of(target.keyArn, 'change');
  if (named === undefined) {
    return;
  }
  const abort = new AbortController();
  const outcome = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      cancellable: true,
      title: host.say(message('Applying the draft to the key ({profile}) …', { profile: asName(named.label) })),
    },
    (_, token) => {
      token.onCancellationRequested(() => abort.abort());
      return applyKeyPolicy(
        { keyArn: target.keyArn, draft: document.getText(), base: target.live, errors },
        {
          session: named.session,
          confirm,
          keep: previous => history.keep(previous),
          wait: ms => systemClock.pause(ms, never),
          signal: abort.signal,
        },
      );
    },
  );
  host.log.info(`Apply to ${target.keyArn}: ${outcome.kind}`);
  await tellOutcome(tools, target, document, outcome);
}

/** The modal question. Enter does not say yes by accident: the dialog's own Cancel is what Escape takes. */
export async function askBeforeWriting(host: Host, question: Question): Promise<boolean> {
  const { line, detail } = questionText(question, host.say);
  const yes = host.say(message('Apply to Key'));
  return (await vscode.window.showWarningMessage(line, { modal: true, detail: detail }, yes)) === yes;
}

/** Nothing ends the pauses around a write. */
const never = new AbortController().signal;

async function tellOutcome(
  tools: Tools,
  target: ApplyTarget,
  document: vscode.TextDocument,
  outcome: Outcome,
): Promise<void> {
  const { host, sessions, refusals } = tools;
  const { say } = host;
  switch (outcome.kind) {
    case 'declined':
      vscode.window.setStatusBarMessage(say(message('Nothing was written')), 5000);
      return;
    case 'unread':
      sessions.forget(target.keyArn);
      return warn(
        host,
        say(
          message('Nothing was written, for the key could not be looked at: {why}', {
            why: failureSentence(outcome.failure),
          }),
        ),
      );
    case 'obstacles':
      if (outcome.obstacles.some(o => o.kind === 'other-account')) {
        sessions.forget(target.keyArn);
      }
      return warn(host, outcome.obstacles.map(o => say(obstacleText(o))).join(' '), ...offersAfterObstacles(outcome));
    case 'live-changed':
      await showLive(tools, target, outcome.live);
      return warn(
        host,
        say(
          message(
            'Nothing was written: the live key policy was changed since this draft was begun. The left side shows it as it is now, your draft is as you left it. Look at the difference, then apply again.',
          ),
        ),
        showChange,
      );
    case 'refused':
      if (outcome.failure.kind === 'access-denied') {
        sessions.forget(target.keyArn);
      }
      refusals.show(document, outcome.suspects);
      return warn(host, refusalText(outcome, say), ...offersAfterRefusal(outcome));
    case 'written':
      return tellWritten(tools, target, document, outcome);
  }
}

async function tellWritten(
  tools: Tools,
  target: ApplyTarget,
  document: vscode.TextDocument,
  written: Written,
): Promise<void> {
  const { host, current, verify } = tools;
  if (written.live !== undefined) {
    await showLive(tools, target, written.live);
  }
  const text = host.say(writtenText(written));
  if (written.seen !== 'draft') {
    return warn(host, text);
  }
  // The draft is done with; a file of the workspace is the user's to save.
  if (document.uri.scheme === target.files.proposed.scheme) {
    await document.save();
  }
  const shown = current.of(target.files);
  const offers =
    shown === undefined ? [] : [{ title: message('Verify Access'), run: () => verify({ shown, afterChange: true }) }];
  return tellAndOffer(vscode.window.showInformationMessage, host, text, offers);
}

/** Puts a live policy on the left side, and into what is shown of the case. */
async function showLive({ host, store, current }: Tools, { files, keyArn }: ApplyTarget, live: string): Promise<void> {
  await store.put(files.live, layOut(live));
  await putFacts(store, files, { keyArn, live });
  const shown = current.of(files);
  if (shown === undefined) {
    return;
  }
  const diagnosis = diagnose({ ...shown.diagnosis.evidence, keyPolicy: { ok: true, value: live } });
  await store.put(files.explanation, host.inPreview(explanation(diagnosis)));
  current.show({ ...shown, diagnosis });
}

type OutcomeOf<Kind extends Outcome['kind']> = Extract<Outcome, { readonly kind: Kind }>;

/** A button of a notification. */
interface Offer {
  readonly title: Message;
  readonly run: () => Thenable<void>;
}

const command = (title: Message, id: string): Offer => ({ title, run: () => vscode.commands.executeCommand(id) });
const showProblems = command(message('Show Problems'), 'workbench.actions.view.problems');
const showChange = command(message('Show What Would Change'), 'doubleLock.showAccessChange');
const handOver = command(message('Hand Over…'), 'doubleLock.handOver');

function offersAfterObstacles({ obstacles }: OutcomeOf<'obstacles'>): readonly Offer[] {
  if (obstacles.some(o => o.kind === 'errors' || o.kind === 'not-json')) {
    return [showProblems];
  }
  return obstacles.some(o => o.kind === 'other-account') ? [handOver] : [];
}

function offersAfterRefusal({ suspects, failure }: OutcomeOf<'refused'>): readonly Offer[] {
  if (suspects.length > 0) {
    return [showProblems];
  }
  return failure.kind === 'access-denied' ? [handOver] : [];
}

function warn(host: Host, text: string, ...offers: readonly Offer[]): void {
  tellAndOffer(vscode.window.showWarningMessage, host, text, offers);
}

/** The notification stays until it is dismissed; nobody waits for that. */
function tellAndOffer(
  show: (text: string, ...titles: string[]) => Thenable<string | undefined>,
  host: Host,
  text: string,
  offers: readonly Offer[],
): void {
  const titles = offers.map(o => host.say(o.title));
  show(text, ...titles)
    .then(chosen => (chosen === undefined ? undefined : offers[titles.indexOf(chosen)]?.run()))
    .then(undefined, (error: unknown) => {
      if (!isCancellation(error)) {
        host.log.error(String(error));
      }
    });
}
