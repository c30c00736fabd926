import { type LocatedPolicy, parsePrincipal, type PolicyString, type Span, spanInDocument } from '../policy';
import { type Place, principalsIn } from './place';

/** Somebody whom policies name, whatever the form: an account by its id or its ARN, a role by its ARN or one of its sessions. */
export interface NamedParty {
  /** The same for all forms. */
  readonly id: string;
  /** A text that every file which names them holds. */
  readonly word: string;
}

/**
 * The principal at a place: in Principal or NotPrincipal, or as the value of a condition key that holds principals.
 * Undefined elsewhere, and where a template leaves it open.
 */
export function partyAt({ slot, token }: Place): NamedParty | undefined {
  if (token === undefined || !token.string.known) {
    return undefined;
  }
  if (slot.kind === 'principal') {
    return partyOf(token.string.value);
  }
  return slot.kind === 'condition-value' && isPrincipalKey(slot.key) ? partyOf(token.string.value) : undefined;
}

/** Every place in a document's policies that names this principal. */
export function referencesTo({ id }: NamedParty, policies: readonly LocatedPolicy[]): Span[] {
  return policies.flatMap(policy =>
    namesIn(policy)
      .filter(s => s.known && partyOf(s.value)?.id === id)
      .map(s => spanInDocument(policy, s)),
  );
}

function namesIn({ document }: LocatedPolicy): PolicyString[] {
  return document.statements.flatMap(({ principal, notPrincipal, condition }) => [
    ...[principal, notPrincipal].flatMap(principalsIn),
    ...(condition?.value.operators.flatMap(o =>
      o.value.filter(k => isPrincipalKey(k.name)).flatMap(k => k.value.strings),
    ) ?? []),
  ]);
}

function isPrincipalKey(name: string): boolean {
  return /^(aws:principal(arn|account)|kms:(calleraccount|granteeprincipal|retiringprincipal|granteeserviceprincipal|retiringserviceprincipal)|aws:principalservicename)$/i.test(
    name,
  );
}

function partyOf(text: string): NamedParty | undefined {
  const principal = parsePrincipal(text);
  switch (principal.kind) {
    case 'anyone':
      return { id: '*', word: '"*' };
    case 'account':
      return { id: `account ${principal.account}`, word: principal.account };
    // A session's ARN does not tell the path of its role, so roles are told apart by account and name, which AWS keeps unique.
    case 'role':
    case 'assumed-role':
      return { id: `role ${principal.account} ${principal.name}`, word: principal.name };
    case 'service':
      return { id: principal.service, word: principal.service };
    case 'unique-id':
      return { id: principal.id, word: principal.id };
    case 'other':
      return undefined;
    default:
      return { id: `${principal.kind} ${principal.account} ${principal.name}`, word: principal.name };
  }
}
