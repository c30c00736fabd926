/** KMS keys that are defined as code: the next deployment puts the code's key policy back. */
import { inlineCode } from '../text/markdown';
import { message, type Message } from '../text/message';
import type { CodeFormat } from './code';
import type { Diagnosis } from './diagnosis';

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

// They stand in most key policies (KMS Developer Guide, "Default key policy").
const usualSids = new Set([
  'Enable IAM User Permissions',
  'Allow access for Key Administrators',
  'Allow use of the key',
  'Allow attachment of persistent resources',
]);

/** What of a live key its code is likely to have too: description, key id, statements' Sids. */
export function cluesOf({ evidence: { key }, keyPolicy, keyArn }: Diagnosis): readonly string[] {
  const description = key?.ok === true ? key.value.description : '';
  const sids = (keyPolicy?.statements ?? []).flatMap(s => s.sid?.value?.value ?? []).filter(sid => !usualSids.has(sid));
  return [description, keyArn?.split('/')[1] ?? '', ...sids].filter(clue => clue.length >= 6);
}

const most = 5;

/** Warns that code owns the key policy. Markdown; empty where the workspace defines no key. */
export function definitionsWarning({ evidence: { definitions = [] } }: Diagnosis): Message[] {
  const likely = definitions.filter(d => d.likely);
  const shown = (likely.length > 0 ? likely : definitions).slice(0, most);
  if (shown.length === 0) {
    return [];
  }
  const places = shown.map(placeOf).join(', ');
  if (likely.length > 0) {
    return [
      message(
        '**This key seems to be defined as code in the workspace**: {places}. The next deployment puts the code’s policy back and undoes an edit of the live one. So put the statement there first.',
        { places },
      ),
    ];
  }
  const more = definitions.length - shown.length;
  return [
    more > 0
      ? message(
          '**The workspace defines KMS keys as code**: {places} and {more} more. If this key is one of them, the next deployment undoes an edit of the live policy. So put the statement there first.',
          { places, more },
        )
      : message(
          '**The workspace defines KMS keys as code**: {places}. If this key is among them, the next deployment undoes an edit of the live policy. So put the statement there first.',
          { places },
        ),
  ];
}

function placeOf({ path, line, resource, href }: KeyDefinition): string {
  const place = inlineCode(`${path}:${line}`);
  return `${href === undefined ? place : `[${place}](<${href}>)`} (${inlineCode(resource)})`;
}

/** The formats for the statements, the one that the workspace's code is written in first. */
export function formatsFor({ evidence: { definitions = [] } }: Diagnosis): readonly CodeFormat[] {
  const first = (definitions.find(d => d.likely) ?? definitions[0])?.format;
  const all: readonly CodeFormat[] = ['json', 'cloudformation', 'terraform', 'terraform-jsonencode'];
  return first === undefined ? all : [first, ...all.filter(f => f !== first)];
}
