import * as vscode from 'vscode';
import type { Host } from '../host';

/** The scheme of the rules' pages. The manifest lets the Markdown preview open them. */
const scheme = 'double-lock-rule';

/** Where a rule's page is. */
export function ruleUri(code: string): vscode.Uri {
  return vscode.Uri.from({ scheme, path: `/${code}.md` });
}

/** Serves the rules' pages as read-only files, so that a finding's code can link to them without a network. */
export function registerRulePages(host: Host, pageOf: (code: string) => Promise<string | undefined>): void {
  host.context.subscriptions.push(
    vscode.workspace.registerFileSystemProvider(scheme, new RulePages(pageOf), {
      isCaseSensitive: true,
      isReadonly: true,
    }),
  );
}

class RulePages implements vscode.FileSystemProvider {
  readonly onDidChangeFile = new vscode.EventEmitter<vscode.FileChangeEvent[]>().event;

  constructor(private readonly pageOf: (code: string) => Promise<string | undefined>) {}

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    const page = await this.pageOf(uri.path.replace(/^\/|\.md$/g, ''));
    if (page === undefined) {
      throw vscode.FileSystemError.FileNotFound(uri);
    }
    return new TextEncoder().encode(page);
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    return {
      type: vscode.FileType.File,
      ctime: 0,
      mtime: 0,
      size: (await this.readFile(uri)).length,
      permissions: vscode.FilePermission.Readonly,
    };
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }
  readDirectory(): [string, vscode.FileType][] {
    return [];
  }
  createDirectory(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }
  writeFile(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }
  delete(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }
  rename(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }
}
