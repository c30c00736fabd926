import * as vscode from 'vscode';
import { type Denial, readDenials } from '../../denial';
import { tellDenial } from '../../denial/sentences';
import { diagnose, type Evidence } from '../../remedy';
import { message } from '../../text/message';
import { activeCase, type CaseStore } from '../caseFiles';
import { type Host, isCancellation, registerCommand, tell } from '../host';
import type { SandboxHost } from '../sandboxHost';
import { pasteKeyPolicy, registerAgain, tellMore } from './again';
import { chooseSight, type Sight } from './chooseSession';
import type { CurrentDiagnosis } from './current';
import { findDefinitions } from './definitions';
import { findDenialText } from './denialText';
import { gather, type Gathered } from './gather';
import { type Paste, PasteDocuments } from './pasteDocument';
import { isIncomplete, reviewDenial, withKey } from './review';
import { showDiagnosis, showExplanation } from './show';
import { expiredIn, offerSignIn } from './signIn';

export interface ExplainInput {
  readonly text: string;
  /** Asked for unless given. */
  readonly sight?: Sight;
  /** The key, where whoever asks knows it and the text may withhold it. */
  readonly keyArn?: string;
}

export type Explain = (input: ExplainInput) => Promise<void>;

/** **Explain KMS Access Denied Error**, from wherever the text comes. */
export function registerExplain(
  host: Host,
  store: CaseStore,
  sandboxHost: SandboxHost,
  current: CurrentDiagnosis,
): Explain {
  const paste = new PasteDocuments(host);
  let running: AbortController | undefined;
  let last: { readonly denial: Denial; readonly sight: Sight } | undefined;

  // One explanation at a time: a new one ends the one before, whose results would land on top of it.
  const restart = (): AbortController => {
    running?.abort();
    return (running = new AbortController());
  };
  const explain: Explain = async ({ text, sight: given, keyArn }) => {
    const run = restart();
    const chosen = await chooseDenial(host, openPaste, text);
    if (chosen === undefined || run.signal.aborted) {
      return;
    }
    const read = chosen.resource === null && keyArn !== undefined ? withKey(chosen, keyArn) : chosen;
    const sight = given ?? (await choose(read));
    if (sight !== undefined && !run.signal.aborted) {
      await goOn(read, sight, run);
    }
  };

  const choose = (denial: Denial, review = false): Promise<Sight | undefined> =>
    chooseSight(host, sandboxHost, denial, () =>
      pasteKeyPolicy(host, paste, policy => goOn(denial, { kind: 'key-policy', text: policy }, restart(), review)),
    );

  /** What was understood the last time, with what was corrected since, seen with the same eyes. */
  const correct = async ({ denial, sight }: { readonly denial: Denial; readonly sight: Sight }): Promise<void> => {
    const run = restart();
    // Somebody who corrects an error told from its text alone may want to have it looked into now.
    const chosen = sight.kind === 'text-alone' ? await choose(denial, true) : sight;
    if (chosen !== undefined && !run.signal.aborted) {
      await goOn(denial, chosen, run, true);
    }
  };

  const goOn = async (read: Denial, given: Sight, run: AbortController, review = false): Promise<void> => {
    const denial =
      isIncomplete(read) || review
        ? await reviewDenial(host, read, given.kind === 'session' ? given.session : undefined)
        : read;
    if (denial === undefined || run.signal.aborted) {
      return;
    }
    // A key of another Region was filled in: its own session reads it.
    const elsewhere =
      denial !== read && given.kind === 'session' && denial.region !== null && denial.region !== given.session.region;
    const sight = elsewhere ? await choose(denial) : given;
    if (sight === undefined || run.signal.aborted) {
      return;
    }
    last = { denial, sight };
    const gathered = await look(host, denial, sight, run);
    if (gathered === undefined || run.signal.aborted) {
      return;
    }
    const diagnosis = diagnose(gathered.evidence);
    const files = await showDiagnosis(host, store, diagnosis);
    current.show({ diagnosis, files });
    const expired = expiredIn(gathered.evidence);
    if (expired) {
      void offerSignIn(host, expired, () => goOn(denial, sight, restart()));
    }
    // What comes later is told one after the other, each on top of what was there.
    let told = Promise.resolve();
    const tell = (more: Partial<Evidence>): Promise<void> =>
      (told = told.then(async () => {
        if (!run.signal.aborted) {
          await tellMore(host, store, current, files, more);
        }
      }));
    await Promise.all([
      findDefinitions(diagnosis, run.signal).then(definitions =>
        definitions.length > 0 ? tell({ definitions }) : undefined,
      ),
      gathered.withIdentity?.then(({ identity }) => identity && tell({ identity })),
    ]).catch((error: unknown) => {
      if (!isCancellation(error)) {
        throw error;
      }
    });
  };

  const openPaste = (): Promise<void> => paste.open(errorPaste(explain));
  const explainFound = (fromTerminal: boolean) => async () => {
    const text = await findDenialText(paste, fromTerminal);
    await (text === undefined ? openPaste() : explain({ text }));
  };
  host.context.subscriptions.push(
    paste,
    { dispose: () => running?.abort() },
    registerCommand(host, 'doubleLock.explain', explainFound(false)),
    registerCommand(host, 'doubleLock.explainTerminalSelection', explainFound(true)),
    registerCommand(host, 'doubleLock.explainThisDocument', async () => {
      const document = vscode.window.activeTextEditor?.document;
      if (document) {
        await (paste.of(document) ?? errorPaste(explain)).run(document.getText());
      }
    }),
    registerCommand(host, 'doubleLock.correct', () => (last ? correct(last) : explainFound(false)())),
    registerCommand(host, 'doubleLock.showExplanation', async () => {
      const files = activeCase();
      if (files) {
        await showExplanation(files.explanation, true, true);
      }
    }),
  );
  registerAgain(host, store, current, paste);
  return explain;
}

const errorPaste = (explain: Explain): Paste => ({
  what: 'error',
  hint: message('Paste the KMS error here: CLI, SDK, Terraform or CloudTrail text, with as much around it as you have'),
  run: text => explain({ text }),
});

/** The denial the user means; says so when the text holds none, and asks when it holds several. */
async function chooseDenial(host: Host, openPaste: () => Promise<void>, text: string): Promise<Denial | undefined> {
  const denials = readDenials(text);
  if (denials.length > 1) {
    const picked = await vscode.window.showQuickPick(
      denials.map(denial => {
        const label =
          denial.action === null
            ? host.say(tellDenial(denial).headline)
            : [denial.action, denial.keyId ?? denial.resource ?? ''].join('  ');
        return {
          label,
          description: [denial.principal, denial.callingService, denial.time].filter(fact => fact !== null).join(' · '),
          ...(!label.startsWith(denial.message) && { detail: denial.message }),
          denial,
        };
      }),
      {
        title: host.say(message('This text holds {count} KMS failures. Which one?', { count: denials.length })),
        matchOnDetail: true,
      },
    );
    return picked?.denial;
  }
  if (denials.length === 0) {
    const nothing =
      text.trim() === ''
        ? message('There is nothing to explain yet: paste the error first.')
        : message(
            'No KMS error was found in this text. If the error came through another service (S3, Lambda, Secrets Manager …), paste everything it printed: the KMS part often stands further down.',
          );
    if ((await tell(host, nothing, message('Paste It into a Document'))) === 0) {
      await openPaste();
    }
  }
  return denials[0];
}

async function look(host: Host, denial: Denial, sight: Sight, run: AbortController): Promise<Gathered | undefined> {
  if (sight.kind === 'text-alone') {
    return { evidence: { denial }, withIdentity: undefined };
  }
  if (sight.kind === 'key-policy') {
    return { evidence: { denial, keyPolicy: { ok: true, value: sight.text }, pasted: true }, withIdentity: undefined };
  }
  return vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      cancellable: true,
      title: host.say(message('Reading key, key policy, grants and identity ({profile}) …', { profile: sight.label })),
    },
    async (_, token) => {
      token.onCancellationRequested(() => run.abort());
      return gather(denial, sight.session, sight.label, run.signal);
    },
  );
}
