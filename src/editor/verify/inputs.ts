import * as vscode from 'vscode';
import { ciphertextIn, largestCiphertextFile, readEncryptionContext, untestedIn } from '../../live';
import type { Diagnosis } from '../../diagnosis';
import { asCode, asName, message } from '../../text/message';
import { type Host, tell } from '../host';

/** A ciphertext and the file it comes from. */
export interface Ciphertext {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * Asks for a file and reads the ciphertext in it.
 * @returns undefined when the user backs out, or when there is none in it, which is said
 * @throws FileSystemError when the file cannot be read
 */
export async function askCiphertext(host: Host): Promise<Ciphertext | undefined> {
  const [file] =
    (await vscode.window.showOpenDialog({
      title: host.say(message('Ciphertext: a binary or Base64 file')),
      openLabel: host.say(message('Try It')),
    })) ?? [];
  return file && readCiphertext(host, file);
}

/**
 * Reads a ciphertext file.
 * @returns undefined when it holds none, which is said
 * @throws FileSystemError when the file cannot be read
 */
export async function readCiphertext(host: Host, file: vscode.Uri): Promise<Ciphertext | undefined> {
  const name = file.path.slice(file.path.lastIndexOf('/') + 1);
  const { size } = await vscode.workspace.fs.stat(file);
  const bytes = size > largestCiphertextFile ? undefined : ciphertextIn(await vscode.workspace.fs.readFile(file));
  if (bytes !== undefined) {
    return { name, bytes };
  }
  await tell(
    host,
    message(
      '{name} is no ciphertext of KMS, which has 1 to 6144 bytes. Files are encrypted with a data key: what goes to KMS is that key’s ciphertext.',
      { name: asName(name) },
    ),
  );
  return undefined;
}

/**
 * The encryption context to test with, asked for where the error does not show it and it matters.
 * @returns undefined for none; `cancelled` when the user backs out
 */
export async function askEncryptionContext(
  host: Host,
  diagnosis: Diagnosis,
  withCiphertext: boolean,
): Promise<Readonly<Record<string, string>> | undefined | 'cancelled'> {
  const { encryptionContext } = diagnosis.evidence.denial;
  if (encryptionContext !== null) {
    return encryptionContext;
  }
  const matters =
    withCiphertext ||
    untestedIn({ diagnosis, tester: { arn: '', as: 'denied', label: '' } }).some(h => h.kind === 'context');
  if (!matters) {
    return undefined;
  }
  const text = await vscode.window.showInputBox({
    title: host.say(message('Which encryption context did the call have?')),
    prompt: host.say(message('The error does not show it, and here it matters. Leave it empty for none.')),
    placeHolder: 'tenant=blue, purpose=backup',
    ignoreFocusOut: true,
    validateInput: value =>
      readEncryptionContext(value) === undefined
        ? host.say(
            message('Pairs such as {example}, or a JSON object', { example: asCode('tenant=blue, purpose=backup') }),
          )
        : undefined,
  });
  if (text === undefined) {
    return 'cancelled';
  }
  const context = readEncryptionContext(text);
  return context === undefined || Object.keys(context).length === 0 ? undefined : context;
}
