import * as vscode from 'vscode';
import { type Denial, readDenials } from '../../denial';
import { diagnose } from '../../diagnosis';
import { explanation } from '../../explanation';
import type { LabelledSession } from '../../live';
import { failureSentence } from '../../ports';
import { asName, message, type Message } from '../../text/message';
import { credentialsOf, toExplain, whyNoCalls } from '../credentials';
import { gather } from '../explain/gather';
import { type Host, notInBrowser } from '../host';

/** A session, or why there is none. */
type Opened = LabelledSession | { readonly refused: Message };

/** Explains a pasted KMS error: from its text, or with the eyes of an AWS profile after the user agreed. */
export class ExplainTool {
  /** Profiles that the user let be used, until the window closes. */
  private readonly agreed = new Set<string>();

  constructor(private readonly host: Host) {}

  /**
   * @param profile empty: from the text alone
   * @returns the explanation in Markdown; in front of it, why a profile was not used; or that there is no KMS error in
   * the text
   */
  async run(text: string, profile: string, token: vscode.CancellationToken): Promise<string> {
    const { say, inMarkdown } = this.host;
    const [denial] = readDenials(text);
    if (denial === undefined) {
      return say(message('No KMS error was found in this text.'));
    }
    if (profile === '') {
      return inMarkdown(explanation(diagnose({ denial })));
    }
    const opened = await this.open(denial, profile);
    if ('refused' in opened) {
      return `${say(opened.refused)}\n\n${inMarkdown(explanation(diagnose({ denial })))}`;
    }
    return this.look(denial, opened, token);
  }

  /** A key of the sandbox is looked at with the sandbox's own credentials, whatever profile is named: AWS has no such key. */
  private async open(denial: Denial, profile: string): Promise<Opened> {
    const need = toExplain(denial);
    const obstacle = whyNoCalls(this.host);
    if (obstacle === 'in-browser') {
      return { refused: notInBrowser };
    }
    const credentials = credentialsOf(this.host);
    const own = await credentials.ofSandbox(need);
    if (own !== undefined) {
      return own;
    }
    if (obstacle === 'not-trusted') {
      return { refused: message('AWS was not asked: the workspace is not trusted.') };
    }
    const opened = (await this.isAgreed(profile)) ? await credentials.ofProfile(profile, need) : undefined;
    if (opened === undefined) {
      return { refused: message('AWS was not asked: the user did not agree.') };
    }
    return opened.ok
      ? opened.value
      : {
          refused: message('The profile cannot be used: {why}', {
            why: failureSentence(opened.failure),
          }),
        };
  }

  /** The chat's own confirmation can be switched off, so we ask ourselves. */
  private async isAgreed(profile: string): Promise<boolean> {
    const { say } = this.host;
    if (this.agreed.has(profile)) {
      return true;
    }
    const yes = say(message('Read from AWS'));
    let answer: string | undefined;
    try {
      answer = await vscode.window.showWarningMessage(
        say(
          message('Let the language model read from AWS with the profile “{profile}”?', { profile: asName(profile) }),
        ),
        {
          modal: true,
          detail: say(
            message(
              'Double Lock reads the key, its key policy and grants, and the IAM policies of whoever was denied, and gives the explanation to the model. Nothing is changed. This holds until the window closes.',
            ),
          ),
        },
        yes,
      );
    } catch {
      // A window that cannot ask has not been answered.
    }
    if (answer !== yes) {
      return false;
    }
    this.agreed.add(profile);
    return true;
  }

  private async look(
    denial: Denial,
    { session, label }: LabelledSession,
    token: vscode.CancellationToken,
  ): Promise<string> {
    const abort = new AbortController();
    token.onCancellationRequested(() => abort.abort());
    try {
      const { evidence, withIdentity } = await gather(denial, session, label, abort.signal);
      return this.host.inMarkdown(explanation(diagnose((await withIdentity) ?? evidence)));
    } finally {
      session.close();
    }
  }
}
