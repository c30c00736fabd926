import * as vscode from 'vscode';
import type { Denial } from '../../denial';
import { diagnose, type Evidence } from '../../diagnosis';
import { asName, message } from '../../text/message';
import { type EvidenceSource, toExplain } from '../credentials';
import { type Host, isCancellation } from '../host';
import type { Shared } from '../shared';
import { pasteKeyPolicy, tellMore } from './again';
import { chooseDenial } from './chooseDenial';
import type { ShownDiagnosis } from './current';
import { findDefinitions } from './definitions';
import { gather, type Gathered } from './gather';
import type { PasteDocuments } from './pasteDocument';
import { isIncomplete, reviewDenial, withKey } from './review';
import { showDiagnosis } from './show';
import { expiredIn, offerSignIn } from '../credentials/signIn';

/** What is to be explained. */
export interface ExplainInput {
  readonly text: string;
  /** Asked for unless given. */
  readonly source?: EvidenceSource;
  /** The key, where whoever asks knows it and the text may withhold it. */
  readonly keyArn?: string;
}

/** Explains an error; what is needed for it and not given is asked. */
export type Explain = (input: ExplainInput) => Promise<void>;

/** What was understood, and what it is looked at with. */
interface Understood {
  readonly denial: Denial;
  readonly source: EvidenceSource;
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

  /** What was understood the last time; undefined before the first. */
  get last(): Understood | undefined {
    return this.understood;
  }

  /** Explains the error in a text: which one of several, and what to look with, is asked. */
  async explain({ text, source: given, keyArn }: ExplainInput): Promise<void> {
    const run = this.restart();
    const chosen = await chooseDenial(this.shared.host, text, () => this.openPaste());
    if (chosen === undefined || run.signal.aborted) {
      return;
    }
    const read = chosen.resource === null && keyArn !== undefined ? withKey(chosen, keyArn) : chosen;
    const source = given ?? (await this.chooseSource(read));
    if (source !== undefined && !run.signal.aborted) {
      await this.goOn(read, source, run);
    }
  }

  /** Explains what was understood anew, with what is corrected now, looked at with the same source. */
  async correct({ denial, source }: Understood): Promise<void> {
    const run = this.restart();
    // Somebody who corrects an error told from its text alone may want to have it looked into now.
    const chosen = source.kind === 'text-alone' ? await this.chooseSource(denial, true) : source;
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

  private chooseSource(denial: Denial, review = false): Promise<EvidenceSource | undefined> {
    const { host, credentials } = this.shared;
    return credentials.chooseEvidence(toExplain(denial), () =>
      pasteKeyPolicy(host, this.paste, policy =>
        this.goOn(denial, { kind: 'key-policy', text: policy }, this.restart(), review),
      ),
    );
  }

  /** Has the denial reviewed where that is wanted or something is missing, and shows what comes of it. */
  private async goOn(read: Denial, given: EvidenceSource, run: AbortController, review = false): Promise<void> {
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
    const source = elsewhere ? await this.chooseSource(denial) : given;
    if (source !== undefined && !run.signal.aborted) {
      await this.show({ denial, source }, run);
    }
  }

  private async show(understood: Understood, run: AbortController): Promise<void> {
    const { host, store, current } = this.shared;
    const { denial, source } = understood;
    this.understood = understood;
    const gathered = await look(host, denial, source, run);
    if (gathered === undefined || run.signal.aborted) {
      return;
    }
    const diagnosis = diagnose(gathered.evidence);
    const files = await showDiagnosis(host, store, diagnosis);
    current.show({ diagnosis, files });
    const expired = expiredIn(gathered.evidence);
    if (expired) {
      void offerSignIn(host, expired, () => this.goOn(denial, source, this.restart()));
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

async function look(
  host: Host,
  denial: Denial,
  source: EvidenceSource,
  run: AbortController,
): Promise<Gathered | undefined> {
  if (source.kind === 'text-alone') {
    return { evidence: { denial }, withIdentity: undefined };
  }
  if (source.kind === 'key-policy') {
    return { evidence: { denial, keyPolicy: { ok: true, value: source.text }, pasted: true }, withIdentity: undefined };
  }
  return vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      cancellable: true,
      title: host.say(
        message('Reading key, key policy, grants and identity ({profile}) …', { profile: asName(source.label) }),
      ),
    },
    async (_, token) => {
      token.onCancellationRequested(() => run.abort());
      return gather(denial, source.session, source.label, run.signal);
    },
  );
}
