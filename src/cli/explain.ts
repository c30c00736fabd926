import { parseArgs } from 'node:util';
import { type Denial, readDenials } from '../denial';
import { diagnose } from '../diagnosis';
import { explanation } from '../explanation';
import { inTerminal } from '../text/inTerminal';
import { type CliIo, misuse } from './io';
import { toJson } from './json';

const usage = `Usage: double-lock explain [FILE|-] [--format text|json]

Reads a pasted KMS error, a log or CloudTrail events from FILE, or from standard input, and says which lock or policy is to blame, what to do, and what it understood. Works offline.

  --format text   for people (default)
  --format json   {"version":1,"denials":[…]}, one entry for each distinct failure
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
  io.stdout(options.format === 'json' ? toJson({ version: 1, denials }, 2) : tell(denials));
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

/** The same verdict, cause and step as in the editor, from the text alone. */
function tell(denials: readonly Denial[]): string {
  if (denials.length === 0) {
    return 'No KMS failure found in this text.\n';
  }
  return denials
    .map((denial, i) => (denials.length > 1 ? `${i + 1}. ` : '') + inTerminal(explanation(diagnose({ denial }))))
    .join('\n');
}
