import { parseKeyArn, type PolicyDocument, type PolicyString, type Statement } from '../../policy';
import { operationsOf } from './actions';
import { testsOn } from './conditions';
import { anyoneIn, hasEffect, isAccountId, type NamedPrincipal, principalsOf } from './principals';

/** The account that owns the key of a key policy, and how it is known. */
export interface KeyAccount {
  /** Twelve digits, or a template's source in their place (`${AWS::AccountId}`). */
  readonly account: string;
  readonly partition: string;
  /** True when it is told by the key's ARN or by a resource, false when it is concluded from who may do what. */
  readonly certain: boolean;
  /** The text that tells it; absent when it was known before. */
  readonly at?: PolicyString;
}

const concluded = new WeakMap<PolicyDocument, KeyAccount | 'unknown'>();

/**
 * The account of the key: told by its ARN; else by a key ARN among the resources; else it is the one account whose principals
 * may change the policy, or that `kms:CallerAccount` names, or that all principals belong to. Undefined when these disagree.
 */
export function keyAccountOf(policy: PolicyDocument, keyArn?: string): KeyAccount | undefined {
  const key = keyArn === undefined ? undefined : parseKeyArn(keyArn);
  if (key !== undefined) {
    return { account: key.account, partition: key.partition, certain: true };
  }
  let known = concluded.get(policy);
  if (known === undefined) {
    known = conclude(policy) ?? 'unknown';
    concluded.set(policy, known);
  }
  return known === 'unknown' ? undefined : known;
}

function conclude(policy: PolicyDocument): KeyAccount | undefined {
  const resources = policy.statements
    .flatMap(s => s.resource?.value.strings ?? [])
    .flatMap(string => {
      const arn = string.known ? parseKeyArn(string.value) : undefined;
      return arn && isAccountId(arn.account)
        ? [{ account: arn.account, partition: arn.partition, certain: true, at: string }]
        : [];
    });
  const allows = policy.statements.filter(s => hasEffect(s, 'Allow'));
  const managers = allows.filter(s => operationsOf(s).actions.has('kms:PutKeyPolicy')).flatMap(aws);
  const roots = managers.filter(isRoot);
  const template = roots.filter(c => !isAccountId(c.account));
  const callers = allows.filter(anyoneIn).flatMap(callerAccounts);
  return (
    only(resources) ??
    (template.length > 0 ? only(template) : undefined) ??
    only(roots) ??
    only(managers) ??
    only(callers) ??
    only(policy.statements.flatMap(aws))
  );
}

type Candidate = KeyAccount & { readonly principal?: NamedPrincipal };

function aws(statement: Statement): Candidate[] {
  return principalsOf(statement).flatMap(principal => {
    if (principal.type !== 'AWS' || principal.account === undefined) {
      return [];
    }
    const partition = 'partition' in principal.principal ? (principal.principal.partition ?? 'aws') : 'aws';
    return [{ account: principal.account, partition, certain: false, at: principal.string, principal }];
  });
}

function isRoot({ principal }: Candidate): boolean {
  return principal?.principal.kind === 'account';
}

function callerAccounts(statement: Statement): Candidate[] {
  return testsOn(statement, 'kms:calleraccount', 'aws:principalaccount')
    .filter(t => !t.negated)
    .flatMap(t => t.key.value.strings.map(at => ({ account: at.value, partition: 'aws', certain: false, at })));
}

/** The one account that all candidates name. */
function only(candidates: readonly Candidate[]): KeyAccount | undefined {
  const [first, ...rest] = candidates;
  if (first === undefined || rest.some(c => c.account !== first.account)) {
    return undefined;
  }
  const { account, partition, certain, at } = first;
  return at === undefined ? { account, partition, certain } : { account, partition, certain, at };
}

/**
 * Whether the principal belongs to another account than the key. What a template fills in is never another account; beside a
 * templated own account only a whole account is (a literal role may well be the template's own).
 */
export function isForeign({ account, principal }: NamedPrincipal, key: KeyAccount | undefined): boolean {
  if (key === undefined || !isAccountId(account) || account === key.account) {
    return false;
  }
  return isAccountId(key.account) || principal.kind === 'account';
}
