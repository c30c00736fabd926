import { type LocatedPolicy, type PolicyString, type Span, spanInDocument, type Statement } from '../policy';
import { principalsIn } from './place';

/** What a part of a policy is, for colouring; `package.json` contributes each with the standard type it looks like. */
export const tokenTypes = [
  'policyAction',
  'policyWildcard',
  'policyVariable',
  'policyAccount',
  'policyArn',
  'policyService',
  'policyRegion',
] as const;
/** One of the types of token that the colours know. */
export type TokenType = (typeof tokenTypes)[number];

/** A part of a document to be coloured. */
export interface PolicyToken extends Span {
  readonly type: TokenType;
}

/** The actions, parts of ARNs, wildcards, policy variables and account ids in the policies of a document, in order and without overlaps. */
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
  const arn = rest === undefined ? beginningOfArn(text) : [];
  const { index = 0, part: last = '' } = arn.at(-1) ?? {};
  const others = text.slice(index + last.length).matchAll(rest === undefined ? parts : actionParts);
  return [
    ...arn,
    ...[...others].map(match => {
      const [part, variable] = match;
      const type = variable === undefined ? typeOf(part, wild, rest) : 'policyVariable';
      return { part, type, index: index + last.length + match.index };
    }),
  ].flatMap(({ part, type, index: at }): PolicyToken[] =>
    type === undefined ? [] : [{ type, ...spanInDocument(policy, { offset: start + at, length: part.length }) }],
  );
}

/** `arn:aws`, service and Region, as far as they are written out. */
function beginningOfArn(text: string): { readonly part: string; readonly type: TokenType; readonly index: number }[] {
  const [, arn, service, region = ''] = /^(arn:aws[a-z-]*):([a-z0-9-]+):(?:([a-z0-9-]+):)?/.exec(text) ?? [];
  if (arn === undefined || service === undefined) {
    return [];
  }
  const afterService = arn.length + 1 + service.length + 1;
  return [
    { part: arn, type: 'policyArn', index: 0 },
    { part: service, type: 'policyService', index: arn.length + 1 },
    ...(region === '' ? [] : [{ part: region, type: 'policyRegion' as const, index: afterService }]),
  ];
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
