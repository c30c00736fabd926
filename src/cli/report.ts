import type { LocatedPolicy } from '../policy';
import { fixTitle, type Finding, type Severity } from '../rules/rule';
import { pointerOfFinding } from '../rules/config';
import { LineIndex } from '../text/lines';
import { sayEnglish } from '../text/message';

/** What was found in one file. */
export interface CheckedFile {
  readonly path: string;
  readonly text: string;
  readonly policies: readonly LocatedPolicy[];
  readonly findings: readonly Finding[];
}

/** From the mildest to the worst. */
export const severityOrder: readonly Severity[] = ['hint', 'information', 'warning', 'error'];

/** The findings as JSON, for other programs. */
export function jsonReport(files: readonly CheckedFile[]): string {
  const report = {
    files: files.map(({ path, text, policies, findings }) => {
      const lines = new LineIndex(text);
      return {
        path,
        policies: policies.map(({ kind, pointer }) => ({ kind, pointer })),
        findings: findings.map(finding => ({
          code: finding.code,
          severity: finding.severity,
          message: sayEnglish(finding.message),
          pointer: pointerOfFinding(finding),
          start: lines.position(finding.offset),
          end: lines.position(finding.offset + finding.length),
          fixes: finding.fixes.map(fix => fixTitle(fix, sayEnglish)),
        })),
      };
    }),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

/** The findings for people: one line each, as compilers write them, and a line that sums up. */
export function textReport(files: readonly CheckedFile[]): string {
  const lines = files.flatMap(({ path, text, findings }) => {
    const index = new LineIndex(text);
    return findings.map(finding => {
      const { line, column } = index.position(finding.offset);
      return `${path}:${line}:${column}: ${finding.severity} ${finding.code}: ${sayEnglish(finding.message)}`;
    });
  });
  const policies = files.reduce((sum, f) => sum + f.policies.length, 0);
  const findings = files.flatMap(f => f.findings);
  const counts = [...severityOrder].reverse().flatMap(severity => {
    const count = findings.filter(f => f.severity === severity).length;
    return count === 0 ? [] : [`${count} × ${severity}`];
  });
  return `${[...lines, `${files.length} ${files.length === 1 ? 'file' : 'files'}, ${policies} ${policies === 1 ? 'policy' : 'policies'}: ${counts.join(', ') || 'nothing found'}`].join('\n')}\n`;
}
