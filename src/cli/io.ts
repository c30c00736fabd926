import { readFileSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { decode, decodeLog } from './encoding';

/** What a command may do to the outside world; tests pass their own. */
export interface CliIo {
  stdout(text: string): void;
  stderr(text: string): void;
  /** All of standard input as text; see {@link readFile}. */
  readStdin(log?: 'log'): Promise<string>;
  /** A file's text; see {@link decode}, for a log {@link decodeLog}. Rejects when it cannot be read or is no text. */
  readFile(path: string, log?: 'log'): Promise<string>;
}

/** A command of the CLI: takes the words after its name, resolves with the exit code. */
export type CliCommand = (args: readonly string[], io: CliIo) => Promise<number>;

/** Exit code for misuse and unreadable input, in every command. */
export const misuse = 2;

/** The real world. */
export const processIo: CliIo = {
  stdout: chunk => {
    process.stdout.write(chunk);
  },
  stderr: chunk => {
    process.stderr.write(chunk);
  },
  readStdin: async log => decoder(log)(await buffer(process.stdin)),
  // Nobody else waits for the command line, and thousands of small files are read several times faster so.
  readFile: async (path, log) => {
    const text = readFileSync(path, 'utf8');
    // U+FFFD stands for bytes that are no UTF-8; zero bytes are UTF-16 without a byte order mark.
    return text.includes('\uFFFD') || text.includes('\0') ? decoder(log)(readFileSync(path)) : text;
  },
};

function decoder(log: 'log' | undefined): (bytes: Buffer) => string {
  return log === undefined ? decode : decodeLog;
}
