import { readDenials } from '../denial';
import { misuse, type CliIo } from './io';

const usage = `Usage: double-lock explain [FILE|-] [--format text|json]

Reads a pasted KMS error from FILE, or from standard input, and says what it understood. Works offline.
Exit code: 0 a KMS failure was found, 1 none was found, 2 misuse or unreadable input.
`;

/** `double-lock explain [FILE|-] [--format text|json]`. */
export async function explain(args: readonly string[], io: CliIo): Promise<number> {
  if (args.includes('--help')) { io.stdout(usage); return 0; }
  const [file = '-', ...more] = args;
  if (more.length > 0) { io.stderr(usage); return misuse; }
  const denials = readDenials(file === '-' ? await io.readStdin() : await io.readFile(file));
  io.stdout(`${JSON.stringify({ denials }, null, 2)}\n`);
  return denials.length > 0 ? 0 : 1;
}
