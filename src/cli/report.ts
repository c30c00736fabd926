import type { LocatedKind, LocatedPolicy } from '../policy';
import { fixTitle, type Finding, type Severity } from '../rules/rule';
import { pointerOfFinding } from '../rules/config';
import { LineIndex, type Position } from '../text/lines';
import { sayEnglish } from '../text/say';

/** The policies of a text and what is wrong with them. */
export interface CheckedText {
  readonly policies: readonly LocatedPolicy[];
  readonly findings: readonly Finding[];
}

/** What was found in one file, as the reports say it; it holds on to neither text nor tree. */
export interface CheckedFile {
  readonly path: string;
  readonly policies: readonly { readonly kind: LocatedKind; readonly pointer: string }[];
  readonly findings: readonly ReportedFinding[];
}

/** Lines and columns are counted from 1, columns in UTF-16 code units. */
export interface ReportedFinding {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly pointer: string;
  readonly start: Position;
  readonly end: Position;
  readonly fixes: readonly string[];
}

/** From the mildest to the worst. */
export const severityOrder: readonly Severity[] = ['hint', 'information', 'warning', 'error'];

/** What was found in a file's text, for the reports. */
export function reportOf(path: string, text: string, { policies, findings }: CheckedText): CheckedFile {
  const lines = findings.length === 0 ? undefined : new LineIndex(text);
  return {
    path,
    policies: policies.map(({ kind, pointer }) => ({ kind, pointer })),
    findings:
      lines === undefined
        ? []
        : findings.map(finding => ({
            code: finding.code,
            severity: finding.severity,
            message: sayEnglish(finding.message),
            pointer: pointerOfFinding(finding),
            start: lines.position(finding.offset),
            end: lines.position(finding.offset + finding.length),
            fixes: finding.fixes.map(fix => fixTitle(fix, sayEnglish)),
          })),
  };
}

/** The findings as JSON, for other programs. */
export function jsonReport(files: readonly CheckedFile[]): string {
  return `${JSON.stringify({ files }, null, 2)}\n`;
}

/** The findings for people: one line each, as compilers write them, and a line that sums up. */
export function textReport(files: readonly CheckedFile[]): string {
  const lines = files.flatMap(({ path, findings }) =>
    findings.map(
      ({ code, severity, message, start }) => `${path}:${start.line}:${start.column}: ${severity} ${code}: ${message}`,
    ),
  );
  const policies = files.reduce((sum, f) => sum + f.policies.length, 0);
  const findings = files.flatMap(f => f.findings);
  const counts = [...severityOrder].reverse().flatMap(severity => {
    const count = findings.filter(f => f.severity === severity).length;
    return count === 0 ? [] : [`${count} × ${severity}`];
  });
  return `${[...lines, `${files.length} ${files.length === 1 ? 'file' : 'files'}, ${policies} ${policies === 1 ? 'policy' : 'policies'}: ${counts.join(', ') || 'nothing found'}`].join('\n')}\n`;
}
