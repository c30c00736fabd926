import type { Node } from 'jsonc-parser';
import { intrinsicName, membersOf, type PolicyDocument } from '../policy';
import { atMost, either, type Naming, unnamed } from './principals';
import { type CompiledStatement, compileStatement, type Match, matchStatement, type PolicyRequest } from './statement';
import { Maybe, No, or, type Truth, Yes } from './truth';
import type { Reason } from './types';
import type { PolicyKind } from './policyKinds';

/** A policy ready for requests. */
export interface CompiledPolicy {
  readonly document: PolicyDocument;
  readonly statements: readonly CompiledStatement[];
  /** It cannot be read as a policy, so that nobody knows what it would allow. */
  readonly unreadable: boolean;
  /** A template may add statements. */
  readonly incomplete: boolean;
}

/** What one policy, or all of one kind together, say about a request. */
export interface PolicyVerdict {
  readonly kind: PolicyKind;
  /** How far, and through which naming of the caller, it allows. */
  readonly allow: Naming;
  readonly deny: Truth;
  readonly allowing: readonly StatementHit[];
  readonly denying: readonly StatementHit[];
  /** Unread or unreadable parts that may hold more. */
  readonly more: boolean;
}

/** A statement that applies, or may apply. */
export interface StatementHit extends Match {
  readonly compiled: CompiledStatement;
  readonly reason: Extract<Reason, { kind: 'statement' }>;
}

const compiledPolicies: Record<string, WeakMap<PolicyDocument, CompiledPolicy>> = {};

/** Prepares a policy once; later calls with the same document return what was prepared. */
export function compilePolicy(document: PolicyDocument, kind: PolicyKind): CompiledPolicy {
  const known = (compiledPolicies[kind] ??= new WeakMap());
  let compiled = known.get(document);
  if (compiled === undefined) {
    // Policy variables need version 2012-10-17 (IAM User Guide, "IAM JSON policy elements: Version").
    const variables = document.version?.value.value === '2012-10-17';
    compiled = {
      document,
      statements: document.statements.map(s => compileStatement(document, s, kind, variables)),
      unreadable: isUnreadable(document),
      incomplete: document.incomplete,
    };
    known.set(document, compiled);
  }
  return compiled;
}

// JSON errors, no object, no or a misspelt Statement, something else than objects in it, an unknown version.
function isUnreadable(document: PolicyDocument): boolean {
  const { node, errors, statement, unknown } = document;
  if (node === undefined || errors.length > 0 || statement === undefined || unknown.length > 0) {
    return true;
  }
  const members = membersOf(node);
  if (new Set(members.map(m => m.name)).size < members.length) {
    return true;
  }
  const version = members.find(m => m.name === 'Version')?.node;
  if (
    version &&
    document.version?.value.known !== false &&
    !['2012-10-17', '2008-10-17'].includes(String(version.value))
  ) {
    return true;
  }
  return statement.node === undefined || statementNodes(statement.node).some(n => !isStatement(n));
}

function statementNodes(node: Node): readonly Node[] {
  return node.type === 'array' ? (node.children ?? []) : [node];
}

function isStatement(node: Node): boolean {
  return node.type === 'object' || intrinsicName(node) !== undefined;
}

/** A policy among those of its kind; `name` is what people call it. */
export interface NamedDocument {
  readonly document: PolicyDocument;
  readonly name?: string;
}

/** Applies policies of one kind to a request; undefined = they were not read. */
export function applyPolicies(
  policies: readonly NamedDocument[] | undefined,
  kind: PolicyKind,
  request: PolicyRequest,
): PolicyVerdict {
  let allow: Naming = policies === undefined ? unread : unnamed;
  let deny: Truth = No;
  let more = policies === undefined;
  const allowing: StatementHit[] = [];
  const denying: StatementHit[] = [];
  for (const { document, name } of policies ?? []) {
    const compiled = compilePolicy(document, kind);
    for (const statement of compiled.statements) {
      const match = matchStatement(statement, request, kind);
      if (match.truth === No) {
        continue;
      }
      const hit: StatementHit = {
        ...match,
        compiled: statement,
        reason: {
          kind: 'statement',
          policy: kind,
          document,
          statement: statement.statement,
          ...(name !== undefined && { name }),
        },
      };
      if (statement.effect !== 'Deny' && statement.effect !== 'deny?') {
        allowing.push(hit);
        allow = either(allow, compiled.unreadable ? atMost(match.naming, Maybe) : match.naming);
      }
      if (statement.effect !== 'Allow') {
        denying.push(hit);
        deny = or(deny, match.truth);
      }
    }
    if (compiled.unreadable || compiled.incomplete) {
      more = true;
      allow = either(allow, unread);
    }
    // AWS would refuse the document: whether it denies nobody can tell.
    if (compiled.unreadable) {
      deny = or(deny, Maybe);
    }
  }
  return { kind, allow, deny, allowing, denying, more };
}

const unread: Naming = { direct: Maybe, role: Maybe, account: Maybe };

/** The statements that certainly apply. */
export function certainly(hits: readonly StatementHit[]): readonly StatementHit[] {
  return hits.filter(h => h.truth === Yes);
}
