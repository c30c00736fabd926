import * as vscode from 'vscode';
import { addIgnore, type Ignore, sidOf } from '../../rules/config';
import { answerFix, type FixQuestion, type Finding, type Fix, fixEdits } from '../../rules/rule';
import { asCode, asName, message } from '../../text/message';
import { type Host, registerCommand, tell } from '../host';
import { openPreview } from '../preview';
import { editOf } from '../range';
import type { Settings } from './configuration';
import { changeConfig } from './configFile';
import { ruleUri } from './rulePages';

/** Asks what a fix has to know, then makes it: document, its version, finding, fix. */
export const answerFixCommand = 'doubleLock.answerFix';
/** Accepts a finding in `.double-lock.json`: settings of the document, finding. */
export const ignoreCommand = 'doubleLock.ignoreFinding';
/** Opens a rule's page: code of the rule. */
export const explainRuleCommand = 'doubleLock.explainRule';

/** What code actions do that needs more than an edit. */
export function registerFixCommands(host: Host): vscode.Disposable {
  return vscode.Disposable.from(
    registerCommand(host, answerFixCommand, (document, version, finding, fix) =>
      askAndFix(host, { document, version, finding, fix } as ChosenFix),
    ),
    registerCommand(host, ignoreCommand, (settings, finding) => ignore(host, settings as Settings, finding as Finding)),
    registerCommand(host, explainRuleCommand, code => openPreview(ruleUri(String(code)))),
  );
}

/** A fix that was chosen in a version of a document. */
interface ChosenFix {
  readonly document: vscode.TextDocument;
  readonly version: number;
  readonly finding: Finding;
  readonly fix: Fix;
}

async function askAndFix(host: Host, { document, version, finding, fix }: ChosenFix): Promise<void> {
  const answer = fix.ask && (await ask(host, fix.ask));
  if (answer === undefined) {
    return;
  }
  if (document.version !== version) {
    await tell(host, message('The document has changed meanwhile. Please choose the fix again.'));
    return;
  }
  const edits = fixEdits(finding, answerFix(fix, answer));
  if (edits !== undefined) {
    await vscode.workspace.applyEdit(editOf(document, edits));
  }
}

/** Asks with the suggestions at hand; any other answer can be typed. */
async function ask(host: Host, { prompt, suggestions }: FixQuestion): Promise<string | undefined> {
  const title = host.say(prompt);
  if (suggestions.length === 0) {
    return given(await vscode.window.showInputBox({ title, ignoreFocusOut: true }));
  }
  const pick = vscode.window.createQuickPick();
  // The answer may have to be copied from elsewhere; and the closing lightbulb menu gives the focus back to the editor.
  pick.ignoreFocusOut = true;
  const offer = (typed: string): void => {
    const others = suggestions.filter(s => s !== typed);
    pick.items = [...(typed === '' ? [] : [typed]), ...others].map(label => ({ label }));
  };
  pick.title = title;
  pick.placeholder = host.say(message('Choose, or type another'));
  pick.onDidChangeValue(value => offer(value.trim()));
  offer('');
  try {
    return given(
      await new Promise<string | undefined>(resolve => {
        // Whoever types and confirms at once is quicker than the list: nothing is selected then.
        pick.onDidAccept(() => resolve(pick.selectedItems[0]?.label ?? pick.value));
        pick.onDidHide(() => resolve(undefined));
        pick.show();
      }),
    );
  } finally {
    pick.dispose();
  }
}

function given(answer: string | undefined): string | undefined {
  const trimmed = answer?.trim();
  return trimmed === '' ? undefined : trimmed;
}

async function ignore(host: Host, { configUri, path }: Settings, finding: Finding): Promise<void> {
  if (configUri === undefined) {
    return;
  }
  const reason = await vscode.window.showInputBox({
    title: host.say(message('Ignore “{code}” here', { code: asCode(finding.code) })),
    ignoreFocusOut: true,
    prompt: host.say(
      message('Why is it fine? The reason is kept in {file}.', {
        file: asName(vscode.workspace.asRelativePath(configUri)),
      }),
    ),
  });
  if (reason === undefined) {
    return;
  }
  const sid = sidOf(finding);
  const entry: Ignore = {
    file: exactly(path),
    code: finding.code,
    ...(sid !== undefined && { sid }),
    ...(reason.trim() !== '' && { reason: reason.trim() }),
  };
  await changeConfig(host, configUri, text => addIgnore(text, entry));
}

/** The glob that fits this path, relative to the configuration's folder, and no other. */
export function exactly(path: string): string {
  const literal = path.replace(/[\\*?[\]{}()!+@]/g, '\\$&');
  return literal.includes('/') ? literal : `/${literal}`;
}
