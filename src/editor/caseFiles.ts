import * as vscode from 'vscode';
import type { Host } from './host';

/** The scheme of the files that an explained denial leaves: live policy and explanation (read-only), proposal (a draft to edit). */
export const scheme = 'double-lock';

/** The files of one explained denial. */
export interface CaseFiles {
  readonly live: vscode.Uri;
  readonly proposed: vscode.Uri;
  readonly explanation: vscode.Uri;
}

const names = {
  live: 'live-key-policy.json',
  proposed: 'proposed-key-policy.json',
  explanation: 'KMS access explained.md',
} as const;
/** The proposal as we wrote it: tells whether the user has edited the draft since. */
const pristine = 'proposed-as-generated.json';
/** Milliseconds after which an editor that takes no text over holds nobody up. */
const longestTakeover = 2000;

/**
 * Keeps case files in the workspace's storage folder, so that tabs survive a reload and a saved draft stays on this machine.
 * Nothing here talks to AWS.
 */
export class CaseStore implements vscode.FileSystemProvider, vscode.Disposable {
  private readonly changes = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.changes.event;
  private readonly root: vscode.Uri;

  constructor(context: vscode.ExtensionContext) {
    this.root = vscode.Uri.joinPath(context.storageUri ?? context.globalStorageUri, 'cases');
  }

  dispose(): void {
    this.changes.dispose();
  }

  /** Finds the folder for a case: the plain name, or a numbered one where that holds a draft the user has edited. */
  async open(name: readonly string[]): Promise<CaseFiles> {
    const folder = name.map(plainName).join('/');
    for (let n = 1; ; n++) {
      const files = filesIn(n === 1 ? folder : `${folder}-${n}`);
      if (!(await this.isEdited(files))) {
        return files;
      }
    }
  }

  /**
   * Writes one of the case's files, as ourselves: read-only ones too. VS Code keeps documents for minutes after their
   * tab was closed: when this is done, such a document has taken the text over, or whoever opens it next would first
   * show the old one.
   * @throws FileSystemError when the storage folder cannot be written
   */
  async put(uri: vscode.Uri, text: string): Promise<void> {
    await this.write(uri, text);
    if (uri.path.endsWith(names.proposed)) {
      await this.write(sibling(uri, pristine), text);
    }
    const taken = takenOver(uri, text);
    this.changes.fire([{ type: vscode.FileChangeType.Changed, uri }]);
    await taken;
  }

  private async write(uri: vscode.Uri, text: string): Promise<void> {
    await vscode.workspace.fs.writeFile(this.stored(uri), new TextEncoder().encode(text));
  }

  /** Whether the user has changed the proposal since it was made, saved or not. */
  async isEdited({ proposed }: CaseFiles): Promise<boolean> {
    if (vscode.workspace.textDocuments.some(d => d.isDirty && d.uri.toString() === proposed.toString())) {
      return true;
    }
    const [now, then] = await Promise.all([proposed, sibling(proposed, pristine)].map(uri => this.textOf(uri)));
    return now !== then;
  }

  private async textOf(uri: vscode.Uri): Promise<string | undefined> {
    try {
      return new TextDecoder().decode(await vscode.workspace.fs.readFile(this.stored(uri)));
    } catch {
      return undefined;
    }
  }

  private stored(uri: vscode.Uri): vscode.Uri {
    return vscode.Uri.joinPath(this.root, uri.path);
  }

  // vscode.FileSystemProvider: what the workbench needs for opening and saving; folders are not offered.
  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  /** Size and times of a file; read-only unless it is a proposal. @throws FileSystemError.FileNotFound */
  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const stat = await this.orNotFound(uri, vscode.workspace.fs.stat(this.stored(uri)));
    return { ...stat, ...(isReadOnly(uri) && { permissions: vscode.FilePermission.Readonly }) };
  }

  /** The bytes of a file. @throws FileSystemError.FileNotFound */
  readFile(uri: vscode.Uri): Promise<Uint8Array> {
    return this.orNotFound(uri, vscode.workspace.fs.readFile(this.stored(uri)));
  }

  /**
   * Saves what the user has typed into a proposal.
   * @throws FileSystemError.NoPermissions for every other file
   */
  async writeFile(uri: vscode.Uri, content: Uint8Array): Promise<void> {
    if (isReadOnly(uri)) {
      throw vscode.FileSystemError.NoPermissions(uri);
    }
    await vscode.workspace.fs.writeFile(this.stored(uri), content);
    this.changes.fire([{ type: vscode.FileChangeType.Changed, uri }]);
  }

  readDirectory(): [string, vscode.FileType][] {
    return [];
  }
  createDirectory(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }
  delete(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }
  rename(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  private async orNotFound<T>(uri: vscode.Uri, work: Thenable<T>): Promise<T> {
    try {
      return await work;
    } catch {
      throw vscode.FileSystemError.FileNotFound(uri);
    }
  }
}

/** Resolves once the document of a file that is about to change, if there is one, has changed with it or is gone. */
async function takenOver(uri: vscode.Uri, text: string): Promise<void> {
  const document = vscode.workspace.textDocuments.find(d => d.uri.toString() === uri.toString());
  if (document === undefined || document.isDirty || inLines(document.getText()) === inLines(text)) {
    return;
  }
  const listeners: vscode.Disposable[] = [];
  await new Promise<void>(done => {
    const late = setTimeout(done, longestTakeover);
    listeners.push(
      new vscode.Disposable(() => clearTimeout(late)),
      vscode.workspace.onDidChangeTextDocument(e => e.document === document && done()),
      vscode.workspace.onDidCloseTextDocument(closed => closed === document && done()),
    );
  });
  vscode.Disposable.from(...listeners).dispose();
}

/** A document has line ends of one kind, whatever its file has. */
function inLines(text: string): string {
  return text.replace(/\r\n?/g, '\n');
}

/** The files of the case to which `uri` belongs; undefined for other documents. */
export function caseOf(uri: vscode.Uri): CaseFiles | undefined {
  return uri.scheme === scheme ? filesIn(uri.path.slice(1, uri.path.lastIndexOf('/'))) : undefined;
}

/** The case whose diff is in front; undefined when none is. */
export function activeCase(): CaseFiles | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputTextDiff ? caseOf(input.modified) : undefined;
}

/** The case whose diff, explanation, report or other file is in front; undefined when none is. */
export function caseInFront(): CaseFiles | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return (
    activeCase() ??
    (input instanceof vscode.TabInputCustom || input instanceof vscode.TabInputText ? caseOf(input.uri) : undefined)
  );
}

function filesIn(folder: string): CaseFiles {
  const file = (name: string): vscode.Uri => vscode.Uri.from({ scheme, path: `/${folder}/${name}` });
  return { live: file(names.live), proposed: file(names.proposed), explanation: file(names.explanation) };
}

/** Another read-only file of a case, named `name` as far as a file can be. */
export function caseFile({ live }: CaseFiles, name: string): vscode.Uri {
  return sibling(live, plainName(name));
}

/** Where the live key policy of a key is put that was asked for by itself, not for an error. */
export function livePolicyFile(keyArn: string): vscode.Uri {
  const [, partition, , region, account, resource] = keyArn.split(':');
  return vscode.Uri.from({
    scheme,
    path: `/${livePolicies}/${[partition, region, account, resource?.split('/')[1]].map(part => plainName(part ?? '')).join('/')}/key-policy.json`,
  });
}

/** The key's ARN, for a live key policy that was asked for by itself; undefined for other documents. */
export function keyOfLivePolicy({ scheme: own, path }: vscode.Uri): string | undefined {
  const [, folder, partition, region, account, id] = path.split('/');
  return own === scheme && folder === livePolicies ? `arn:${partition}:kms:${region}:${account}:key/${id}` : undefined;
}

const livePolicies = 'live';

/** A report about a file outside of all cases. `path` tells one from the other. */
export function reportFile(path: string, name: string): vscode.Uri {
  return vscode.Uri.from({
    scheme,
    path: `/${['reports', ...path.split(/[\\/]+/).filter(Boolean), name].map(plainName).join('/')}`,
  });
}

/** A name that is one path segment everywhere. */
function plainName(name: string): string {
  return name.replace(/[^A-Za-z0-9._ -]+/g, '-').replace(/^[. ]+|[. ]+$/g, '') || '-';
}

function sibling(uri: vscode.Uri, name: string): vscode.Uri {
  return uri.with({ path: `${uri.path.slice(0, uri.path.lastIndexOf('/'))}/${name}` });
}

function isReadOnly(uri: vscode.Uri): boolean {
  return !uri.path.endsWith(`/${names.proposed}`);
}

/** Registers the file system of the case files. */
export function registerCaseFiles(host: Host): CaseStore {
  const store = new CaseStore(host.context);
  host.context.subscriptions.push(
    store,
    vscode.workspace.registerFileSystemProvider(scheme, store, { isCaseSensitive: true }),
  );
  return store;
}
