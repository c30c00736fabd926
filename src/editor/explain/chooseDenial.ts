import * as vscode from 'vscode';
import { type Denial, readDenials, headline } from '../../denial';
import { message } from '../../text/message';
import { type Host, tell } from '../host';

/**
 * The denial the user means; says so when the text holds none, and asks when it holds several.
 * @param openPaste opens a document to paste another text into
 * @returns undefined when there is none, or the user backs out
 */
export async function chooseDenial(
  host: Host,
  text: string,
  openPaste: () => Promise<void>,
): Promise<Denial | undefined> {
  const denials = readDenials(text);
  if (denials.length > 1) {
    return pickDenial(host, denials);
  }
  if (denials.length === 0) {
    await tellNothingFound(host, text, openPaste);
  }
  return denials[0];
}

async function pickDenial(host: Host, denials: readonly Denial[]): Promise<Denial | undefined> {
  const picked = await vscode.window.showQuickPick(
    denials.map(denial => {
      const label =
        denial.action === null
          ? host.say(headline(denial))
          : [denial.action, denial.keyId ?? denial.resource ?? ''].join('  ');
      return {
        label,
        description: [denial.principal, denial.callingService, denial.time].filter(fact => fact !== null).join(' · '),
        ...(!label.startsWith(denial.message) && { detail: denial.message }),
        denial,
      };
    }),
    {
      title: host.say(message('This text holds {count} KMS failures. Which one?', { count: denials.length })),
      matchOnDetail: true,
    },
  );
  return picked?.denial;
}

async function tellNothingFound(host: Host, text: string, openPaste: () => Promise<void>): Promise<void> {
  const nothing =
    text.trim() === ''
      ? message('There is nothing to explain yet: paste the error first.')
      : message(
          'No KMS error was found in this text. If the error came through another service (S3, Lambda, Secrets Manager …), paste everything it printed: the KMS part often stands further down.',
        );
  if ((await tell(host, nothing, message('Paste It into a Document'))) === 0) {
    await openPaste();
  }
}
