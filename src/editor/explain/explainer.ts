import * as vscode from 'vscode';
import type { Denial } from '../../denial';
import { diagnose, type Evidence } from '../../diagnosis';
import { message } from '../../text/message';
import { type Host, isCancellation } from '../host';
import type { Shared } from '../shared';
import { pasteKeyPolicy, tellMore } from './again';
import { chooseDenial } from './chooseDenial';
import { chooseSight, type Sight } from './chooseSession';
import type { ShownDiagnosis } from './current';
import { findDefinitions } from './definitions';
import { gather, type Gathered } from './gather';
import type { PasteDocuments } from './pasteDocument';
import { isIncomplete, reviewDenial, withKey } from './review';
import { showDiagnosis } from './show';
import { expiredIn, offerSignIn } from './signIn';

export interface ExplainInput {
  readonly text: string;
  /** Asked for unless given. */
  readonly sight?: Sight;
  /** The key, where whoever asks knows it and the text may withhold it. */
  readonly keyArn?: string;
}

export type Explain = (input: ExplainInput) => Promise<void>;

/** What was understood, and with whose eyes it is looked at. */
interface Understood {
  readonly denial: Denial;
  readonly sight: Sight;
}

/** Explains errors. One explanation at a time: a new one ends the one before, whose results would land on top of it. */
export class Explainer implements vscode.Disposable {
  private running: AbortController | undefined;
  private understood: Understood | undefined;

  constructor(
    private readonly shared: Shared,
    private readonly paste: PasteDocuments,
  ) {}

  dispose(): void {
    this.running?.abort();
  }

  /** What was understood the last time. */
  get last(): Understood | undefined {
    return this.understood;
  }

  /** Explains the error in a text: which one of several, and with whose eyes to look, is asked. */
  async explain({ text, sight: given, keyArn }: ExplainInput): Promise<void> {
    const run = this.restart();
    const chosen = await chooseDenial(this.shared.host, text, () => this.openPaste());
    if (chosen === undefined || run.signal.aborted) {
      return;
    }
    const read = chosen.resource === null && keyArn !== undefined ? withKey(chosen, keyArn) : chosen;
    const sight = given ?? (await this.chooseSight(read));
    if (sight !== undefined && !run.signal.aborted) {
      await this.goOn(read, sight, run);
    }
  }

  /** Explains what was understood anew, with what is corrected now, seen with the same eyes. */
  async correct({ denial, sight }: Understood): Promise<void> {
    const run = this.restart();
    // Somebody who corrects an error told from its text alone may want to have it looked into now.
    const chosen = sight.kind === 'text-alone' ? await this.chooseSight(denial, true) : sight;
    if (chosen !== undefined && !run.signal.aborted) {
      await this.goOn(denial, chosen, run, true);
    }
  }

  /** Opens a document to paste an error into. */
  openPaste(): Promise<void> {
    return this.paste.open({
      what: 'error',
      hint: message(
        'Paste the KMS error here: CLI, SDK, Terraform or CloudTrail text, with as much around it as you have',
      ),
      run: text => this.explain({ text }),
    });
  }

  private restart(): AbortController {
    this.running?.abort();
    return (this.running = new AbortController());
  }

  private chooseSight(denial: Denial, review = false): Promise<Sight | undefined> {
    const { host, sandboxHost } = this.shared;
    return chooseSight(host, sandboxHost, denial, () =>
      pasteKeyPolicy(host, this.paste, policy =>
        this.goOn(denial, { kind: 'key-policy', text: policy }, this.restart(), review),
      ),
    );
  }

  /** Has the denial reviewed where that is wanted or something is missing, and shows what comes of it. */
  private async goOn(read: Denial, given: Sight, run: AbortController, review = false): Promise<void> {
    const denial =
      isIncomplete(read) || review
        ? await reviewDenial(this.shared.host, read, given.kind === 'session' ? given.session : undefined)
        : read;
    if (denial === undefined || run.signal.aborted) {
      return;
    }
    // A key of another Region was filled in: its own session reads it.
    const elsewhere =
      denial !== read && given.kind === 'session' && denial.region !== null && denial.region !== given.session.region;
    const sight = elsewhere ? await this.chooseSight(denial) : given;
    if (sight !== undefined && !run.signal.aborted) {
      await this.show({ denial, sight }, run);
    }
  }

  private async show(understood: Understood, run: AbortController): Promise<void> {
    const { host, store, current } = this.shared;
    const { denial, sight } = understood;
    this.understood = understood;
    const gathered = await look(host, denial, sight, run);
    if (gathered === undefined || run.signal.aborted) {
      return;
    }
    const diagnosis = diagnose(gathered.evidence);
    const files = await showDiagnosis(host, store, diagnosis);
    current.show({ diagnosis, files });
    const expired = expiredIn(gathered.evidence);
    if (expired) {
      void offerSignIn(host, expired, () => this.goOn(denial, sight, this.restart()));
    }
    await this.tellWhatComesLater({ diagnosis, files }, gathered, run.signal);
  }

  /** One after the other, each on top of what was there. */
  private async tellWhatComesLater(
    { diagnosis, files }: ShownDiagnosis,
    { withIdentity }: Gathered,
    signal: AbortSignal,
  ): Promise<void> {
    let told = Promise.resolve();
    const tell = (more: Partial<Evidence>): Promise<void> =>
      (told = told.then(async () => {
        if (!signal.aborted) {
          await tellMore(this.shared, files, more);
        }
      }));
    await Promise.all([
      findDefinitions(diagnosis, signal).then(definitions =>
        definitions.length > 0 ? tell({ definitions }) : undefined,
      ),
      withIdentity?.then(({ identity }) => identity && tell({ identity })),
    ]).catch((error: unknown) => {
      if (!isCancellation(error)) {
        throw error;
      }
    });
  }
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
