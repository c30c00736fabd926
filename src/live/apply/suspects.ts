import { parsePolicy, parsePrincipal, type Principal, type Span } from '../../policy';
import { servicePrincipal } from '../../reference';
import type { Failure, IdentitySource } from '../../ports';

/** A principal because of which KMS may have refused a key policy. */
export interface Suspect extends Span {
  /** As it is written in the policy; offset and length are its place there. */
  readonly text: string;
  readonly verdict: SuspectVerdict;
}

/** What is wrong with a principal, as far as can be told. */
export type SuspectVerdict =
  | { readonly kind: 'missing'; readonly what: 'role' | 'user' }
  /** It exists, with another path. */
  | { readonly kind: 'other-path'; readonly arn: string }
  /** The unique id that AWS shows in place of a principal that was deleted. */
  | { readonly kind: 'deleted' }
  | { readonly kind: 'group' }
  | { readonly kind: 'instance-profile' }
  | { readonly kind: 'not-a-principal' }
  /** Only AWS and Service name principals in a key policy. */
  | { readonly kind: 'wrong-type'; readonly type: string }
  /** No service is known under this name. */
  | { readonly kind: 'unknown-service' }
  /** It lives in another account, where nothing can be looked up from here. */
  | { readonly kind: 'foreign'; readonly account: string }
  | { readonly kind: 'not-looked-up'; readonly failure: Failure };

/** A key policy that KMS did not take, and what it said. */
export interface RefusedPolicy {
  readonly keyArn: string;
  readonly policy: string;
  readonly failure: Failure;
}

/**
 * Which principals made KMS refuse a policy: it says only that there is one. Each is looked up, the certain ones come
 * first. Empty when the refusal has other reasons.
 * @throws AbortError when `signal` is aborted during a look-up
 */
export async function suspectsIn(
  { keyArn, policy, failure }: RefusedPolicy,
  session: IdentitySource,
  signal: AbortSignal,
): Promise<readonly Suspect[]> {
  if (!blamesPrincipals(failure)) {
    return [];
  }
  const keyAccount = keyArn.split(':')[4] ?? '';
  const suspects = await Promise.all(
    namedIn(policy).map(async (named): Promise<Suspect | undefined> => {
      const verdict = await verdictOn(named, keyAccount, session, signal);
      return verdict && { text: named.text, verdict, offset: named.span.offset, length: named.span.length };
    }),
  );
  return suspects.filter(s => s !== undefined).sort((a, b) => rank(a) - rank(b));
}

/** A principal as a policy names it: under `AWS`, `Service` … */
interface Named {
  readonly type: string;
  readonly text: string;
  readonly span: Span;
}

/** Whom a policy names, each once. */
function namedIn(policy: string): readonly Named[] {
  const named = new Map<string, Named>();
  for (const { principal, notPrincipal } of parsePolicy(policy).statements) {
    for (const set of [principal?.value, notPrincipal?.value]) {
      for (const entry of set?.entries ?? []) {
        for (const { value: text, offset, length } of entry.value.strings) {
          const key = `${entry.name} ${text}`;
          if (!named.has(key)) {
            named.set(key, { type: entry.name, text, span: { offset, length } });
          }
        }
      }
      if (set?.star !== undefined && set.star.value !== '*') {
        named.set(set.star.value, { type: 'AWS', text: `"${set.star.value}"`, span: set.star });
      }
    }
  }
  return [...named.values()];
}

/** MalformedPolicyDocumentException "… invalid principals" and InvalidArnException "An ARN in the specified key policy is invalid". */
function blamesPrincipals({ kind, message }: Failure): boolean {
  return /invalid principal/i.test(message) || (kind === 'invalid-key-id' && /key policy/i.test(message));
}

function rank({ verdict }: Suspect): number {
  return verdict.kind === 'foreign' || verdict.kind === 'not-looked-up' || verdict.kind === 'unknown-service' ? 1 : 0;
}

/** Why KMS may refuse a principal; undefined when nothing speaks against it. */
async function verdictOn(
  { type, text }: Named,
  keyAccount: string,
  session: IdentitySource,
  signal: AbortSignal,
): Promise<SuspectVerdict | undefined> {
  if (type === 'Service') {
    return verdictOnService(text);
  }
  if (type !== 'AWS') {
    return { kind: 'wrong-type', type };
  }
  return verdictOnIdentity(parsePrincipal(text), keyAccount, session, signal);
}

async function verdictOnIdentity(
  principal: Principal,
  keyAccount: string,
  session: IdentitySource,
  signal: AbortSignal,
): Promise<SuspectVerdict | undefined> {
  switch (principal.kind) {
    case 'anyone':
      return undefined;
    case 'unique-id':
      return { kind: 'deleted' };
    case 'group':
    case 'instance-profile':
      return { kind: principal.kind };
    case 'service':
      return { kind: 'wrong-type', type: 'AWS' };
    case 'account':
    case 'federated-user':
      return principal.account === keyAccount ? undefined : { kind: 'foreign', account: principal.account };
    case 'role':
    case 'user':
    case 'assumed-role':
      return lookUp(
        { kind: principal.kind === 'user' ? 'user' : 'role', account: principal.account, arn: principal.arn },
        keyAccount,
        session,
        signal,
      );
    case 'other':
      return { kind: 'not-a-principal' };
  }
}

function verdictOnService(text: string): SuspectVerdict | undefined {
  if (parsePrincipal(text).kind !== 'service') {
    return { kind: 'not-a-principal' };
  }
  return servicePrincipal(text) === 'known' ? undefined : { kind: 'unknown-service' };
}

interface UserOrRole {
  readonly kind: 'user' | 'role';
  readonly account: string;
  readonly arn: string;
}

async function lookUp(
  { kind, account, arn }: UserOrRole,
  keyAccount: string,
  session: IdentitySource,
  signal: AbortSignal,
): Promise<SuspectVerdict | undefined> {
  if (/[*?]/.test(arn)) {
    return { kind: 'not-a-principal' };
  }
  if (account !== keyAccount) {
    return { kind: 'foreign', account };
  }
  const found = await session.principal(arn, signal);
  if (!found.ok) {
    return found.failure.kind === 'not-found'
      ? { kind: 'missing', what: kind }
      : { kind: 'not-looked-up', failure: found.failure };
  }
  return arn.includes(':assumed-role/') || found.value === arn ? undefined : { kind: 'other-path', arn: found.value };
}
