import * as vscode from 'vscode';
import type { LabelledSession } from '../../live';
import type { Answer } from '../../ports';
import { message } from '../../text/message';
import { type Host, needNode, notInBrowser, tell } from '../host';
import { type EvidenceChoice, type EvidenceSource, withoutCredentials, withSession } from './evidence';
import { type Need, noneFor, placeHolderOf, titleOf } from './need';
import { openSession } from './openSession';
import { userChoices } from './profiles';
import { sandboxPlaces, sandboxSession } from './sandboxSessions';
import { SandboxHost } from './sandboxHost';

export { whyNoCalls } from './allowed';
export type { EvidenceSource } from './evidence';
export { type Need, toExplain } from './need';

/**
 * The one place that chooses with whose credentials something is done. Keys of the sandbox are looked at and changed with its own
 * throw-away ones, unasked, without trust and on this machine only; the user's are offered on trust alone, those that fit first. What
 * credentials consist of is never seen here, kept or logged.
 */
export class Credentials implements vscode.Disposable {
  readonly sandboxHost: SandboxHost;

  constructor(private readonly host: Host) {
    this.sandboxHost = new SandboxHost(host);
  }

  dispose(): void {
    this.sandboxHost.dispose();
  }

  /**
   * Asks with whose credentials.
   * @returns undefined when the user backs out, or when there is nobody to choose, which is said
   * @throws NotPossible in a browser's worker
   */
  async choose(need: Need): Promise<LabelledSession | undefined> {
    const own = await this.ofSandbox(need);
    if (own !== undefined) {
      return own;
    }
    const choices = [
      ...(await userChoices(this.host, need)),
      ...(await sandboxPlaces(this.host, this.sandboxHost, need)),
    ];
    if (choices.length === 0) {
      await tell(this.host, noneFor(need));
      return undefined;
    }
    return (await this.pick(choices, need))?.open?.();
  }

  /**
   * Asks what to explain a denial with: the sandbox for its own keys, a profile, the environment's credentials, a pasted key policy, or
   * the text alone. In a browser's worker it is the text alone, and that is said.
   * @param pastePolicy opens a document to paste a key policy into, which goes on by itself
   * @returns undefined when the user backs out, or goes on elsewhere
   */
  async chooseEvidence(need: Need, pastePolicy: () => Promise<void>): Promise<EvidenceSource | undefined> {
    if (this.host.node === undefined) {
      void tell(this.host, notInBrowser);
      return { kind: 'text-alone' };
    }
    const choices = [
      ...(await this.sandboxEvidence(need)),
      ...(await userChoices(this.host, need)).map(withSession),
      ...withoutCredentials(this.host, pastePolicy),
    ];
    return (await this.pick(choices, need))?.source?.();
  }

  /** The sandbox's own credentials; undefined when it is not about the sandbox. @throws NotPossible in a browser's worker */
  ofSandbox(need: Need): Promise<LabelledSession | undefined> {
    return sandboxSession(this.sandboxHost, need);
  }

  /**
   * The credentials of a profile that was named, which the user has allowed.
   * @returns undefined when the user backs out
   * @throws NotPossible in a browser's worker
   */
  async ofProfile(name: string, need: Need): Promise<Answer<LabelledSession> | undefined> {
    const { profiles } = await (await needNode(this.host).aws()).listProfiles();
    return openSession(this.host, need, profiles.find(p => p.name === name) ?? { name });
  }

  private async sandboxEvidence(need: Need): Promise<EvidenceChoice[]> {
    const scenario = need.keyArn === undefined ? undefined : await this.sandboxHost.scenarioOf(need.keyArn);
    return scenario === undefined
      ? []
      : [
          withSession({
            label: `$(beaker) ${this.host.say(message('Sandbox'))}`,
            description: this.host.say(message('this key belongs to Double Lock’s sandbox: no AWS account needed')),
            open: () => this.ofSandbox(need),
          }),
        ];
  }

  private async pick<Choice extends vscode.QuickPickItem>(
    choices: readonly Choice[],
    need: Need,
  ): Promise<Choice | undefined> {
    const placeHolder = placeHolderOf(need);
    return vscode.window.showQuickPick(choices, {
      title: this.host.say(titleOf(need)),
      ...(placeHolder && { placeHolder: this.host.say(placeHolder) }),
      matchOnDescription: true,
      ignoreFocusOut: true,
    });
  }
}

const ofWindow = new WeakMap<Host, Credentials>();

/** The credentials of this window, with its one sandbox: made when somebody first asks, ended with the window. */
export function credentialsOf(host: Host): Credentials {
  let credentials = ofWindow.get(host);
  if (credentials === undefined) {
    ofWindow.set(host, (credentials = new Credentials(host)));
    host.context.subscriptions.push(credentials);
  }
  return credentials;
}
