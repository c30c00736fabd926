import { type LocatedPolicy, type PolicyString, type Span, spanInDocument, type Statement } from '../policy';
import { principalsIn } from './place';

/** What a part of a policy is, for colouring; `package.json` contributes each with the standard type it looks like. */
export const tokenTypes = ['policyAction', 'policyWildcard', 'policyVariable', 'policyAccount'] as const;
/** One of the types of token that the colours know. */
export type TokenType = (typeof tokenTypes)[number];

/** A part of a document to be coloured. */
export interface PolicyToken extends Span {
  readonly type: TokenType;
}

/** The actions, wildcards, policy variables and account ids in the policies of a document, in order and without overlaps. */
export function tokensOf(policies: readonly LocatedPolicy[]): PolicyToken[] {
  return policies
    .flatMap(policy => policy.document.statements.flatMap(statement => tokensIn(policy, statement)))
    .sort((a, b) => a.offset - b.offset);
}

function tokensIn(
  policy: LocatedPolicy,
  { action, notAction, resource, notResource, principal, notPrincipal, condition }: Statement,
): PolicyToken[] {
  const principals = [principal, notPrincipal].flatMap(principalsIn);
  const resources = [resource, notResource].flatMap(r => r?.value.strings ?? []);
  const actions = [action, notAction].flatMap(a => a?.value.strings ?? []);
  const values =
    condition?.value.operators.flatMap(o =>
      o.value.flatMap(k => k.value.strings.map(string => ({ string, wild: hasWildcards(o.name) }))),
    ) ?? [];
  return [
    ...actions.flatMap(s => pieces(policy, s, true, 'policyAction')),
    ...resources.flatMap(s => pieces(policy, s, true)),
    ...principals.flatMap(s => pieces(policy, s, s.value === '*')),
    ...values.flatMap(({ string, wild }) => pieces(policy, string, wild)),
  ];
}

function hasWildcards(operator: string): boolean {
  return /Like|Arn(Not)?Equals/i.test(operator);
}

/** `wild`: `*` and `?` are wildcards here; `rest`: what the text between them is, where that has a colour. */
function pieces(policy: LocatedPolicy, { node }: PolicyString, wild: boolean, rest?: TokenType): PolicyToken[] {
  // A string that an intrinsic function makes has no place of its own.
  if (node.type !== 'string') {
    return [];
  }
  const start = node.offset + 1;
  const text = policy.document.text.slice(start, node.offset + node.length - 1);
  if (text.includes('\\')) {
    return [];
  }
  return [...text.matchAll(rest === undefined ? parts : actionParts)].flatMap((match): PolicyToken[] => {
    const [part, variable] = match;
    const type = variable === undefined ? typeOf(part, wild, rest) : 'policyVariable';
    return type === undefined
      ? []
      : [{ type, ...spanInDocument(policy, { offset: start + match.index, length: part.length }) }];
  });
}

function typeOf(part: string, wild: boolean, rest: TokenType = 'policyAccount'): TokenType | undefined {
  if (/^[*?]/.test(part)) {
    return wild ? 'policyWildcard' : undefined;
  }
  return rest;
}

// A policy variable or what a template fills in; wildcards; an account id, which is twelve digits by themselves.
const parts = /(\$\{[^{}]*\})|[*?]+|(?<![0-9A-Za-z_-])\d{12}(?![0-9A-Za-z_-])/g;
const actionParts = /(\$\{[^{}]*\})|[*?]+|[^*?$]+/g;
