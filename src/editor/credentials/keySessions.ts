import type * as vscode from 'vscode';
import type { LabelledSession } from '../../live';
import { failureSentence } from '../../ports';
import { message } from '../../text/message';
import { type Host, tell } from '../host';
import { type LivePolicy, readLivePolicy } from '../readLivePolicy';
import type { Credentials } from './index';
import { mayUse } from './allowed';
import { forKey } from './need';

/** What a key is wanted for: who reads it is often not who may change it. */
type Purpose = 'read' | 'change';

/** Whose credentials look at or change which key: chosen once for a key and a purpose in this window. */
export class KeySessions implements vscode.Disposable {
  private readonly chosen = new Map<string, LabelledSession>();

  constructor(
    private readonly host: Host,
    private readonly credentials: Credentials,
  ) {}

  dispose(): void {
    for (const { session } of this.chosen.values()) {
      session.close();
    }
  }

  /**
   * With whom a key is looked at or changed: whoever was chosen before, else the user is asked. Who may change a key
   * may read it.
   * @returns undefined when the user backs out, or when there is nobody to choose, which is said
   * @throws NotPossible in a browser's worker
   */
  async of(keyArn: string, purpose: Purpose): Promise<LabelledSession | undefined> {
    const known =
      this.chosen.get(`${purpose} ${keyArn}`) ?? (purpose === 'read' ? this.chosen.get(`change ${keyArn}`) : undefined);
    if (known !== undefined && mayUse(this.host, known)) {
      return known;
    }
    const named = await this.credentials.choose(forKey(purpose, keyArn));
    if (named !== undefined) {
      this.chosen.set(`${purpose} ${keyArn}`, named);
    }
    return named;
  }

  /** Looks at a key with these from now on: the user has just picked the key with them. */
  keep(keyArn: string, named: LabelledSession): void {
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
      message('The live key policy could not be read: {why}', { why: failureSentence(answer.failure) }),
    );
    return undefined;
  }

  /** Asks again the next time: these were the wrong ones. */
  forget(keyArn: string): void {
    for (const purpose of ['read', 'change']) {
      this.chosen.delete(`${purpose} ${keyArn}`);
    }
  }
}
