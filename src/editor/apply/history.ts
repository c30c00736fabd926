import * as vscode from 'vscode';
import type { PreviousPolicy } from '../../live';
import type { Host } from '../host';

/** A key policy that was replaced from this machine. */
export interface KeptPolicy extends PreviousPolicy {
  /** When it was replaced, ISO 8601. */
  readonly time: string;
}

/**
 * The key policies that were replaced, one file each in the extension's own folder of this machine. They outlive the workspace, and
 * hold nothing secret: a policy's text, the key's ARN and who replaced it.
 */
export class PolicyHistory {
  private readonly folder: vscode.Uri;
  private last = '';

  constructor(private readonly host: Host) {
    this.folder = vscode.Uri.joinPath(host.context.globalStorageUri, 'previous-key-policies');
  }

  /** Keeps a policy that is about to be replaced; the returned function forgets it again. @throws when it cannot be kept */
  async keep(previous: PreviousPolicy): Promise<() => Promise<void>> {
    const kept: KeptPolicy = { ...previous, time: this.now() };
    const uri = vscode.Uri.joinPath(this.folder, `${kept.time.replaceAll(':', '-')}.json`);
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(`${JSON.stringify(kept, undefined, 2)}\n`));
    return async () => {
      await vscode.workspace.fs.delete(uri);
    };
  }

  /** All of them, the latest first. What somebody broke is left out, and said in the log. */
  async all(): Promise<KeptPolicy[]> {
    const files = await vscode.workspace.fs.readDirectory(this.folder).then(
      entries => entries,
      () => [],
    );
    const read = await Promise.all(
      files
        .filter(([name]) => name.endsWith('.json'))
        .map(([name]) => this.read(vscode.Uri.joinPath(this.folder, name))),
    );
    return read.filter(kept => kept !== undefined).sort((a, b) => b.time.localeCompare(a.time));
  }

  private async read(uri: vscode.Uri): Promise<KeptPolicy | undefined> {
    try {
      const kept = JSON.parse(new TextDecoder().decode(await vscode.workspace.fs.readFile(uri))) as Partial<KeptPolicy>;
      const { keyArn, caller, policy, time, aliases, sandbox } = kept;
      if ([keyArn, caller, policy, time].every(part => typeof part === 'string')) {
        return { ...(kept as KeptPolicy), aliases: Array.isArray(aliases) ? aliases : [], sandbox: sandbox === true };
      }
    } catch {
      /* said below */
    }
    this.host.log.warn(`${uri.fsPath} is no kept key policy.`);
    return undefined;
  }

  /** The time, later than any before: it names the file. */
  private now(): string {
    let now = new Date();
    while (now.toISOString() <= this.last) {
      now = new Date(now.getTime() + 1);
    }
    return (this.last = now.toISOString());
  }
}
