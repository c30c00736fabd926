import { parseArgs } from 'node:util';
import { type Denial, readDenials, tellDenial } from '../denial';
import { message, sayEnglish } from '../text/message';
import { type CliIo, misuse } from './io';

const usage = `Usage: double-lock explain [FILE|-] [--format text|json]

Reads a pasted KMS error, a log or CloudTrail events from FILE, or from standard input, and says what it understood. Works offline.

  --format text   for people (default)
  --format json   {"denials":[…]}, one entry for each distinct failure
  --help          this help

Exit code: 0 a KMS failure was found, 1 none was found, 2 misuse or unreadable input.
`;

/**
 * `double-lock explain [FILE|-] [--format text|json]`. Resolves with the exit code: 0 a KMS failure was found, 1 none,
 * 2 misuse or unreadable input.
 */
export async function explain(args: readonly string[], io: CliIo): Promise<number> {
  const options = readOptions(args);
  if (typeof options === 'string') {
    io.stderr(`double-lock explain: ${options}\n\n${usage}`);
    return misuse;
  }
  if (options.help) {
    io.stdout(usage);
    return 0;
  }
  let text: string;
  try {
    text = options.file === '-' ? await io.readStdin('log') : await io.readFile(options.file, 'log');
  } catch (error) {
    io.stderr(
      `double-lock explain: cannot read ${options.file}: ${error instanceof Error ? error.message : String(error)}\n`,
    );
    return misuse;
  }
  const denials = readDenials(text);
  io.stdout(options.format === 'json' ? `${JSON.stringify({ denials }, null, 2)}\n` : tell(denials));
  return denials.length > 0 ? 0 : 1;
}

interface Options {
  readonly file: string;
  readonly format: 'text' | 'json';
  readonly help: boolean;
}

/** The options, or what is wrong with them. */
function readOptions(args: readonly string[]): Options | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { format: { type: 'string', default: 'text' }, help: { type: 'boolean', short: 'h', default: false } },
    });
    if (positionals.length > 1) {
      return 'one file at a time';
    }
    if (values.format !== 'text' && values.format !== 'json') {
      return `unknown format: ${values.format}`;
    }
    return { file: positionals[0] ?? '-', format: values.format, help: values.help };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function tell(denials: readonly Denial[]): string {
  if (denials.length === 0) {
    return `${sayEnglish(message('No KMS failure found in this text.'))}\n`;
  }
  return denials.map((denial, i) => tellOne(denial, denials.length > 1 ? `${i + 1}. ` : '')).join('\n');
}

function tellOne(denial: Denial, number: string): string {
  const { headline, reason, facts, missing, next } = tellDenial(denial);
  const labels = facts.map(f => ({ label: sayEnglish(f.label), value: f.value }));
  const width = Math.max(0, ...labels.map(l => l.label.length));
  const section = (title: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : ['', title, ...lines.map(line => `  - ${line}`)];
  return [
    `${number}${sayEnglish(headline)}`,
    ...(reason === null ? [] : [sayEnglish(reason)]),
    ...(labels.length === 0 ? [] : ['', ...labels.map(l => `  ${l.label.padEnd(width)}  ${l.value}`)]),
    ...section(sayEnglish(message('Missing in the text:')), missing.map(sayEnglish)),
    ...section(sayEnglish(message('Next:')), next.map(sayEnglish)),
    '',
  ].join('\n');
}
