import * as vscode from 'vscode';
import type { LocatedPolicy } from '../../policy';
import { checkInSlices, type CheckOptions, checkPolicies } from '../../rules/check';
import { isIgnored } from '../../rules/config';
import type { CheckedText } from '../../rules/fix-all';
import type { Finding } from '../../rules/rule';
import { needServices } from '../../rules/facts';
import type { ServiceData } from '../../reference/servicesData';
import { keyOfCase } from '../access/keyPolicies';
import type { CurrentDiagnosis } from '../explain/current';
import type { Host } from '../host';
import { isJson, isWritten } from '../jsonDocuments';
import { policiesIn, policiesOf, chooseKind } from '../policies';
import type { Configuration, Settings } from './configuration';

/** What was found in one version of a document. */
export interface CheckedDocument {
  readonly document: vscode.TextDocument;
  readonly version: number;
  readonly settings: Settings;
  readonly policies: readonly LocatedPolicy[];
  /** In the order of their places. */
  readonly findings: readonly Finding[];
  /** Checks another text as if it stood in this document. */
  readonly check: (text: string) => CheckedText;
}

/** Milliseconds without typing before a document is checked again. */
const pause = 200;
/** Milliseconds of checking before others in the extension host get their turn. */
const slice = 12;

/**
 * Checks every JSON document that somebody writes: when it opens, and when it or the configuration has changed, after a pause.
 * A newer check ends the one before, so that no result of an old version is ever shown.
 */
export class Checker implements vscode.Disposable {
  private readonly done = new vscode.EventEmitter<CheckedDocument>();
  readonly onDidCheck = this.done.event;
  private readonly closed = new vscode.EventEmitter<vscode.TextDocument>();
  /** A document that nobody looks at any more: closed, or of another language now. */
  readonly onDidClose = this.closed.event;
  private readonly runs = new Map<vscode.TextDocument, Run>();
  private readonly subscriptions: vscode.Disposable[];

  constructor(
    private readonly host: Host,
    private readonly configuration: Configuration,
    private readonly services: () => Promise<ServiceData | undefined>,
    private readonly current: CurrentDiagnosis,
  ) {
    const again = (): void => {
      for (const document of this.runs.keys()) {
        this.schedule(document, 0);
      }
    };
    this.subscriptions = [
      this.done,
      this.closed,
      vscode.workspace.onDidOpenTextDocument(document => this.schedule(document, 0)),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) {
          this.schedule(document, pause);
        }
      }),
      vscode.workspace.onDidCloseTextDocument(document => {
        this.runs.get(document)?.stop();
        if (this.runs.delete(document)) {
          this.closed.fire(document);
        }
      }),
      configuration.onDidChange(again),
      current.onDidChange(again),
    ];
    for (const document of vscode.workspace.textDocuments) {
      this.schedule(document, 0);
    }
  }

  dispose(): void {
    for (const run of this.runs.values()) {
      run.stop();
    }
    this.subscriptions.forEach(s => void s.dispose());
  }

  /** What was found in the document as it is now; waits for a check that is due or under way. Undefined when there is nothing to check. */
  async checked(document: vscode.TextDocument): Promise<CheckedDocument | undefined> {
    return isJson(document) && isWritten(document) ? this.runs.get(document)?.now() : undefined;
  }

  /** What was found last, though it may be of an older version; undefined when nothing was checked yet. */
  last(document: vscode.TextDocument): CheckedDocument | undefined {
    return this.runs.get(document)?.last;
  }

  private schedule(document: vscode.TextDocument, delay: number): void {
    if (!isJson(document) || !isWritten(document)) {
      return;
    }
    const before = this.runs.get(document);
    before?.stop();
    this.runs.set(
      document,
      new Run(
        delay,
        before?.last,
        signal => this.tryToCheck(document, signal),
        checked => this.done.fire(checked),
      ),
    );
  }

  private async tryToCheck(document: vscode.TextDocument, signal: AbortSignal): Promise<CheckedDocument | undefined> {
    try {
      return await this.check(document, signal);
    } catch (error) {
      this.host.log.error(
        `${document.uri.toString()} could not be checked: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      );
      return undefined;
    }
  }

  private async check(document: vscode.TextDocument, signal: AbortSignal): Promise<CheckedDocument | undefined> {
    const settings = await this.configuration.for(document);
    if (signal.aborted) {
      return undefined;
    }
    chooseKind(document, settings.kind?.kind);
    const { version } = document;
    const policies = policiesIn(document);
    const options = await this.options(document, policies, settings);
    const findings: Finding[] = [];
    let began = Date.now();
    for (const some of settings.enabled ? checkInSlices(policies, options) : []) {
      findings.push(...some);
      if (Date.now() - began < slice) {
        continue;
      }
      await new Promise(resolve => setTimeout(resolve));
      if (signal.aborted) {
        return undefined;
      }
      began = Date.now();
    }
    if (signal.aborted) {
      return undefined;
    }
    const wanted = (all: readonly Finding[]): Finding[] =>
      all.filter(f => !isIgnored(settings.config, settings.path, f));
    return {
      document,
      version,
      settings,
      policies,
      findings: wanted(findings).sort((a, b) => a.offset - b.offset || a.length - b.length),
      check: text => {
        const found = policiesOf(document, text);
        return { policies: found, findings: wanted(checkPolicies(found, options)) };
      },
    };
  }

  private async options(
    document: vscode.TextDocument,
    policies: readonly LocatedPolicy[],
    { severities }: Settings,
  ): Promise<CheckOptions> {
    const services = needServices(policies) ? await this.services() : undefined;
    const keyArn = keyOfCase(document.uri, this.current);
    return { severities, ...(services && { services }), ...(keyArn !== undefined && { keyArn }) };
  }
}

/** One check of a document: due after a delay, or at once when somebody asks for its result. */
class Run {
  private readonly abort = new AbortController();
  private readonly timer: ReturnType<typeof setTimeout>;
  private result: Promise<CheckedDocument | undefined> | undefined;

  constructor(
    delay: number,
    public last: CheckedDocument | undefined,
    private readonly work: (signal: AbortSignal) => Promise<CheckedDocument | undefined>,
    private readonly done: (checked: CheckedDocument) => void,
  ) {
    this.timer = setTimeout(() => void this.now(), delay);
  }

  now(): Promise<CheckedDocument | undefined> {
    clearTimeout(this.timer);
    return (this.result ??= this.work(this.abort.signal).then(checked => {
      if (checked === undefined || this.abort.signal.aborted) {
        return undefined;
      }
      this.last = checked;
      this.done(checked);
      return checked;
    }));
  }

  stop(): void {
    clearTimeout(this.timer);
    this.abort.abort();
  }
}
