/** An `aws` command line: the words, unquoted. */
export type CliCommand = readonly string[];

/** Quotes a word for POSIX shells; nothing inside can break out. */
export function quotePosix(word: string): string {
  const text = withoutControls(word);
  // zsh expands a `=` at the beginning.
  return /^[A-Za-z0-9_\-.,:/@+][A-Za-z0-9_\-.,:/@=+]*$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** Quotes a word for PowerShell (about_Quoting_Rules), where typographic quotation marks end a string too. */
export function quotePowerShell(word: string): string {
  const text = withoutControls(word);
  if (/^[A-Za-z0-9_\-.:/=+]*[A-Za-z0-9]$/.test(text) && !/^-.*[.:]/.test(text)) {
    return text;
  }
  const quoted = (inside: string): string => `'${inside.replace(/['\u2018-\u201B]/g, '$&$&')}'`;
  if (!text.includes('"')) {
    return quoted(text);
  }
  // Up to 7.2 PowerShell hands double quotes to programs as they are, where they end the argument (about_Parsing, "Passing arguments that contain quote characters").
  const escaped = text.replace(/(\\*)"/g, '$1$1\\"').replace(/\\+$/, '$&$&');
  return `$(if ($PSNativeCommandArgumentPassing -in 'Standard', 'Windows') { ${quoted(text)} } else { ${quoted(escaped)} })`;
}

/** One line for a POSIX shell. */
export function posixLine(command: CliCommand): string {
  return command.map(quotePosix).join(' ');
}

/** One line for PowerShell. */
export function powerShellLine(command: CliCommand): string {
  return command.map(quotePowerShell).join(' ');
}

/** No value of AWS has control characters, but a pasted one can press Enter or end a terminal's bracketed paste. */
function withoutControls(word: string): string {
  return word.replace(/[\p{Cc}\u2028\u2029]/gu, '\uFFFD');
}

/** `aws kms describe-key`: proves that key, Region, account and state are what they seem. */
export function describeKeyCommand(keyId: string, region: string | undefined): CliCommand {
  return ['aws', 'kms', 'describe-key', '--key-id', keyId, ...regionWords(region)];
}

const dryRunWords: Readonly<Record<string, readonly string[]>> = {
  // No ciphertext needed: KMS validates authorization only (KMS API Reference, "Decrypt", DryRunModifiers).
  Decrypt: ['decrypt', '--dry-run', '--dry-run-modifiers', 'IGNORE_CIPHERTEXT'],
  Encrypt: ['encrypt', '--plaintext', 'dGVzdA==', '--dry-run'],
  GenerateDataKey: ['generate-data-key', '--key-spec', 'AES_256', '--dry-run'],
  GenerateDataKeyWithoutPlaintext: ['generate-data-key-without-plaintext', '--key-spec', 'AES_256', '--dry-run'],
  GenerateDataKeyPair: ['generate-data-key-pair', '--key-pair-spec', 'ECC_NIST_P256', '--dry-run'],
  GenerateDataKeyPairWithoutPlaintext: [
    'generate-data-key-pair-without-plaintext',
    '--key-pair-spec',
    'ECC_NIST_P256',
    '--dry-run',
  ],
};

/** The denied operation as a dry run, where the CLI can make one without further input; undefined otherwise. */
export function dryRunCommand(
  action: string,
  keyId: string,
  region: string | undefined,
  encryptionContext: Readonly<Record<string, string>> | undefined,
): CliCommand | undefined {
  const name = action.replace(/^kms:/, '');
  const words = Object.hasOwn(dryRunWords, name) ? dryRunWords[name] : undefined;
  if (words === undefined) {
    return undefined;
  }
  const context =
    encryptionContext && Object.keys(encryptionContext).length > 0
      ? ['--encryption-context', mapWord(encryptionContext)]
      : [];
  return ['aws', 'kms', ...words, '--key-id', keyId, ...context, ...regionWords(region)];
}

/**
 * A map in the CLI's shorthand, which needs no `"` and so passes every shell; as JSON where a name or value does not allow it
 * (AWS CLI User Guide, "Using shorthand syntax in the AWS CLI").
 */
function mapWord(map: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(map);
  const short = pairs.every(
    ([name, value]) => /^[A-Za-z0-9\-_.#/:]+$/.test(name) && /^[\x20-\x7e]*$/.test(value) && !/["\\]/.test(value),
  );
  const value = (text: string): string =>
    /^[A-Za-z0-9\-_.#/:]+$/.test(text) ? text : `'${text.replaceAll("'", "\\'")}'`;
  return short ? pairs.map(([name, text]) => `${name}=${value(text)}`).join(',') : JSON.stringify(map);
}

function regionWords(region: string | undefined): readonly string[] {
  return region === undefined ? [] : ['--region', region];
}

/**
 * `aws kms create-grant`. A grant needs no policy edit and never expires by itself; `context` keeps it to requests whose encryption
 * context contains those pairs (KMS API Reference, "GrantConstraints").
 * @param operations names without `kms:`
 */
export function createGrantCommand(
  keyArn: string,
  grantee: string,
  operations: readonly string[],
  context: Readonly<Record<string, string>> | undefined,
): CliCommand {
  const constraints =
    context && Object.keys(context).length > 0
      ? ['--constraints', JSON.stringify({ EncryptionContextSubset: context })]
      : [];
  return [
    'aws',
    'kms',
    'create-grant',
    '--key-id',
    keyArn,
    '--grantee-principal',
    grantee,
    '--operations',
    ...operations,
    ...constraints,
    ...regionWords(keyArn.split(':')[3]),
  ];
}
