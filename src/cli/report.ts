import type { LocatedKind } from '../policy';
import type { CheckedText } from '../rules/fix-all';
import { type Finding, type Fix, fixEdits, fixTitle, type Severity } from '../rules/rule';
import { pointerOfFinding } from '../rules/config';
import { LineIndex, type Position } from '../text/lines';
import { asText, type Message } from '../text/message';
import { sayer, sayEnglish, terminal } from '../text/say';
import { toJson } from './json';

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
  readonly message: Message;
  readonly pointer: string;
  readonly start: Position;
  readonly end: Position;
  readonly fixes: readonly string[];
  /** Present when `--fix` left it, for its fix does not hold. */
  readonly left?: true;
}

/** From the mildest to the worst. */
export const severityOrder: readonly Severity[] = ['hint', 'information', 'warning', 'error'];

/** What was found in a file's text, for the reports; `left` are those of the findings that fixing left. */
export function reportOf(
  path: string,
  text: string,
  { policies, findings }: CheckedText,
  left: readonly Finding[] = [],
): CheckedFile {
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
            message: finding.message,
            pointer: pointerOfFinding(finding),
            start: lines.position(finding.offset),
            end: lines.position(finding.offset + finding.length),
            fixes: offered(finding).map(fix => fixTitle(fix, sayEnglish)),
            ...(left.includes(finding) && { left: true }),
          })),
  };
}

/** The fixes that can be made: where JSON is broken, none may be. */
function offered(finding: Finding): readonly Fix[] {
  const { errors, node } = finding.policy.document;
  return errors.length === 0 && node !== undefined && node.length >= 0
    ? finding.fixes
    : finding.fixes.filter(fix => fixEdits(finding, fix) !== undefined);
}

/** The findings as JSON, for other programs. */
export function jsonReport(files: readonly CheckedFile[]): string {
  return toJson(
    {
      files: files.map(file => ({
        ...file,
        findings: file.findings.map(finding => ({ ...finding, message: sayEnglish(finding.message) })),
      })),
    },
    2,
  );
}

const say = sayer(terminal);

/** The findings for people: one line each, as compilers write them, and a line that sums up. */
export function textReport(files: readonly CheckedFile[]): string {
  const lines = files.flatMap(({ path, findings }) =>
    findings.map(
      ({ code, severity, message, start, left }) =>
        `${say(asText(path))}:${start.line}:${start.column}: ${severity} ${code}: ${say(message)}${left ? ' (left, for its fix does not hold)' : ''}`,
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
