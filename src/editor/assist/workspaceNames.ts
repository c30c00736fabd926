import * as vscode from 'vscode';
import { namesIn, nothingSeen, type Seen, together } from '../../assist/completion';
import { isJson } from '../jsonDocuments';

const mostFiles = 200;
const biggestFile = 256 * 1024;
/** Milliseconds that completion waits for the first search; what is found later is there the next time. */
const timeLimit = 100;

/** The principals and keys that the workspace's JSON files name: searched when first asked for, again after files have changed. */
export class WorkspaceNames implements vscode.Disposable {
  private found: Seen = nothingSeen;
  private searching: Promise<void> | undefined;
  private readonly watcher = vscode.workspace.createFileSystemWatcher('**/*.{json,jsonc}');

  constructor() {
    const stale = (): void => {
      this.searching = undefined;
    };
    this.watcher.onDidChange(stale);
    this.watcher.onDidCreate(stale);
    this.watcher.onDidDelete(stale);
  }

  dispose(): void {
    this.watcher.dispose();
  }

  /**
   * Names of this document first, then of the open ones and of the files of the workspace. Waits 100 milliseconds at
   * most for the search of the files; what that finds later is there the next time.
   */
  async seenFrom(document: vscode.TextDocument): Promise<Seen> {
    this.searching ??= this.search();
    await Promise.race([this.searching, new Promise(resolve => setTimeout(resolve, timeLimit))]);
    const open = vscode.workspace.textDocuments.filter(d => d !== document && isJson(d)).map(d => namesIn(d.getText()));
    return together(namesIn(document.getText()), ...open, this.found);
  }

  private async search(): Promise<void> {
    const files = await vscode.workspace.findFiles(
      '**/*.{json,jsonc}',
      '**/{node_modules,.git,dist,out,build}/**',
      mostFiles,
    );
    const names: Seen[] = [];
    for (const file of files) {
      try {
        if ((await vscode.workspace.fs.stat(file)).size > biggestFile) {
          continue;
        }
        names.push(namesIn(new TextDecoder().decode(await vscode.workspace.fs.readFile(file))));
      } catch {
        // It went away meanwhile.
      }
    }
    this.found = together(...names);
  }
}
