import * as vscode from 'vscode';
import type { LocatedKind } from '../../policy';
import { type Config, configName, emptyConfig, kindInConfig, readConfig } from '../../rules/config';
import type { Severity } from '../../rules/rule';
import { asName, type Message, message } from '../../text/message';
import { caseOf } from '../caseFiles';
import type { Host } from '../host';
import { rememberedKinds, rememberKind } from './rememberedKinds';

/** What is settled for a document. */
export interface Settings {
  /** Whether findings are shown at all. */
  readonly enabled: boolean;
  readonly severities: Readonly<Record<string, Severity | 'off'>>;
  readonly kind: ConfiguredKind | undefined;
  readonly config: Config;
  /** Where the nearest `.double-lock.json` is, or would be; undefined where there is no folder for it. */
  readonly configUri: vscode.Uri | undefined;
  /** The document's path as that file's globs see it. */
  readonly path: string;
}

/** A kind that does not come from the content, and who says so. */
export interface ConfiguredKind {
  readonly kind: LocatedKind;
  readonly why: Message;
}

interface ConfigFile {
  readonly uri: vscode.Uri;
  readonly config: Config;
}

const section = 'doubleLock';

/** Puts together what `.double-lock.json`, the settings and *Treat This File As…* say, and tells when any of it changes. */
export class Configuration implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;
  /** By folder; forgotten whenever any `.double-lock.json` changes. */
  private readonly files = new Map<string, Promise<ConfigFile | undefined>>();
  private readonly subscriptions: vscode.Disposable[];

  constructor(private readonly host: Host) {
    const watcher = vscode.workspace.createFileSystemWatcher(`**/${configName}`);
    this.subscriptions = [
      this.changed,
      watcher,
      ...[watcher.onDidChange, watcher.onDidCreate, watcher.onDidDelete].map(event => event(() => this.forget())),
      // Folders above the workspace are not watched.
      vscode.workspace.onDidSaveTextDocument(({ uri }) => {
        if (uri.path.endsWith(`/${configName}`)) {
          this.forget();
        }
      }),
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.forget()),
      vscode.workspace.onDidChangeConfiguration(e => {
        if (e.affectsConfiguration(section)) {
          this.changed.fire();
        }
      }),
    ];
  }

  dispose(): void {
    this.subscriptions.forEach(s => void s.dispose());
  }

  /** What holds for a document now: its nearest `.double-lock.json`, and above it the editor's own settings. */
  async for(document: vscode.TextDocument): Promise<Settings> {
    const place = placeOf(document.uri);
    const file = place && (await this.nearest(parentOf(place)));
    const configUri =
      file?.uri ??
      (place && vscode.Uri.joinPath(vscode.workspace.getWorkspaceFolder(place)?.uri ?? parentOf(place), configName));
    const path = place && configUri ? pathFrom(parentOf(configUri), place) : document.uri.path;
    const config = file?.config ?? emptyConfig;
    const own = vscode.workspace.getConfiguration(section, document);
    return {
      enabled: own.get('findings', true),
      severities: { ...config.rules, ...own.get<Record<string, Severity | 'off'>>('rules') },
      kind: this.kindOf(document, config, path),
      config,
      configUri,
      path,
    };
  }

  /** Remembers in this workspace what a document is; undefined forgets it. */
  async rememberKind({ uri }: vscode.TextDocument, kind: LocatedKind | undefined): Promise<void> {
    await rememberKind(this.host.context, uri, kind);
    this.changed.fire();
  }

  private kindOf({ uri }: vscode.TextDocument, config: Config, path: string): ConfiguredKind | undefined {
    if (caseOf(uri)) {
      return { kind: 'key', why: message('It is the policy of a KMS key.') };
    }
    const remembered = rememberedKinds(this.host.context)[uri.toString()];
    if (remembered) {
      return { kind: remembered, why: message('You said so.') };
    }
    const kind = kindInConfig(config, path);
    return kind && { kind, why: message('{file} says so.', { file: asName(configName) }) };
  }

  private forget(): void {
    this.files.clear();
    this.changed.fire();
  }

  private async nearest(folder: vscode.Uri): Promise<ConfigFile | undefined> {
    const key = folder.toString();
    let known = this.files.get(key);
    if (known === undefined) {
      this.files.set(key, (known = this.lookUpwards(folder)));
    }
    return known;
  }

  private async lookUpwards(folder: vscode.Uri): Promise<ConfigFile | undefined> {
    const uri = vscode.Uri.joinPath(folder, configName);
    const text = await vscode.workspace.fs.readFile(uri).then(
      bytes => new TextDecoder().decode(bytes),
      () => undefined,
    );
    if (text === undefined) {
      return parentOf(folder).path === folder.path ? undefined : this.nearest(parentOf(folder));
    }
    const { config, problems } = readConfig(text);
    for (const problem of problems) {
      this.host.log.warn(`${uri.fsPath}: ${this.host.say(problem)}`);
    }
    return { uri, config };
  }
}

/** Where a document counts as standing: one without a file stands in the first folder of the workspace. */
function placeOf(uri: vscode.Uri): vscode.Uri | undefined {
  if (uri.scheme !== 'untitled' && !caseOf(uri)) {
    return uri;
  }
  const folder = vscode.workspace.workspaceFolders?.[0];
  return folder && vscode.Uri.joinPath(folder.uri, uri.path.slice(uri.path.lastIndexOf('/') + 1));
}

function parentOf(uri: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(uri, '..');
}

function pathFrom(folder: vscode.Uri, { path }: vscode.Uri): string {
  return path.slice(folder.path.length).replace(/^\/+/, '');
}
