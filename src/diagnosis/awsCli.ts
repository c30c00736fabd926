/** The `aws` commands that are proposed. */
import type { CommandLine } from '../text/shell';

/** `aws kms describe-key`: proves that key, Region, account and state are what they seem. */
export function describeKeyCommand(keyId: string, region: string | undefined): CommandLine {
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
): CommandLine | undefined {
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
): CommandLine {
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
