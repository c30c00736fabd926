import * as vscode from 'vscode';
import type { Finding, Severity, Tag } from '../../rules/rule';
import type { Say } from '../../text/message';
import { rangeOf } from '../range';
import type { Checker } from './checker';
import { ruleUri } from './rulePages';

const severities: Readonly<Record<Severity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
  hint: vscode.DiagnosticSeverity.Hint,
};

const tags: Readonly<Record<Tag, vscode.DiagnosticTag>> = {
  unnecessary: vscode.DiagnosticTag.Unnecessary,
  deprecated: vscode.DiagnosticTag.Deprecated,
};

/** Shows the findings of every checked document. */
export function showDiagnostics(checker: Checker, say: Say): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection('doubleLock');
  return vscode.Disposable.from(
    collection,
    checker.onDidCheck(({ document, findings }) =>
      collection.set(
        document.uri,
        findings.map(f => diagnosticOf(document, f, say)),
      ),
    ),
    checker.onDidClose(({ uri }) => collection.delete(uri)),
  );
}

/** A finding as the editor shows it. Its code links to the rule's page. */
export function diagnosticOf(document: vscode.TextDocument, finding: Finding, say: Say): vscode.Diagnostic {
  const { code, message, severity, related, tag } = finding;
  const diagnostic = new vscode.Diagnostic(rangeOf(document, finding), say(message), severities[severity]);
  diagnostic.source = 'Double Lock';
  diagnostic.code = { value: code, target: ruleUri(code) };
  diagnostic.relatedInformation = related.map(
    r =>
      new vscode.DiagnosticRelatedInformation(new vscode.Location(document.uri, rangeOf(document, r)), say(r.message)),
  );
  if (tag) {
    diagnostic.tags = [tags[tag]];
  }
  return diagnostic;
}
