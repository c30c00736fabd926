import { kmsOperation, kmsOperations } from '../reference';

const operationNames = new Map(
  [...kmsOperations.map(o => o.action.slice(4)), 'ReEncrypt'].map(name => [name.toLowerCase(), name]),
);
const longestName = Math.max(...[...operationNames.keys()].map(n => n.length));

// Operations of that name exist in other services too, so the name alone proves nothing (Service Authorization Reference).
const shared = new Set([
  'createalias',
  'deletealias',
  'updatealias',
  'listaliases',
  'createkey',
  'listkeys',
  'tagresource',
  'untagresource',
  'listresourcetags',
  'generaterandom',
  'sign',
  'verify',
  'getpublickey',
  'importkeymaterial',
  'getparametersforimport',
]);

/** `kms:Decrypt` for the operation's name in any case; null when KMS has none of that name. */
export function kmsActionOf(operation: string): string | null {
  const name = operationNames.get(operation.replaceAll('_', '').toLowerCase());
  return name === undefined ? null : `kms:${name}`;
}

/** Whether an operation of that name belongs to KMS and to no other service. */
export function isKmsOperation(operation: string): boolean {
  return kmsActionOf(operation) !== null && !shared.has(operation.replaceAll('_', '').toLowerCase());
}

/**
 * The name of the action that begins at the offset `at` in squeezed text, where the next word follows without a space.
 * `word` is what the clean text has up to its next space or line break: it counts, unless a line break went through it
 * (`broken`) and the longer name is a known one.
 */
export function readOperation(squeezed: string, at: number, word: string, broken: boolean): string {
  const glued = /^([A-Z]\w+?)(?:On|Context)$/.exec(word)?.[1];
  // The console's panel, copied without its line breaks: `Action: kms:ListAliasesOn resource(s): …`.
  if (glued !== undefined && kmsOperation(`kms:${word}`) === undefined && kmsOperation(`kms:${glued}`) !== undefined) {
    return glued;
  }
  if (!broken) {
    return word;
  }
  const letters = /^[A-Za-z]*/.exec(squeezed.slice(at, at + longestName))?.[0] ?? '';
  for (let length = letters.length; length > word.length; length--) {
    const name = letters.slice(0, length);
    if (kmsOperation(`kms:${name}`)?.action === `kms:${name}`) {
      return name;
    }
  }
  return word;
}
