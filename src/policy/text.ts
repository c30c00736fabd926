import type { Node } from 'jsonc-parser';

/** A place in a document's text, in UTF-16 code units. */
export interface Span {
  readonly offset: number;
  readonly length: number;
}

/** The part of a value that a template fills in later: its source, such as `${AWS::AccountId}` or `<account-id>`. */
export interface Hole {
  readonly hole: string;
}

/**
 * A string of a policy. `parts` has the literal pieces and the holes between them; a value without holes has at most one part.
 * A policy variable such as `${aws:username}` is no hole: AWS fills it in, so it stays in the literal text.
 */
export interface PolicyString extends Span {
  readonly node: Node;
  /** What stands in the document, holes included, for showing to people. */
  readonly value: string;
  readonly parts: readonly (string | Hole)[];
  /** False when some part is a hole. */
  readonly known: boolean;
}

// Placeholders people write into policies. Each alternative starts with a character that the literal text seldom has,
// and none nests a quantifier, so the scan is linear.
const placeholder = new RegExp(
  [
    String.raw`\$\{[^{}]*\}`, // ${Name}, ${AWS::AccountId}, ${var.x}, ${aws:username} (sorted out below)
    String.raw`#\{[^{}]*\}`, // #{AWS::AccountId}
    String.raw`\{\{[^{}]*\}\}`, // {{account}}
    String.raw`\$\[[^\[\]]*\]`, // $[stageVariables]
    String.raw`<[A-Za-z][^<>]*>`, // <account-id>
    String.raw`\$[A-Za-z_][A-Za-z0-9_]*`, // $ACCOUNT
    String.raw`%[sdv]`, // printf templates
    // ACCOUNT_ID, YOUR-ACCOUNT-ID. Words without end, tried from each of them, would take the cube of the text's length.
    String.raw`\b(?:[A-Z]+[_-]){0,5}(?:ACCOUNT|REGION|KEY|ROLE|USER|AWS)(?:[_-][A-Z]+){0,5}[_-](?:ID|NAME|ARN|NUMBER|HERE)\b`,
    String.raw`\b(?:(?:YOUR|MY)[_-][A-Z][A-Z_-]*|(?:[A-Z]+_)?(?:REGION|ACCOUNT))\b`, // YOUR_BUCKET, REGION, AWS_REGION
    String.raw`\b[Xx]{12}\b`, // XXXXXXXXXXXX for an account id
    String.raw`\*{3,}`, // redaction; `*` and `**` are wildcards
    '\u2026', // … redaction
  ].join('|'),
  'g',
);

// Most strings have none of the characters that a placeholder needs, and a look at them is all they should cost.
const mayHavePlaceholder = /[$#{<%\u2026]|\*\*\*|[A-Z][A-Z]|[Xx]{12}/;

/** Splits template text into literal pieces and holes. `sub` = the text is the template of an `Fn::Sub`. */
export function splitTemplate(text: string, sub = false): (string | Hole)[] {
  if (!mayHavePlaceholder.test(text)) {
    return text === '' ? [] : [text];
  }
  const parts: (string | Hole)[] = [];
  let literal = '';
  let last = 0;
  for (const match of text.matchAll(placeholder)) {
    literal += text.slice(last, match.index);
    last = match.index + match[0].length;
    if (match[0].startsWith('${')) {
      const inside = match[0].slice(2, -1);
      if (sub && inside.startsWith('!')) {
        literal += `\${${inside.slice(1)}}`;
        continue;
      } // Fn::Sub's escape
      if (isPolicyVariable(inside) && !sub) {
        literal += match[0];
        continue;
      }
    }
    if (literal !== '') {
      parts.push(literal);
      literal = '';
    }
    parts.push({ hole: match[0] });
  }
  literal += text.slice(last);
  if (literal !== '') {
    parts.push(literal);
  }
  return parts;
}

/**
 * Whether the text between `${` and `}` is an IAM policy variable: a condition key, possibly with a default, or one of the
 * literal characters `*`, `?`, `$` (IAM User Guide, "IAM policy elements: Variables and tags").
 */
export function isPolicyVariable(inside: string): boolean {
  return /^[*?$]$/.test(inside) || /^\s*[A-Za-z][A-Za-z0-9-]*:(?!:)[^:{}]/.test(inside);
}

/** Makes a {@link PolicyString} of a literal JSON string node; placeholders in it become holes. */
export function literalString(node: Node): PolicyString {
  return policyString(node, String(node.value), splitTemplate(String(node.value)));
}

/** Makes a {@link PolicyString} of already known parts. It is `known` when none of them is a hole. */
export function policyString(node: Node, value: string, parts: readonly (string | Hole)[]): PolicyString {
  return {
    node,
    offset: node.offset,
    length: node.length,
    value,
    parts,
    known: parts.every(p => typeof p === 'string'),
  };
}
