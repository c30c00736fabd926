import * as vscode from 'vscode';
import { parseKeyArn } from '../../policy';
import { caseFile, type CaseFiles, caseOf, type CaseStore } from '../caseFiles';
import type { CurrentDiagnosis } from '../explain/current';

/** What a diff of a live key policy needs to be applied, also after the window was reloaded. */
export interface DiffFacts {
  readonly keyArn: string;
  /** The live policy as it was read when the draft was begun. */
  readonly live: string;
}

/** A live key policy beside a draft that may take its place. */
export interface ApplyTarget extends DiffFacts {
  readonly files: CaseFiles;
  /** The right side: the draft of a case, or a file of the workspace. */
  readonly draft: vscode.Uri;
}

const name = 'key.json';

/** Remembers for the diff of a case which key it is about. */
export async function putFacts(store: CaseStore, files: CaseFiles, facts: DiffFacts): Promise<void> {
  await store.put(caseFile(files, name), `${JSON.stringify(facts, undefined, 2)}\n`);
}

async function factsOf(files: CaseFiles): Promise<DiffFacts | undefined> {
  try {
    const { keyArn, live } = JSON.parse(
      new TextDecoder().decode(await vscode.workspace.fs.readFile(caseFile(files, name))),
    ) as Partial<DiffFacts>;
    return typeof keyArn === 'string' && typeof live === 'string' && parseKeyArn(keyArn)?.keyId !== undefined
      ? { keyArn, live }
      : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The diff in front, where its left side is a live key policy; undefined where another tab is in front, or it is not
 * known of which key.
 */
export async function targetInFront(): Promise<ApplyTarget | undefined> {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  const files = input instanceof vscode.TabInputTextDiff ? caseOf(input.original) : undefined;
  const facts = files && (await factsOf(files));
  return files && facts && { ...facts, files, draft: (input as vscode.TabInputTextDiff).modified };
}

/** Tells menus whether a live key policy stands on the left of the diff in front: of a file's diff their own context keys know the right side only. */
export function tellMenus(): vscode.Disposable {
  const tell = (): void => {
    const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    const live = input instanceof vscode.TabInputTextDiff && caseOf(input.original) !== undefined;
    void vscode.commands.executeCommand('setContext', 'doubleLock.liveDiffInFront', live);
  };
  tell();
  return vscode.Disposable.from(
    vscode.window.tabGroups.onDidChangeTabs(tell),
    vscode.window.tabGroups.onDidChangeTabGroups(tell),
  );
}

/** Keeps the facts of every case that is explained. */
export function rememberExplainedKeys(store: CaseStore, current: CurrentDiagnosis): vscode.Disposable {
  const known = new Map<string, unknown>();
  return current.onDidChange(() => {
    const {
      diagnosis: {
        keyArn,
        evidence: { keyPolicy },
      },
      files,
    } = current.value ?? { diagnosis: { evidence: {} } };
    // The IAM side comes later and brings no other key policy, while the diff may have been applied.
    if (
      files === undefined ||
      keyArn === undefined ||
      keyPolicy?.ok !== true ||
      known.get(files.live.toString()) === keyPolicy
    ) {
      return;
    }
    known.set(files.live.toString(), keyPolicy);
    void putFacts(store, files, { keyArn, live: keyPolicy.value });
  });
}
