import { matchesWildcard, parsePrincipal, type PolicyString, type PrincipalSet } from '../policy';
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

export const unnamed: Naming = { direct: No, role: No, account: No };
export const namedDirectly: Naming = { direct: Yes, role: No, account: No };
// A Deny for an account hits everybody in it: seen everywhere, though no AWS page read says so in a sentence.
const named = {
  role: { ...unnamed, role: Yes },
  account: { ...unnamed, account: Yes },
  perhaps: { direct: Maybe, role: Maybe, account: Maybe },
} as const;

/** The strongest of the three. */
export function isNamed(naming: Naming): Truth {
  return or(naming.direct, or(naming.role, naming.account));
}

/** Named in either way. */
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

/** Prepares a Principal element. */
export function compilePrincipals(set: PrincipalSet): CompiledPrincipals {
  const accounts = new Set<string>();
  const arns = new Set<string>();
  const roleNames = new Set<string>();
  const sessionRoles = new Set<string>();
  const userAccounts = new Set<string>();
  const services = new Set<string>();
  const vague: Pattern[] = [];
  const wildcards: string[] = [];
  let anyone = set.star?.value === '*';
  let invalid = false;
  const malformed =
    set.misfits.length > 0 ||
    (set.star?.known === true && !anyone) ||
    (set.star === undefined && set.entries.length === 0) ||
    set.entries.some(e => e.value.misfits.length > 0 || !principalTypes.has(e.name));
  if (set.star?.known === false) {
    vague.push(vaguePattern(set.star));
  }

  const readAws = (text: string): void => {
    const principal = parsePrincipal(text);
    switch (principal.kind) {
      case 'anyone':
        anyone = true;
        return;
      case 'account':
        accounts.add(text);
        return;
      case 'role':
      case 'user':
      case 'assumed-role':
      case 'federated-user':
        if (/[*?]/.test(text)) {
          wildcards.push(text);
          invalid = true;
          return;
        }
        arns.add(text);
        if (principal.kind === 'role') {
          roleNames.add(`${principal.account}/${principal.name}`);
        }
        if (principal.kind === 'assumed-role') {
          sessionRoles.add(`${principal.account}/${principal.name}`);
        }
        if (principal.kind === 'user') {
          userAccounts.add(principal.account);
        }
        return;
      // The id of a deleted user or role matches nobody any more (IAM User Guide, "AWS JSON policy elements: Principal").
      case 'unique-id':
        return;
      default:
        if (/[*?]/.test(text)) {
          wildcards.push(text);
        }
        invalid = true;
    }
  };

  for (const entry of set.entries) {
    if (entry.value.complete && entry.value.strings.length === 0) {
      invalid = true;
    }
    for (const string of entry.value.strings) {
      if (!string.known) {
        vague.push(vaguePattern(string));
      } else if (entry.name === 'AWS') {
        readAws(string.value);
      } else if (entry.name === 'Service') {
        services.add(string.value);
        if (parsePrincipal(string.value).kind !== 'service') {
          invalid = true;
        }
      }
      // Federated belongs to role trust policies and CanonicalUser to Amazon S3 (same page).
      else {
        invalid = true;
      }
    }
  }
  return {
    anyone,
    accounts,
    arns,
    roleNames,
    sessionRoles,
    userAccounts,
    services,
    vague,
    wildcards,
    invalid,
    malformed,
    complete: set.complete,
  };
}

function vaguePattern(string: PolicyString): Pattern {
  const text = string.parts.map(p => (typeof p === 'string' ? p : '*')).join('');
  return { text, wild: true, vague: true };
}

// Twelve digits and the ARN mean the same; the ARN has a partition.
function namesAccount({ accounts }: CompiledPrincipals, caller: Caller): boolean {
  return accounts.size > 0 && (accounts.has(caller.account ?? '') || accounts.has(caller.accountArn ?? ''));
}

/** Whom the entries name, as far as they are valid. Wildcards inside an ARN match nothing. */
export function naming(principals: CompiledPrincipals, caller: Caller): Naming {
  let result = principals.anyone ? namedDirectly : unnamed;
  const account = caller.account ?? '';
  if (namesAccount(principals, caller)) {
    result = either(result, caller.kind === 'root' ? namedDirectly : named.account);
  }
  switch (caller.kind) {
    case 'user':
      if (principals.arns.has(caller.arn)) {
        result = either(result, namedDirectly);
      }
      break;
    case 'role':
      if (principals.arns.has(caller.arn)) {
        result = either(result, named.role);
      }
      // The caller is some session of the role: it may be the named one.
      if (principals.sessionRoles.has(`${account}/${caller.name}`)) {
        result = either(result, { ...unnamed, direct: Maybe });
      }
      break;
    case 'session':
      if (principals.arns.has(caller.arn)) {
        result = either(result, namedDirectly);
      }
      if (
        caller.pathKnown
          ? principals.arns.has(caller.identityArn ?? '')
          : principals.roleNames.has(`${account}/${caller.name}`)
      ) {
        result = either(result, caller.pathKnown ? named.role : { ...unnamed, role: Maybe });
      }
      break;
    case 'federated-user':
      if (principals.arns.has(caller.arn)) {
        result = either(result, namedDirectly);
      }
      if (
        caller.identityArn === undefined
          ? principals.userAccounts.has(account)
          : principals.arns.has(caller.identityArn)
      ) {
        result = either(result, caller.identityArn === undefined ? { ...unnamed, role: Maybe } : named.role);
      }
      break;
    case 'service':
      if (principals.services.has(caller.name)) {
        result = either(result, namedDirectly);
      }
      break;
    case 'root':
    case 'other':
  }
  if (!principals.complete) {
    return either(result, named.perhaps);
  }
  return principals.vague.reduce((sofar, pattern) => either(sofar, vaguelyNamed(pattern, caller)), result);
}

function vaguelyNamed(pattern: Pattern, caller: Caller): Naming {
  const fits = (text: string | undefined): Truth => (text === undefined ? No : matchesPattern(pattern, text));
  return {
    direct: caller.kind === 'role' ? (pattern.text.includes(':assumed-role/') ? Maybe : No) : fits(caller.arn),
    role: caller.kind === 'role' || caller.kind === 'session' ? fits(caller.identityArn) : No,
    account: or(fits(caller.accountArn), fits(caller.account)),
  };
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

function notListed(principals: CompiledPrincipals, caller: Caller): Truth {
  if (principals.anyone) {
    return No;
  }
  const account = namesAccount(principals, caller);
  const self = principals.arns.has(caller.arn);
  const key = `${caller.account ?? ''}/${caller.name}`;
  switch (caller.kind) {
    case 'service':
      return truth(!principals.services.has(caller.name));
    case 'root':
      return truth(!account);
    case 'user':
      return self ? (account ? No : Maybe) : Yes;
    case 'role':
      return self || principals.sessionRoles.has(key) ? Maybe : Yes;
    case 'session': {
      const role = caller.pathKnown ? principals.arns.has(caller.identityArn ?? '') : principals.roleNames.has(key);
      if (self && role && account && caller.pathKnown) {
        return No;
      }
      return self || role ? Maybe : Yes;
    }
    case 'federated-user':
      return self || principals.userAccounts.has(caller.account ?? '') ? Maybe : Yes;
    case 'other':
      return Maybe;
  }
}
