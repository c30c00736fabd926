import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';

/** What a command may do to the outside world; tests pass their own. */
export interface CliIo {
  stdout(text: string): void;
  stderr(text: string): void;
  /** All of standard input, as UTF-8. */
  readStdin(): Promise<string>;
  /** A file's text, as UTF-8. Rejects with node's error when it cannot be read. */
  readFile(path: string): Promise<string>;
}

/** A command of the CLI: takes the words after its name, resolves with the exit code. */
export type CliCommand = (args: readonly string[], io: CliIo) => Promise<number>;

/** Exit code for misuse and unreadable input, in every command. */
export const misuse = 2;

/** The real world. */
export const processIo: CliIo = {
  stdout: chunk => { process.stdout.write(chunk); },
  stderr: chunk => { process.stderr.write(chunk); },
  readStdin: () => text(process.stdin),
  readFile: path => readFile(path, 'utf8'),
};
