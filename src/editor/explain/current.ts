import * as vscode from 'vscode';
import type { Diagnosis } from '../../remedy';
import type { CaseFiles } from '../caseFiles';

/** The diagnosis on show, and the files it left. */
export interface ShownDiagnosis {
  readonly diagnosis: Diagnosis;
  readonly files: CaseFiles;
}

/** The latest diagnosis of this window. It changes with each explanation, and once more when the IAM side is in. */
export class CurrentDiagnosis implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;
  private shown: ShownDiagnosis | undefined;

  get value(): ShownDiagnosis | undefined { return this.shown; }

  show(shown: ShownDiagnosis): void {
    this.shown = shown;
    this.changed.fire();
  }

  dispose(): void { this.changed.dispose(); }
}
