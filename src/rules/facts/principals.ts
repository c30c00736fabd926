import {
  type KeyArn,
  parseKeyArn,
  parsePrincipal,
  type PolicyString,
  type Principal,
  type PrincipalEntry,
  type PrincipalSet,
  type Statement,
} from '../../policy';

/** A string read as a principal; a hover also reads one that stands in no statement, or as the value of a condition. */
export interface NamedPrincipal {
  /** `AWS`, `Service` …; `AWS` for the bare `"*"`. */
  readonly type: string;
  readonly string: PolicyString;
  /** What it names. Where a template fills in a part, that part is the template's source (`${AWS::AccountId}`). */
  readonly principal: Principal;
  /** The account it belongs to: twelve digits, or the template's source in their place. */
  readonly account: string | undefined;
}

/** One principal of a statement. */
export interface PrincipalUse extends NamedPrincipal {
  readonly statement: Statement;
  /** True in NotPrincipal. */
  readonly not: boolean;
  /** The member of the principal map that it stands in; undefined for a bare string. */
  readonly entry: PrincipalEntry | undefined;
}

interface Principals {
  readonly named: readonly PrincipalUse[];
  readonly exempt: readonly PrincipalUse[];
}

const cache = new WeakMap<Statement, Principals>();

/** The principals that the statement's Principal names, in order. */
export function principalsOf(statement: Statement): readonly PrincipalUse[] {
  return readPrincipals(statement).named;
}

/** The principals that the statement's NotPrincipal exempts, in order. */
export function exemptPrincipalsOf(statement: Statement): readonly PrincipalUse[] {
  return readPrincipals(statement).exempt;
}

function readPrincipals(statement: Statement): Principals {
  let principals = cache.get(statement);
  if (principals === undefined) {
    principals = {
      named: usesIn(statement, statement.principal?.value, false),
      exempt: usesIn(statement, statement.notPrincipal?.value, true),
    };
    cache.set(statement, principals);
  }
  return principals;
}

function usesIn(statement: Statement, set: PrincipalSet | undefined, not: boolean): readonly PrincipalUse[] {
  if (set === undefined) {
    return [];
  }
  const use = (string: PolicyString, entry?: PrincipalEntry): PrincipalUse => ({
    ...namedPrincipal(entry?.name ?? 'AWS', string),
    statement,
    not,
    entry,
  });
  return set.star ? [use(set.star)] : set.entries.flatMap(entry => entry.value.strings.map(s => use(s, entry)));
}

/** Reads one entry of a principal map. */
export function namedPrincipal(type: string, string: PolicyString): NamedPrincipal {
  const principal = readTemplate(string);
  return {
    type,
    string,
    principal,
    account: 'account' in principal && principal.account !== '' ? principal.account : undefined,
  };
}

/** What a principal under `AWS` names; undefined where a template fills in a part of it, and under another type. */
export function plainPrincipal({ type, string, principal }: NamedPrincipal): Principal | undefined {
  return type === 'AWS' && string.known ? principal : undefined;
}

// A hole may hold colons (`${AWS::AccountId}`), so one private-use character stands for it while the ARN is taken apart.
function readTemplate(string: PolicyString): Principal {
  if (string.known) {
    return parsePrincipal(string.value);
  }
  const holes: string[] = [];
  const masked = string.parts
    .map(p => (typeof p === 'string' ? p : String.fromCharCode(0xe000 + holes.push(p.hole) - 1)))
    .join('');
  const restore = (text: string) => text.replace(/[\uE000-\uF8FF]/g, c => holes[c.charCodeAt(0) - 0xe000] ?? c);
  const parts: [string, unknown][] = Object.entries(parsePrincipal(masked));
  return Object.fromEntries(
    parts.map(([name, part]) => [name, typeof part === 'string' ? restore(part) : part]),
  ) as unknown as Principal;
}

/**
 * A key or alias ARN, also one that a template fills in: its Region and account then are the template's business, while `keyId` and
 * `alias` are as written. Undefined for anything else, and where the template may decide what it is an ARN of.
 */
export function keyArnIn(string: PolicyString): KeyArn | undefined {
  return parseKeyArn(
    string.known ? string.value : string.parts.map(p => (typeof p === 'string' ? p : '\uE000')).join(''),
  );
}

/** Whether the text is an account id, not a template's source in its place. */
export function isAccountId(account: string | undefined): account is string {
  return account !== undefined && /^\d{12}$/.test(account);
}

/** Whether a principal is, or may turn out to be, anything: a template gives all of it. */
export function isUnknownPrincipal({ string, principal }: NamedPrincipal): boolean {
  return !string.known && principal.kind === 'other';
}

/** The principal string that stands for everyone; undefined when the statement names none. */
export function anyoneIn(statement: Statement): PrincipalUse | undefined {
  return principalsOf(statement).find(p => p.type === 'AWS' && p.principal.kind === 'anyone');
}

/** The statement names service principals and nobody else. */
export function namesOnlyServices(statement: Statement): boolean {
  const principals = principalsOf(statement);
  return (
    statement.principal?.value.complete === true && principals.length > 0 && principals.every(p => p.type === 'Service')
  );
}

/** `Effect` is this word. */
export function hasEffect(statement: Statement, effect: 'Allow' | 'Deny'): boolean {
  return statement.effect?.value?.value === effect;
}
