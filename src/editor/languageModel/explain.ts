import * as vscode from 'vscode';
import { type Denial, readDenials } from '../../denial';
import { diagnose } from '../../diagnosis';
import { explanationMarkdown } from '../../explanation';
import { plainFailure } from '../../ports';
import { message } from '../../text/message';
import { gather } from '../explain/gather';
import { type Host, needNode } from '../host';

/** Explains a pasted KMS error: from its text, or with the eyes of an AWS profile after the user agreed. */
export class ExplainTool {
  /** Profiles that the user let be used, until the window closes. */
  private readonly agreed = new Set<string>();

  constructor(private readonly host: Host) {}

  async run(text: string, profile: string, token: vscode.CancellationToken): Promise<string> {
    const { say } = this.host;
    const [denial] = readDenials(text);
    if (denial === undefined) {
      return say(message('No KMS error was found in this text.'));
    }
    if (profile === '') {
      return explanationMarkdown(diagnose({ denial }), say);
    }
    const refused = await this.refusal(profile);
    if (refused !== undefined) {
      return `${refused}\n\n${explanationMarkdown(diagnose({ denial }), say)}`;
    }
    return this.withProfile(denial, profile, token);
  }

  /** Why AWS is not asked; undefined when it may be. The chat's own confirmation can be switched off, so we ask ourselves. */
  private async refusal(profile: string): Promise<string | undefined> {
    const { say } = this.host;
    if (!vscode.workspace.isTrusted) {
      return say(message('AWS was not asked: the workspace is not trusted.'));
    }
    if (this.agreed.has(profile)) {
      return undefined;
    }
    const yes = say(message('Read from AWS'));
    let answer: string | undefined;
    try {
      answer = await vscode.window.showWarningMessage(
        say(message('Let the language model read from AWS with the profile “{profile}”?', { profile })),
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
      return say(message('AWS was not asked: the user did not agree.'));
    }
    this.agreed.add(profile);
    return undefined;
  }

  private async withProfile(denial: Denial, profile: string, token: vscode.CancellationToken): Promise<string> {
    const { say } = this.host;
    const abort = new AbortController();
    token.onCancellationRequested(() => abort.abort());
    const aws = await needNode(this.host).aws();
    const region = denial.region ?? denial.requestRegion;
    const session = await aws.openSession({
      source: { kind: 'profile', name: profile },
      ...(region !== null && { region }),
    });
    if (!session.ok) {
      return `${say(message('The profile cannot be used: {why}', { why: plainFailure(session.failure, this.host.say) }))}\n\n${explanationMarkdown(diagnose({ denial }), say)}`;
    }
    const { evidence, withIdentity } = await gather(denial, session.value, profile, abort.signal);
    return explanationMarkdown(diagnose((await withIdentity) ?? evidence), say);
  }
}
