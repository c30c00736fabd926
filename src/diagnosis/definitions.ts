/** KMS keys that are defined as code: the next deployment puts the code's key policy back. */
import type { CodeFormat } from '../policy';

/** A place where code defines a KMS key or its policy. */
export interface KeyDefinition {
  /** For people: `infra/kms.tf` */
  readonly path: string;
  /** From 1. */
  readonly line: number;
  /** `aws_kms_key.app`, `AppKey (AWS::KMS::Key)` */
  readonly resource: string;
  /** In which the policy's statements are written there. */
  readonly format: CodeFormat;
  /** Something of the live key stands there too: its description, its id, a statement's Sid. */
  readonly likely: boolean;
  /** Link target, where there is one that works in a Markdown preview. */
  readonly href?: string;
}

/** Which files may define keys, as the endings of their names without dot. */
export const definitionFiles: readonly string[] = ['tf', 'tf.json', 'yaml', 'yml', 'json', 'template'];

interface Pattern {
  readonly files: RegExp;
  readonly find: RegExp;
  readonly format: CodeFormat;
  readonly resource: (found: RegExpExecArray, before: string) => string;
}

// AWS provider for Terraform: aws_kms_key and its kin; CloudFormation User Guide: AWS::KMS::Key and AWS::KMS::ReplicaKey.
const patterns: readonly Pattern[] = [
  {
    files: /\.tf$/,
    format: 'terraform',
    find: /^[ \t]*resource[ \t]+"(aws_kms_(?:replica_)?(?:external_)?key(?:_policy)?)"[ \t]+"([^"\n]+)"/gm,
    resource: ([, type, name]) => `${type}.${name}`,
  },
  {
    files: /\.tf\.json$/,
    format: 'json',
    find: /"(aws_kms_(?:replica_)?(?:external_)?key(?:_policy)?)"\s*:\s*\{\s*"([^"\n]+)"/g,
    resource: ([, type, name]) => `${type}.${name}`,
  },
  {
    files: /\.(ya?ml|template)$/,
    format: 'cloudformation',
    find: /^([ \t]+)Type:[ \t]*["']?(AWS::KMS::(?:Replica)?Key)["']?[ \t]*(?:#.*)?$/gm,
    resource: (found, before) => `${lessIndented(before, found[1] ?? '')} (${found[2]})`,
  },
  {
    files: /\.(json|template)$/,
    format: 'json',
    find: /"Type"\s*:\s*"(AWS::KMS::(?:Replica)?Key)"/g,
    resource: (found, before) => `${/"([^"\n]+)"\s*:\s*\{[^{}]*$/.exec(before)?.[1] ?? '?'} (${found[1]})`,
  },
];

/** The name of the YAML mapping that holds a line of that indentation. */
function lessIndented(before: string, indent: string): string {
  const lines = before.split('\n').reverse();
  const outer = lines
    .map(l => /^([ \t]*)["']?([\w.-]+)["']?:\s*(?:#.*)?$/.exec(l))
    .find(m => m !== null && (m[1] ?? '').length < indent.length);
  return outer?.[2] ?? '?';
}

/** How much of a file around a definition is taken for the definition, in characters. */
const reach = 6000;

/**
 * Finds the definitions of KMS keys in a file.
 * @param clues texts of the live key that its code would have too
 */
export function keyDefinitionsIn(text: string, path: string, clues: readonly string[]): KeyDefinition[] {
  if (!/aws_kms_|AWS::KMS::/.test(text)) {
    return [];
  }
  return patterns
    .filter(p => p.files.test(path))
    .flatMap(({ find, format, resource }) =>
      [...text.matchAll(find)].map((found, n, all) => {
        const end = Math.min(all[n + 1]?.index ?? text.length, found.index + reach);
        const about = text.slice(found.index, end);
        const before = text.slice(Math.max(0, found.index - reach), found.index);
        return {
          path,
          format,
          line: text.slice(0, found.index).split('\n').length,
          resource: resource(found as RegExpExecArray, before),
          likely: clues.some(clue => about.includes(clue)),
        };
      }),
    );
}
