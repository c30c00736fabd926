import * as vscode from 'vscode';
import { parseKeyArn } from '../policy';
import { plainFailure } from '../ports';
import { message } from '../text/message';
import { type Host, tell } from './host';
import { type LivePolicy, readLivePolicy } from './readLivePolicy';
import type { SandboxHost } from './sandboxHost';
import { credentialChoices, type NamedSession } from './sessions';

/** What a key is wanted for: who reads it is often not who may change it. */
export type Purpose = 'read' | 'change';

/**
 * Whose credentials look at or change which key: asked once for a key and a purpose in this window. Keys of the sandbox are looked at and
 * changed by their administrator, with throw-away credentials and on this machine only, so they need no trust.
 */
export class KeySessions implements vscode.Disposable {
  private readonly chosen = new Map<string, NamedSession>();

  constructor(
    private readonly host: Host,
    private readonly sandboxHost: SandboxHost,
  ) {}

  dispose(): void {
    for (const { session } of this.chosen.values()) {
      session.close();
    }
  }

  /** @returns undefined when the user backs out, or when there is nobody to choose, which is said */
  async of(keyArn: string, purpose: Purpose): Promise<NamedSession | undefined> {
    const known =
      this.chosen.get(`${purpose} ${keyArn}`) ?? (purpose === 'read' ? this.chosen.get(`change ${keyArn}`) : undefined);
    if (known !== undefined && this.isAllowed(known)) {
      return known;
    }
    const named = (await this.sandbox(keyArn)) ?? (await this.ask(keyArn, purpose));
    if (named === undefined || !this.isAllowed(named)) {
      return undefined;
    }
    this.chosen.set(`${purpose} ${keyArn}`, named);
    return named;
  }

  /** Looks at a key with these from now on: the user has just picked the key with them. */
  keep(keyArn: string, named: NamedSession): void {
    this.chosen.set(`read ${keyArn}`, named);
  }

  /**
   * Reads a key's live policy; asks with whose credentials, where that is not known yet.
   * @returns undefined when the user backs out, or when it could not be read, which is said
   * @throws AbortError when the user cancels
   */
  async read(keyArn: string, purpose: Purpose): Promise<LivePolicy | undefined> {
    const named = await this.of(keyArn, purpose);
    if (named === undefined) {
      return undefined;
    }
    const answer = await readLivePolicy(this.host, named, keyArn);
    if (answer.ok) {
      return answer.value;
    }
    this.forget(keyArn);
    await tell(
      this.host,
      message('The live key policy could not be read: {why}', { why: plainFailure(answer.failure, this.host.say) }),
    );
    return undefined;
  }

  /** Asks again the next time: these were the wrong ones. */
  forget(keyArn: string): void {
    for (const purpose of ['read', 'change']) {
      this.chosen.delete(`${purpose} ${keyArn}`);
    }
  }

  private isAllowed({ session }: NamedSession): boolean {
    return vscode.workspace.isTrusted || session.source.kind === 'sandbox';
  }

  private async sandbox(keyArn: string): Promise<NamedSession | undefined> {
    const scenario = await this.sandboxHost.scenarioOf(keyArn);
    return (
      scenario && { session: await this.sandboxHost.sessionFor(scenario), label: this.host.say(message('Sandbox')) }
    );
  }

  private async ask(keyArn: string, purpose: Purpose): Promise<NamedSession | undefined> {
    const { account = '', region } = parseKeyArn(keyArn) ?? {};
    const choices = await credentialChoices(this.host, {
      account,
      region,
      note: profile => (profile.account === account ? { says: message('owns the key'), rank: 0 } : undefined),
    });
    if (choices.length === 0) {
      await tell(
        this.host,
        message('No AWS profile was found. Create one with {command}, or hand over to the key’s owner.', {
          command: 'aws configure sso',
        }),
      );
      return undefined;
    }
    const title =
      purpose === 'read'
        ? message('Read the key of account {account} with which AWS profile?', { account })
        : message('Which AWS profile of account {account} may change this key?', { account });
    const chosen = await vscode.window.showQuickPick(choices, {
      title: this.host.say(title),
      matchOnDescription: true,
      ignoreFocusOut: true,
    });
    return chosen?.open?.();
  }
}
