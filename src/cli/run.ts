import { version } from '../../package.json';
import { harmlessInCi } from '../text/say';
import { visibleLines } from '../text/visible';
import { misuse, type CliCommand, type CliIo } from './io';

interface Entry {
  readonly summary: string;
  /** Loads the command when it is asked for. */
  readonly load: () => Promise<CliCommand>;
}

/** The commands by name, in the order of the help text. */
const commands: Readonly<Record<string, Entry>> = {
  check: {
    summary: 'Find mistakes in key policies and IAM policies, and fix the ones that are safe to fix.',
    load: async () => (await import('./check')).check,
  },
  explain: {
    summary: 'Read a pasted KMS error: who wanted to do what with which key, and which policy said no.',
    load: async () => (await import('./explain')).explain,
  },
  simulate: {
    summary: 'Decide requests from policies and grants in a file: allowed, denied or unknown, and exactly why.',
    load: async () => (await import('./simulate')).simulate,
  },
};

const usage = [
  'Usage: double-lock <command> [options]',
  '',
  'Commands:',
  ...Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(10)}${summary}`),
  '',
  'Options:',
  '  --help     Show this help; after a command, its own.',
  '  --version  Show the version.',
  '',
].join('\n');

/** Runs the command line's words and resolves with the exit code; nothing is thrown at the user. */
export async function run(args: readonly string[], io: CliIo): Promise<number> {
  const [name, ...rest] = args;
  if (name === '--help' || name === '-h' || name === 'help') {
    io.stdout(usage);
    return 0;
  }
  if (name === '--version') {
    io.stdout(`${version}\n`);
    return 0;
  }
  return runCommand(name, rest, { ...io, stderr: text => io.stderr(harmlessInCi(visibleLines(text))) });
}

/** @param io names and error texts come from outside, and go to standard error */
async function runCommand(name: string | undefined, args: readonly string[], io: CliIo): Promise<number> {
  const entry = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (entry === undefined) {
    io.stderr(`${name === undefined ? '' : `double-lock: unknown command: ${name}\n\n`}${usage}`);
    return misuse;
  }
  try {
    return await (
      await entry.load()
    )(args, io);
  } catch (error) {
    io.stderr(`double-lock ${name ?? ''}: ${error instanceof Error ? error.message : String(error)}\n`);
    return misuse;
  }
}
