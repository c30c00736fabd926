import * as vscode from 'vscode';
import type { Diagnosis, RemedyId } from '../../diagnosis';
import { type CaseFiles, caseInFront } from '../caseFiles';

/** The diagnosis on show, and the files it left. */
export interface ShownDiagnosis {
  readonly diagnosis: Diagnosis;
  readonly files: CaseFiles;
  /** The remedy that the user has chosen, where it is not the first. */
  readonly wanted?: RemedyId;
}

/** The latest diagnosis of this window. It changes with each explanation, and with what comes later: the IAM side, code that defines the key, another remedy, a write. */
export class CurrentDiagnosis implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;
  private shown: ShownDiagnosis | undefined;
  private readonly all = new Map<string, ShownDiagnosis>();

  /** The latest one; undefined before the first. */
  get value(): ShownDiagnosis | undefined {
    return this.shown;
  }

  /** The diagnosis that left these files; undefined when this window did not make it. */
  of(files: CaseFiles): ShownDiagnosis | undefined {
    return this.all.get(files.explanation.toString());
  }

  /** The one whose files are in front, else the latest; undefined before the first. */
  inFront(): ShownDiagnosis | undefined {
    const files = caseInFront();
    return (files && this.of(files)) ?? this.shown;
  }

  /** Makes a diagnosis the latest, and the one that left its files. */
  show(shown: ShownDiagnosis): void {
    this.shown = shown;
    this.all.set(shown.files.explanation.toString(), shown);
    this.changed.fire();
  }

  dispose(): void {
    this.changed.dispose();
  }
}
