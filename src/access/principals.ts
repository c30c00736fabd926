import { matchesWildcard, parsePrincipal, type PolicyString, type Principal, type PrincipalSet } from '../policy';
import type { Caller } from './caller';
import { matchesPattern, type Pattern } from './pattern';
import { and, Maybe, No, or, type Truth, truth, Yes } from './truth';

/**
 * In which ways a Principal element names a caller. `role`: by the ARN of the role (or, for a federated user, of the IAM user), so
 * that boundaries and session policies limit it (IAM User Guide, "Policy evaluation for requests within a single account");
 * `account`: only its account, which then decides by IAM policies; `direct`: anything else.
 */
export interface Naming {
  readonly direct: Truth;
  readonly role: Truth;
  readonly account: Truth;
}

/** Named in none of the three ways. */
export const unnamed: Naming = { direct: No, role: No, account: No };
/** Named for certain, in the way that neither boundary nor session policy limits. */
export const namedDirectly: Naming = { direct: Yes, role: No, account: No };
// A Deny for an account hits everybody in it: seen everywhere, though no AWS page read says so in a sentence.
const named = {
  role: { ...unnamed, role: Yes },
  account: { ...unnamed, account: Yes },
  perhaps: { direct: Maybe, role: Maybe, account: Maybe },
  perhapsDirectly: { ...unnamed, direct: Maybe },
  perhapsByRole: { ...unnamed, role: Maybe },
} as const;

/** Whether a Principal element names the caller in any of the three ways. */
export function isNamed(naming: Naming): Truth {
  return or(naming.direct, or(naming.role, naming.account));
}

/** Named by either of two entries: in each way as certainly as the more certain of them. */
export function either(a: Naming, b: Naming): Naming {
  if (a === unnamed) {
    return b;
  }
  if (b === unnamed) {
    return a;
  }
  return { direct: or(a.direct, b.direct), role: or(a.role, b.role), account: or(a.account, b.account) };
}

/** The naming, no more certain than `limit`. */
export function atMost(by: Naming, limit: Truth): Naming {
  return { direct: and(by.direct, limit), role: and(by.role, limit), account: and(by.account, limit) };
}

/** A Principal or NotPrincipal element ready for requests. */
export interface CompiledPrincipals {
  readonly anyone: boolean;
  /** Account ids and `…:root` ARNs, which mean the same. */
  readonly accounts: ReadonlySet<string>;
  /** ARNs of users, roles, sessions and federated users. */
  readonly arns: ReadonlySet<string>;
  /** `account/name` of the roles and of the roles of the sessions that are named, and accounts of named users. */
  readonly roleNames: ReadonlySet<string>;
  readonly sessionRoles: ReadonlySet<string>;
  readonly userAccounts: ReadonlySet<string>;
  readonly services: ReadonlySet<string>;
  /** Entries with a hole, with what names whom if it is filled in. */
  readonly vague: readonly Pattern[];
  /** Entries with a wildcard inside an ARN: no wildcard to AWS, but PutKeyPolicy refuses them. */
  readonly wildcards: readonly string[];
  /** An entry names nobody that a key policy can name: PutKeyPolicy would refuse it. */
  readonly invalid: boolean;
  /** The element is not of the form that the policy grammar has. */
  readonly malformed: boolean;
  readonly complete: boolean;
}

const principalTypes: ReadonlySet<string> = new Set(['AWS', 'Service', 'Federated', 'CanonicalUser']);

/**
 * Prepares a Principal or NotPrincipal element, once for many requests. An entry that can name nobody is marked
 * `invalid`, never thrown.
 */
export function compilePrincipals(set: PrincipalSet): CompiledPrincipals {
  const draft: Draft = {
    anyone: set.star?.value === '*',
    accounts: new Set(),
    arns: new Set(),
    roleNames: new Set(),
    sessionRoles: new Set(),
    userAccounts: new Set(),
    services: new Set(),
    vague: [],
    wildcards: [],
    invalid: false,
  };
  if (set.star?.known === false) {
    draft.vague.push(vaguePattern(set.star));
  }
  for (const { name, value } of set.entries) {
    if (value.complete && value.strings.length === 0) {
      draft.invalid = true;
    }
    for (const string of value.strings) {
      addEntry(draft, name, string);
    }
  }
  return { ...draft, malformed: isMalformed(set), complete: set.complete };
}

/** A Principal element while its entries are being read. */
interface Draft {
  anyone: boolean;
  readonly accounts: Set<string>;
  readonly arns: Set<string>;
  readonly roleNames: Set<string>;
  readonly sessionRoles: Set<string>;
  readonly userAccounts: Set<string>;
  readonly services: Set<string>;
  readonly vague: Pattern[];
  readonly wildcards: string[];
  invalid: boolean;
}

function isMalformed({ star, entries, misfits }: PrincipalSet): boolean {
  return (
    misfits.length > 0 ||
    (star?.known === true && star.value !== '*') ||
    (star === undefined && entries.length === 0) ||
    entries.some(e => e.value.misfits.length > 0 || !principalTypes.has(e.name))
  );
}

function addEntry(draft: Draft, type: string, string: PolicyString): void {
  if (!string.known) {
    draft.vague.push(vaguePattern(string));
    return;
  }
  switch (type) {
    case 'AWS':
      addAws(draft, string.value);
      return;
    case 'Service':
      draft.services.add(string.value);
      if (parsePrincipal(string.value).kind !== 'service') {
        draft.invalid = true;
      }
      return;
    // Federated belongs to role trust policies and CanonicalUser to Amazon S3 (IAM User Guide, "AWS JSON policy elements: Principal").
    default:
      draft.invalid = true;
  }
}

function addAws(draft: Draft, text: string): void {
  const principal = parsePrincipal(text);
  switch (principal.kind) {
    case 'anyone':
      draft.anyone = true;
      return;
    case 'account':
      draft.accounts.add(text);
      return;
    case 'role':
    case 'user':
    case 'assumed-role':
    case 'federated-user':
      addIdentity(draft, text, principal);
      return;
    // The id of a deleted user or role matches nobody any more (same page).
    case 'unique-id':
      return;
    default:
      addUnmatched(draft, text);
  }
}

function addIdentity(draft: Draft, text: string, principal: Extract<Principal, { name: string }>): void {
  if (hasWildcard(text)) {
    addUnmatched(draft, text);
    return;
  }
  draft.arns.add(text);
  if (principal.kind === 'role') {
    draft.roleNames.add(accountAndName(principal));
  }
  if (principal.kind === 'assumed-role') {
    draft.sessionRoles.add(accountAndName(principal));
  }
  if (principal.kind === 'user') {
    draft.userAccounts.add(principal.account);
  }
}

/** An entry that names nobody whom a key policy can name. */
function addUnmatched(draft: Draft, text: string): void {
  if (hasWildcard(text)) {
    draft.wildcards.push(text);
  }
  draft.invalid = true;
}

function hasWildcard(text: string): boolean {
  return /[*?]/.test(text);
}

function vaguePattern(string: PolicyString): Pattern {
  const text = string.parts.map(p => (typeof p === 'string' ? p : '*')).join('');
  return { text, wild: true, vague: true };
}

// Twelve digits and the ARN mean the same; the ARN has a partition.
function namesAccount({ accounts }: CompiledPrincipals, caller: Caller): boolean {
  return accounts.size > 0 && (accounts.has(caller.account ?? '') || accounts.has(caller.accountArn ?? ''));
}

function namesSessionOfRole({ sessionRoles }: CompiledPrincipals, role: Caller): boolean {
  return sessionRoles.has(accountAndName(role));
}

/** Whether the role of a session is named; by its name alone when its path is not known. */
function namesRoleOfSession({ arns, roleNames }: CompiledPrincipals, session: Caller): boolean {
  return session.pathKnown ? arns.has(session.identityArn ?? '') : roleNames.has(accountAndName(session));
}

function accountAndName({ account, name }: Pick<Caller, 'account' | 'name'>): string {
  return `${account ?? ''}/${name}`;
}

/** Whom the entries name, as far as they are valid. Wildcards inside an ARN match nothing. */
export function naming(principals: CompiledPrincipals, caller: Caller): Naming {
  let result = principals.anyone ? namedDirectly : unnamed;
  if (namesAccount(principals, caller)) {
    result = either(result, caller.kind === 'root' ? namedDirectly : named.account);
  }
  result = either(result, namedByItself(principals, caller));
  if (!principals.complete) {
    return either(result, named.perhaps);
  }
  return principals.vague.reduce((sofar, pattern) => either(sofar, vaguelyNamed(pattern, caller)), result);
}

/** How the entries name the caller other than by its account. */
function namedByItself(principals: CompiledPrincipals, caller: Caller): Naming {
  switch (caller.kind) {
    case 'user':
      return namedByArn(principals, caller);
    case 'role': {
      const byArn = principals.arns.has(caller.arn) ? named.role : unnamed;
      // The caller is some session of the role: it may be the named one.
      const bySession = namesSessionOfRole(principals, caller) ? named.perhapsDirectly : unnamed;
      return either(byArn, bySession);
    }
    case 'session':
      return either(namedByArn(principals, caller), namedByRoleOfSession(principals, caller));
    case 'federated-user':
      return either(namedByArn(principals, caller), namedByFederatingUser(principals, caller));
    case 'service':
      return principals.services.has(caller.name) ? namedDirectly : unnamed;
    case 'root':
    case 'other':
      return unnamed;
  }
}

function namedByArn({ arns }: CompiledPrincipals, caller: Caller): Naming {
  return arns.has(caller.arn) ? namedDirectly : unnamed;
}

function namedByRoleOfSession(principals: CompiledPrincipals, session: Caller): Naming {
  if (!namesRoleOfSession(principals, session)) {
    return unnamed;
  }
  return session.pathKnown ? named.role : named.perhapsByRole;
}

function namedByFederatingUser({ arns, userAccounts }: CompiledPrincipals, federated: Caller): Naming {
  if (federated.identityArn === undefined) {
    return userAccounts.has(federated.account ?? '') ? named.perhapsByRole : unnamed;
  }
  return arns.has(federated.identityArn) ? named.role : unnamed;
}

function vaguelyNamed(pattern: Pattern, caller: Caller): Naming {
  const fits = (text: string | undefined): Truth => (text === undefined ? No : matchesPattern(pattern, text));
  return {
    direct: caller.kind === 'role' ? someSessionNamed(pattern) : fits(caller.arn),
    role: caller.kind === 'role' || caller.kind === 'session' ? fits(caller.identityArn) : No,
    account: or(fits(caller.accountArn), fits(caller.account)),
  };
}

function someSessionNamed(pattern: Pattern): Truth {
  return pattern.text.includes(':assumed-role/') ? Maybe : No;
}

/** Whether a Deny with such a Principal could hit the caller if its invalid entries meant anything. */
export function invalidCouldName(principals: CompiledPrincipals, caller: Caller): Truth {
  if (principals.malformed) {
    return Maybe;
  }
  if (!principals.invalid) {
    return No;
  }
  if (principals.wildcards.length === 0) {
    return Maybe;
  }
  const texts = [caller.arn, caller.identityArn, caller.accountArn].filter(t => t !== undefined);
  const bySession = (pattern: string): boolean => caller.kind === 'role' && pattern.includes(':assumed-role/');
  return principals.wildcards.some(w => bySession(w) || texts.some(t => matchesWildcard(w, t))) ? Maybe : No;
}

/**
 * Whether a Deny with NotPrincipal hits the caller (IAM User Guide, "AWS JSON policy elements: NotPrincipal"). A user is exempt
 * when the list has the user and its account, a role session when it has the session, the role and the account; with a part of
 * them the Deny "might" hit. A principal with a permissions boundary is always hit.
 */
export function hitByNotPrincipal(principals: CompiledPrincipals, caller: Caller, boundary: Truth): Truth {
  const doubtful = principals.malformed || principals.invalid || !principals.complete || principals.vague.length > 0;
  const listed = notListed(principals, caller);
  const hit = doubtful ? and(listed, Maybe) : listed;
  const limited = caller.kind === 'user' || caller.kind === 'role' || caller.kind === 'session';
  return limited ? or(hit, boundary) : hit;
}

/** Whether NotPrincipal exempts the caller: No when it does for certain. */
function notListed(principals: CompiledPrincipals, caller: Caller): Truth {
  if (principals.anyone) {
    return No;
  }
  const self = principals.arns.has(caller.arn);
  switch (caller.kind) {
    case 'service':
      return truth(!principals.services.has(caller.name));
    case 'root':
      return truth(!namesAccount(principals, caller));
    case 'user':
      return notExempt({ all: self && namesAccount(principals, caller), some: self });
    case 'role':
      return notExempt({ all: false, some: self || namesSessionOfRole(principals, caller) });
    case 'session':
      return sessionNotListed(principals, caller);
    case 'federated-user':
      return notExempt({ all: false, some: self || principals.userAccounts.has(caller.account ?? '') });
    case 'other':
      return Maybe;
  }
}

function sessionNotListed(principals: CompiledPrincipals, session: Caller): Truth {
  const self = principals.arns.has(session.arn);
  const role = namesRoleOfSession(principals, session);
  const all = self && role && namesAccount(principals, session) && session.pathKnown;
  return notExempt({ all, some: self || role });
}

/** Exempt is who is listed with all that belongs to it; with some of it, perhaps. */
function notExempt(listed: { readonly all: boolean; readonly some: boolean }): Truth {
  if (listed.all) {
    return No;
  }
  return listed.some ? Maybe : Yes;
}
