import {
  canonicalElement,
  hasWildcardPrefix,
  type JsonValue,
  matchesWildcard,
  type PolicyDocument,
  type Change,
} from '../../policy';
import { mergeAll } from './merge';
import { asList, type StatementValue, valueOf, withElement } from './values';

/** A shorter policy that says the same. Sizes are as AWS counts them for the kind. */
export interface Shrunk {
  readonly change: Change;
  readonly before: number;
  readonly after: number;
}

/**
 * Makes a policy shorter without changing what it allows and denies: merges statements, drops actions and resources that a
 * wildcard beside them covers, writes lists of one as the value, and takes out white space where it counts. Undefined when
 * nothing gets shorter, or when a template's functions stand in the statements. Comments are lost.
 * @param whiteSpaceCounts true for key policies, whose bytes are limited; false for IAM policies, where AWS does not count it
 *   (KMS Developer Guide, "Quotas"; IAM User Guide, "IAM and AWS STS quotas")
 */
export function shrink(document: PolicyDocument, whiteSpaceCounts: boolean): Shrunk | undefined {
  const values = document.statements.map(valueOf);
  const { node } = document;
  if (
    node === undefined ||
    document.statement === undefined ||
    document.incomplete ||
    document.errors.length > 0 ||
    values.some(v => v === undefined)
  ) {
    return undefined;
  }
  const statements = mergeAll(values.filter(v => v !== undefined).map(trimmed));
  const whole = {
    ...(document.version ? { Version: document.version.value.value } : {}),
    ...(document.id ? { Id: document.id.value.value } : {}),
    Statement: statements.map(s => s as JsonValue),
  };
  if (document.unknown.length > 0) {
    return undefined;
  }
  const text = document.text.slice(node.offset, node.offset + node.length);
  const shorter = JSON.stringify(whole);
  const [before, after] = [sizeOf(text, whiteSpaceCounts), sizeOf(shorter, whiteSpaceCounts)];
  return after < before
    ? {
        change: { kind: 'rewrite', node, value: whole, layout: whiteSpaceCounts ? 'minified' : 'lines' },
        before,
        after,
      }
    : undefined;
}

// Only what stands outside of strings is white space to AWS; policies hold next to none inside.
function sizeOf(text: string, whiteSpaceCounts: boolean): number {
  return (whiteSpaceCounts ? text : text.replace(/\s+/g, '')).length;
}

function trimmed(statement: StatementValue): StatementValue {
  let result = statement;
  for (const name of ['Action', 'NotAction', 'Resource', 'NotResource']) {
    const value = statement[name];
    if (value !== undefined) {
      result = withElement(result, name, uncovered(asList(value), name.endsWith('Action')));
    }
  }
  return result;
}

function uncovered(values: readonly JsonValue[], fold: boolean): JsonValue {
  const folded = (value: string) => (fold ? value.toLowerCase() : value);
  const text = (value: JsonValue) => (typeof value === 'string' ? folded(value) : canonicalElement(value));
  const patterns = [...new Set(values.filter(v => typeof v === 'string' && /[*?]/.test(v)).map(text))];
  const kept = [...new Map(values.map(v => [text(v), v])).values()].filter(
    value =>
      typeof value !== 'string' ||
      !patterns.some(
        pattern =>
          pattern !== text(value) &&
          // A pattern covers another only if it does so character by character: `?` does not stand for `*`.
          !(pattern.includes('?') && text(value).includes('*')) &&
          !pattern.includes('${') &&
          !(fold && hasWildcardPrefix(pattern)) &&
          matchesWildcard(pattern, text(value)),
      ),
  );
  const [first] = kept;
  return kept.length === 1 && first !== undefined ? first : kept;
}
