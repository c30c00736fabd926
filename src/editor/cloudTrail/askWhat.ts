import * as vscode from 'vscode';
import { type Denial, mayHoldDenial, readDenials } from '../../denial';
import { parseKeyArn, parsePrincipal } from '../../policy';
import { caseTitle } from '../../explanation';
import { wantedBy, type WantedEvent } from '../../live';
import { message } from '../../text/message';
import type { ShownDiagnosis } from '../explain/current';
import type { Host } from '../host';

/** Which event is looked for, and what is known about where. */
export interface Search {
  readonly wanted: WantedEvent;
  readonly keyArn: string | undefined;
  readonly keyAccount: string | undefined;
  readonly callerAccount: string | undefined;
  readonly region: string | undefined;
}

/**
 * Finds out which event the user means: of the error that is selected, explained or in the clipboard, or by caller and key.
 * @returns undefined when the user backs out
 */
export async function askWhat(host: Host, shown: ShownDiagnosis | undefined): Promise<Search | undefined> {
  const editor = vscode.window.activeTextEditor;
  const selected =
    editor === undefined || editor.selection.isEmpty
      ? undefined
      : readDenials(editor.document.getText(editor.selection))[0];
  if (selected !== undefined) {
    return searchFor(selected);
  }
  const copied = await clipboardDenial();
  const choices = [
    ...(shown
      ? [
          {
            label: `$(book) ${host.say(message('Of the error that was explained'))}`,
            description: caseTitle(shown.diagnosis),
            ask: async () => ofDiagnosis(shown),
          },
        ]
      : []),
    ...(copied
      ? [
          {
            label: `$(clippy) ${host.say(message('Of the error in the clipboard'))}`,
            description: [copied.action, copied.principal].filter(Boolean).join(' · '),
            ask: async () => searchFor(copied),
          },
        ]
      : []),
    {
      label: `$(search) ${host.say(message('By caller and key …'))}`,
      description: '',
      ask: () => askCallerAndKey(host),
    },
  ];
  const chosen =
    choices.length === 1
      ? choices[0]
      : await vscode.window.showQuickPick(choices, { title: host.say(message('Find which event in CloudTrail?')) });
  return chosen?.ask();
}

function ofDiagnosis({
  diagnosis: {
    evidence: { denial },
    keyArn,
    keyAccount,
  },
}: ShownDiagnosis): Search {
  const search = searchFor(denial);
  return {
    ...search,
    wanted: { ...search.wanted, key: keyArn ?? search.wanted.key },
    keyArn: keyArn ?? search.keyArn,
    keyAccount: keyAccount ?? search.keyAccount,
    region: search.region ?? keyArn?.split(':')[3],
  };
}

function searchFor(denial: Denial): Search {
  return {
    wanted: wantedBy(denial),
    keyArn: denial.resource !== null && parseKeyArn(denial.resource)?.keyId !== undefined ? denial.resource : undefined,
    keyAccount: denial.resourceAccount ?? undefined,
    callerAccount: denial.principalAccount ?? undefined,
    region: denial.requestRegion ?? denial.region ?? undefined,
  };
}

async function clipboardDenial(): Promise<Denial | undefined> {
  try {
    const text = await vscode.env.clipboard.readText();
    return mayHoldDenial(text) ? readDenials(text)[0] : undefined;
  } catch {
    return undefined; // the browser or the system refuses it
  }
}

async function askCallerAndKey(host: Host): Promise<Search | undefined> {
  const principal = await vscode.window.showInputBox({
    title: host.say(message('Who was denied? ARN of the role, its session or the user; empty for anybody')),
    placeHolder: 'arn:aws:sts::111122223333:assumed-role/MyRole/session',
    ignoreFocusOut: true,
    validateInput: text =>
      text.trim() === '' || 'account' in parsePrincipal(text.trim())
        ? undefined
        : host.say(message('An ARN such as arn:aws:iam::111122223333:role/MyRole')),
  });
  if (principal === undefined) {
    return undefined;
  }
  const key = await vscode.window.showInputBox({
    title: host.say(message('Which key? Its ARN; empty for any')),
    placeHolder: 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
    ignoreFocusOut: true,
    validateInput: text =>
      text.trim() === '' || parseKeyArn(text.trim())
        ? undefined
        : host.say(message('A key or alias ARN: arn:aws:kms:REGION:ACCOUNT:key/ID')),
  });
  if (key === undefined) {
    return undefined;
  }
  const caller = parsePrincipal(principal.trim());
  const parts = parseKeyArn(key.trim());
  return {
    wanted: { ...(principal.trim() !== '' && { principal: principal.trim() }), ...(parts && { key: key.trim() }) },
    keyArn: parts?.keyId === undefined ? undefined : key.trim(),
    keyAccount: parts?.account,
    callerAccount: 'account' in caller ? caller.account : undefined,
    region: parts?.region,
  };
}
