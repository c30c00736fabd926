import { version } from '../../package.json';
import { ruleOf } from '../rules/page';
import type { Severity } from '../rules/rule';
import { slashes } from './files';
import { message as ours } from '../text/message';
import { sarif, sayer } from '../text/say';
import { toJson } from './json';
import type { CheckedFile } from './report';

const levels: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  information: 'note',
  hint: 'note',
};

const say = sayer(sarif);

/** The findings as SARIF 2.1.0 (OASIS, "Static Analysis Results Interchange Format"), which code scanning services read. */
export function sarifReport(files: readonly CheckedFile[]): string {
  const codes = [...new Set(files.flatMap(f => f.findings.map(finding => finding.code)))].sort();
  const results = files.flatMap(({ path, findings }) => {
    const uri = encodeURI(slashes(path)).replaceAll('#', '%23').replaceAll('?', '%3F');
    return findings.map(({ code, severity, message, start, end }) => ({
      ruleId: code,
      ruleIndex: codes.indexOf(code),
      level: levels[severity],
      message: { text: say(message) },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri },
            region: { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column },
          },
        },
      ],
    }));
  });
  return toJson(
    {
      $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
      version: '2.1.0',
      runs: [
        {
          tool: { driver: { name: 'double-lock', version, rules: codes.map(describe) } },
          columnKind: 'utf16CodeUnits',
          results,
        },
      ],
    },
    2,
  );
}

function describe(code: string): object {
  const rule = ruleOf(code);
  return rule === undefined
    ? { id: code }
    : {
        id: code,
        shortDescription: { text: say(ours(rule.summary)) },
        fullDescription: { text: say(ours(rule.why)) },
        helpUri: rule.source,
        defaultConfiguration: { level: levels[rule.severity] },
      };
}
