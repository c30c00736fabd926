import type { PolicyDocument, Statement, StringSet } from './document';
import { parseArn } from './arn';

/** What the content of a policy shows that may tell what it is attached to. */
export interface Evidence {
  /** No statement has anything that could tell: neither actions nor resources nor principals. */
  readonly empty: boolean;
  /** Some statement has Principal or NotPrincipal. */
  readonly withPrincipal: boolean;
  /** Some statement has neither. */
  readonly withoutPrincipal: boolean;
  /** Prefixes of the actions, in lower case; a bare `*` has none. */
  readonly services: ReadonlySet<string>;
  /** Some statement is about `*` as the action. */
  readonly everyAction: boolean;
  /** Services of the resources' ARNs. */
  readonly resourceServices: ReadonlySet<string>;
  /** There are resources, and all are `*`. */
  readonly onlyStarResources: boolean;
  /** No statement has Resource or NotResource. */
  readonly noResources: boolean;
  /** Every statement denies; the Allow of everything that an organization's policies keep beside their denies does not count. */
  readonly denyOnly: boolean;
  /** Every statement is about the principal `*`. */
  readonly everyone: boolean;
  /** Some statement names a federated principal. */
  readonly federated: boolean;
  /** In lower case. */
  readonly conditionKeys: ReadonlySet<string>;
  /** It has a Version, or is a statement without a policy around it, which cannot have one. */
  readonly versioned: boolean;
  /** The policy's Id; empty when it has none. */
  readonly id: string;
}

/** Looks through all statements of a policy for what tells its kind. */
export function gatherEvidence(document: PolicyDocument): Evidence {
  const { statements } = document;
  const actions = statements.flatMap(s => strings(s.action?.value).concat(strings(s.notAction?.value)));
  const resources = statements.flatMap(s => strings(s.resource?.value).concat(strings(s.notResource?.value)));
  return {
    empty: statements.every(isSilent),
    withPrincipal: statements.some(namesPrincipals),
    withoutPrincipal: !statements.every(namesPrincipals),
    services: new Set(actions.filter(a => a.includes(':')).map(a => a.slice(0, a.indexOf(':')).toLowerCase())),
    everyAction: actions.includes('*'),
    resourceServices: new Set(resources.flatMap(r => parseArn(r)?.service ?? [])),
    onlyStarResources: resources.length > 0 && resources.every(r => r === '*'),
    noResources: statements.every(s => !s.resource && !s.notResource),
    denyOnly: statements.every(s => s.effect?.value?.value === 'Deny' || isFullAccess(s)),
    everyone: statements.every(s => s.principal?.value.star?.value === '*'),
    federated: statements.some(s => s.principal?.value.entries.some(e => e.name === 'Federated')),
    conditionKeys: new Set(
      statements.flatMap(s => s.condition?.value.operators.flatMap(o => o.value.map(k => k.name.toLowerCase())) ?? []),
    ),
    versioned: document.version !== undefined || document.loneStatement,
    id: document.id?.value.value ?? '',
  };
}

function namesPrincipals({ principal, notPrincipal }: Statement): boolean {
  return principal !== undefined || notPrincipal !== undefined;
}

function isSilent(statement: Statement): boolean {
  const { action, notAction, resource, notResource } = statement;
  return !action && !notAction && !resource && !notResource && !namesPrincipals(statement);
}

/** The Allow that an organization's policies keep beside their denies: SCPs and RCPs start from `FullAWSAccess` and `RCPFullAWSAccess`. */
function isFullAccess(statement: Statement): boolean {
  return (
    strings(statement.action?.value).includes('*') &&
    strings(statement.resource?.value).includes('*') &&
    statement.condition === undefined
  );
}

function strings(set: StringSet | undefined): string[] {
  return set?.strings.map(s => s.value) ?? [];
}
