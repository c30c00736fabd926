import * as vscode from 'vscode';
import { spanInPolicy, type TextEdit } from '../../policy';
import { fixAll, safeEdits, safeFix } from '../../rules/fix-all';
import { refactoringsAt } from '../../rules/refactor';
import { type Finding, fixEdits, fixTitle } from '../../rules/rule';
import { asCode, type Message, message, type Say } from '../../text/message';
import { jsonDocuments } from '../jsonDocuments';
import { editOf, rangeOf } from '../range';
import type { CheckedDocument, Checker } from './checker';
import { diagnosticOf } from './diagnostics';
import { answerFixCommand, explainRuleCommand, ignoreCommand } from './fixCommands';

const { QuickFix, RefactorRewrite } = vscode.CodeActionKind;
const fixAllKind = vscode.CodeActionKind.SourceFixAll.append('doubleLock');

/** Characters of a policy; AWS takes none that is longer, so nobody wants to wait for its refactorings. */
const longestToRewrite = 100_000;

/** Offers the fixes that came with the findings, at their places and for the whole file, and the refactorings of a policy. */
export function offerCodeActions(checker: Checker, say: Say): vscode.Disposable {
  return vscode.languages.registerCodeActionsProvider(jsonDocuments, new CodeActions(checker, say), {
    providedCodeActionKinds: [QuickFix, RefactorRewrite, fixAllKind],
  });
}

class CodeActions implements vscode.CodeActionProvider {
  constructor(
    private readonly checker: Checker,
    private readonly say: Say,
  ) {}

  async provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
    { only, triggerKind }: vscode.CodeActionContext,
  ): Promise<vscode.CodeAction[]> {
    const asked = only !== undefined || triggerKind === vscode.CodeActionTriggerKind.Invoke;
    const checked = asked ? await this.checker.checked(document) : this.checker.last(document);
    if (checked?.version !== document.version) {
      return [];
    }
    const wants = (kind: vscode.CodeActionKind): boolean => only === undefined || only.contains(kind);
    return [
      ...(wants(QuickFix) ? this.quickFixes(checked, range) : []),
      // Not for the mere cursor: the lightbulb would stand on every line.
      ...((asked || !range.isEmpty) && wants(RefactorRewrite) ? this.refactorings(checked, range) : []),
      // On save and on request only.
      ...(only && wants(fixAllKind) ? this.fixAll(checked) : []),
    ];
  }

  private quickFixes(checked: CheckedDocument, range: vscode.Range): vscode.CodeAction[] {
    const here = checked.findings.filter(f => rangeOf(checked.document, f).intersection(range));
    const ofEachKind = [...new Map(here.map(f => [f.code, f])).values()];
    return [
      ...here.flatMap(f => this.fixesOf(checked, f)),
      ...ofEachKind.flatMap(f => this.fixAllOfKind(checked, f)),
      ...ofEachKind.flatMap(f => this.aboutRule(checked, f)),
    ];
  }

  private fixesOf({ document, version }: CheckedDocument, finding: Finding): vscode.CodeAction[] {
    const preferred = safeFix(finding);
    return finding.fixes.flatMap(fix => {
      const edits = fixEdits(finding, fix);
      if (edits === undefined) {
        return [];
      }
      const title = fixTitle(fix, this.say);
      const action = this.action(title, document, finding, fix.ask ? undefined : edits);
      if (fix.ask) {
        action.title = title.endsWith('…') ? title : `${title}…`;
        action.command = { title, command: answerFixCommand, arguments: [document, version, finding, fix] };
      }
      action.isPreferred = fix === preferred;
      return action;
    });
  }

  private fixAllOfKind({ document, findings }: CheckedDocument, { code }: Finding): vscode.CodeAction[] {
    const fixable = findings.filter(f => f.code === code && safeFix(f));
    const edits = fixable.length < 2 ? [] : safeEdits(fixable);
    if (edits.length === 0) {
      return [];
    }
    const title = this.say(
      message('Fix all {count} of “{code}” in this file', { count: fixable.length, code: asCode(code) }),
    );
    const action = this.action(title, document, undefined, edits);
    action.diagnostics = fixable.map(f => diagnosticOf(document, f, this.say));
    return [action];
  }

  private aboutRule({ document, settings }: CheckedDocument, finding: Finding): vscode.CodeAction[] {
    const command = (text: Message, id: string, ...args: readonly unknown[]): vscode.CodeAction => {
      const title = this.say(text);
      const action = this.action(title, document, finding);
      action.command = { title, command: id, arguments: [...args] };
      return action;
    };
    const { code } = finding;
    return [
      ...(settings.configUri
        ? [command(message('Ignore “{code}” here…', { code: asCode(code) }), ignoreCommand, settings, finding)]
        : []),
      command(message('Explain “{code}”', { code: asCode(code) }), explainRuleCommand, code),
    ];
  }

  private refactorings({ document, policies }: CheckedDocument, range: vscode.Range): vscode.CodeAction[] {
    const offset = document.offsetAt(range.start);
    const span = { offset, length: document.offsetAt(range.end) - offset };
    return policies.flatMap(policy => {
      const at = (policy.document.node?.length ?? 0) <= longestToRewrite ? spanInPolicy(policy, span) : undefined;
      return (at ? refactoringsAt(policy, at) : []).map(({ title, edits }) => {
        const action = new vscode.CodeAction(this.say(title), RefactorRewrite);
        action.edit = editOf(document, edits);
        return action;
      });
    });
  }

  private fixAll({ document, check }: CheckedDocument): vscode.CodeAction[] {
    const text = document.getText();
    const { text: fixed, rounds } = fixAll(text, check);
    if (fixed === text) {
      return [];
    }
    const [first = [], ...others] = rounds;
    const action = new vscode.CodeAction(this.say(message('Fix everything that is safe to fix')), fixAllKind);
    action.edit = editOf(document, others.length === 0 ? first : [difference(text, fixed)]);
    return [action];
  }

  private action(
    title: string,
    document: vscode.TextDocument,
    finding: Finding | undefined,
    edits?: readonly TextEdit[],
  ): vscode.CodeAction {
    const action = new vscode.CodeAction(title, QuickFix);
    if (finding) {
      action.diagnostics = [diagnosticOf(document, finding, this.say)];
    }
    if (edits) {
      action.edit = editOf(document, edits);
    }
    return action;
  }
}

/** The one edit that makes `after` of `before`, without what both begin and end with. */
function difference(before: string, after: string): TextEdit {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) {
    start++;
  }
  let end = 0;
  while (end < shorter - start && before[before.length - 1 - end] === after[after.length - 1 - end]) {
    end++;
  }
  return { offset: start, length: before.length - end - start, newText: after.slice(start, after.length - end) };
}
