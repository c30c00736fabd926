import { matchesWildcard, type PolicyString } from '../policy';
import type { RequestContext } from './context';
import { Maybe, No, type Truth, truth, Yes } from './truth';

/**
 * A string of a policy as it applies to one request. In `text`, `*` and `?` are wildcards when `wild`; characters meant
 * literally are then escaped. What a template still has to fill in is a `*`, and makes the pattern `vague`: what does not fit
 * cannot match, what fits may match.
 */
export interface Pattern {
  readonly text: string;
  readonly wild: boolean;
  readonly vague: boolean;
}

/** A policy string ready for requests: gives undefined when one of its policy variables has no value in the request. */
export type CompiledString = (context: RequestContext) => Pattern | undefined;

/** How a string of a policy is compared. */
export interface StringRules {
  /** `*` and `?` are wildcards. */
  readonly wildcards: boolean;
  /** `${…}` are policy variables: with version 2012-10-17 only, and not in every element. */
  readonly variables: boolean;
  /** Case is ignored. */
  readonly fold?: boolean;
}

/**
 * Prepares a policy string; one without variables is worked out once for all requests. A variable that the request has
 * no single value for leaves no pattern: undefined.
 */
export function compileString(string: PolicyString, rules: StringRules): CompiledString {
  const pieces = readPieces(string, rules.variables);
  if (pieces.every(p => p.kind !== 'variable')) {
    const pattern = fill(pieces, rules, () => undefined);
    return () => pattern;
  }
  return context =>
    fill(pieces, rules, key => {
      const value = context.lookup(key);
      if (value === 'unknown') {
        return 'unknown';
      }
      // A variable stands for one value (IAM User Guide, "IAM policy elements: Variables and tags").
      return value?.length === 1 ? { value: value[0] ?? '' } : undefined;
    });
}

type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'hole' }
  | { readonly kind: 'variable'; readonly key: string; readonly fallback: string | undefined };

function readPieces(string: PolicyString, variables: boolean): readonly Piece[] {
  return string.parts.flatMap((part): readonly Piece[] => {
    if (typeof part !== 'string') {
      return [{ kind: 'hole' }];
    }
    return variables ? splitVariables(part) : [{ kind: 'text', text: part }];
  });
}

// `${aws:username}`, `${aws:username, 'default'}`, `${*}` (IAM User Guide, "IAM policy elements: Variables and tags").
const variable = /\$\{([^{}]*)\}/g;

function splitVariables(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let last = 0;
  for (const match of text.matchAll(variable)) {
    if (match.index > last) {
      pieces.push({ kind: 'text', text: text.slice(last, match.index) });
    }
    last = match.index + match[0].length;
    pieces.push(readVariable(match[1] ?? ''));
  }
  if (last < text.length) {
    pieces.push({ kind: 'text', text: text.slice(last) });
  }
  return pieces;
}

function readVariable(inside: string): Piece {
  if (inside === '*' || inside === '?' || inside === '$') {
    return { kind: 'literal', text: inside };
  }
  const comma = inside.indexOf(',');
  if (comma < 0) {
    return { kind: 'variable', key: inside.trim(), fallback: undefined };
  }
  const fallback = inside.slice(comma + 1).trim();
  const quoted = fallback.length >= 2 && fallback.startsWith("'") && fallback.endsWith("'");
  // A default that is not quoted is no variable that AWS documents: what it stands for cannot be told.
  return quoted
    ? { kind: 'variable', key: inside.slice(0, comma).trim(), fallback: fallback.slice(1, -1) }
    : { kind: 'hole' };
}

// Private-use characters stand for a literal `*` and `?`; neither key policies nor IAM policies can hold them.
const literalStar = '\uE000';
const literalMark = '\uE001';

function escapeLiterals(text: string): string {
  return text.includes('*') || text.includes('?')
    ? text.replaceAll('*', literalStar).replaceAll('?', literalMark)
    : text;
}

type Resolve = (key: string) => { readonly value: string } | 'unknown' | undefined;

function fill(pieces: readonly Piece[], { wildcards, fold }: StringRules, resolve: Resolve): Pattern | undefined {
  let text = '';
  let vague = false;
  for (const piece of pieces) {
    switch (piece.kind) {
      case 'text':
        text += wildcards ? piece.text : escapeLiterals(piece.text);
        break;
      case 'literal':
        text += escapeLiterals(piece.text);
        break;
      case 'hole':
        text += '*';
        vague = true;
        break;
      case 'variable': {
        const found = resolve(piece.key);
        if (found === 'unknown') {
          text += '*';
          vague = true;
          break;
        }
        const value = found?.value ?? piece.fallback;
        if (value === undefined) {
          return undefined;
        }
        text += escapeLiterals(value);
      }
    }
  }
  if (fold === true) {
    text = text.toLowerCase();
  }
  return { text, wild: text.includes('*') || text.includes('?'), vague };
}

/** Compares a text, folded already where case is ignored, with a pattern. */
export function matchesPattern(pattern: Pattern, text: string): Truth {
  const fits = pattern.wild
    ? matchesWildcard(pattern.text, escapeFor(pattern, text))
    : pattern.text === escapeLiterals(text);
  if (!fits) {
    return No;
  }
  return pattern.vague ? Maybe : Yes;
}

function escapeFor(pattern: Pattern, text: string): string {
  return pattern.text.includes(literalStar) || pattern.text.includes(literalMark) ? escapeLiterals(text) : text;
}

/**
 * Compares an ARN with an ARN pattern. Each of the six parts between colons is matched by itself, the last one with the
 * colons in it (IAM User Guide, "IAM JSON policy elements: Condition operators", ARN condition operators, and "IAM JSON policy
 * elements: Resource"). What AWS makes of a pattern with fewer parts is not documented: it may match what its text matches.
 */
export function matchesArn(pattern: Pattern, text: string): Truth {
  const whole = matchesPattern(pattern, text);
  if (whole === No || pattern.vague || !pattern.wild) {
    return whole;
  }
  const patterns = arnParts(pattern.text);
  const parts = arnParts(text);
  if (patterns.length < 6) {
    return Maybe;
  }
  return truth(parts.length === 6 && patterns.every((p, i) => matchesWildcard(p, escapeFor(pattern, parts[i] ?? ''))));
}

function arnParts(text: string): readonly string[] {
  const parts = text.split(':');
  return parts.length <= 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(':')];
}
