/** Runs inside the extension host: long use, phase by phase. Says how the memory stood on the way, and what closed documents left behind. */
import { writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { checked, findingsOf, heap, policyText } from '../settle.js';

/** How often each phase does its thing, and at how many moments of it the memory is measured. */
export interface Amounts {
  readonly edits: number;
  readonly documents: number;
  readonly denials: number;
  readonly moments: number;
}

export interface Soaked {
  /** Megabytes in use at each moment, by phase. */
  readonly levels: Readonly<Record<string, readonly number[]>>;
  /** What should be gone and is not, as sentences. */
  readonly leftBehind: readonly string[];
}

/** Edits between two pauses in which everything that follows the typing gets its turn. */
const burst = 50;

export async function run(): Promise<void> {
  const { edits, documents, denials, moments } = JSON.parse(process.env['DOUBLE_LOCK_SOAK'] ?? '') as Amounts;
  const levels: Record<string, number[]> = {};
  const phase = async (name: string, times: number, once: (n: number) => Promise<void>): Promise<void> => {
    const found: number[] = (levels[name] = []);
    const began = Date.now();
    for (let n = 1; n <= times; n++) {
      await once(n);
      if (n % Math.ceil(times / moments) !== 0) {
        continue;
      }
      found.push(await heap());
      console.log(
        `  ${name}: ${n} of ${times} in ${Math.round((Date.now() - began) / 1000)} s, ${found.at(-1)?.toFixed(1)} MB`,
      );
    }
  };

  const edited = await vscode.workspace.openTextDocument({ language: 'json', content: policyText(8000, 0) });
  const editor = await vscode.window.showTextDocument(edited);
  await useFeatures(edited);
  await phase('edits', edits, async n => {
    // Half-typed at every other edit: a quote comes and goes in the middle.
    const at = edited.positionAt(Math.floor(edited.getText().length / 2));
    await editor.edit(
      edit => (n % 2 === 1 ? edit.insert(at, '"x') : edit.delete(new vscode.Range(at, at.translate(0, 2)))),
      { undoStopBefore: false, undoStopAfter: false },
    );
    if (n % burst === 0) {
      await useFeatures(edited);
    }
  });
  await close();

  await phase('documents', documents, async n => {
    const document = await vscode.workspace.openTextDocument({ language: 'json', content: policyText(8000, n) });
    await vscode.window.showTextDocument(document);
    await useFeatures(document);
    await close();
  });

  // Each opens a diff and an explanation of a case of its own, against a sandbox that stays.
  await phase('denials', denials, async () => {
    await vscode.commands.executeCommand('doubleLock.tryIt', 'no-root-statement');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  const open = new Set(vscode.workspace.textDocuments.map(({ uri }) => uri.toString()));
  const ofClosed = vscode.languages
    .getDiagnostics()
    .map(([uri]) => uri)
    .filter(uri => !open.has(uri.toString()) && findingsOf(uri).length > 0);
  const leftBehind = ofClosed.map(uri => `Findings of ${uri.toString()}, which is closed.`);
  writeFileSync(process.env['DOUBLE_LOCK_TALLY'] ?? '', JSON.stringify({ levels, leftBehind } satisfies Soaked));
}

/** What an editor asks for while somebody works in a document: findings, lenses, colours, a hover, completions and quick fixes. */
async function useFeatures(document: vscode.TextDocument): Promise<void> {
  await checked(document);
  const ask = (command: string, ...args: readonly unknown[]): Thenable<unknown> =>
    vscode.commands.executeCommand(command, document.uri, ...args);
  const at = document.positionAt(document.getText().indexOf('kms:Decript') + 6);
  await ask('vscode.executeCodeLensProvider', 100);
  await ask('vscode.provideDocumentSemanticTokens');
  await ask('vscode.executeLinkProvider');
  await ask('vscode.executeHoverProvider', at);
  await ask('vscode.executeCompletionItemProvider', at);
  await ask('vscode.executeCodeActionProvider', new vscode.Range(at, at));
}

/** Closes the editor in front and forgets what was typed in it. */
async function close(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
}
