import type { PolicyDocument } from '../../policy';
import { decide } from '../decide';
import { type Ability, type AccessRow, whoCanUse } from './whoCanUse';

/** What changes when one key policy takes the place of another. */
export interface AccessChange {
  readonly gains: readonly AbilityChange[];
  readonly losses: readonly AbilityChange[];
  /** Principals that could do something before and can do nothing after. */
  readonly lockedOut: readonly string[];
  /** Nobody can change the key policy any more: only AWS Support could (KMS Developer Guide, "Default key policy"). */
  readonly nobodyManagesPolicy: boolean;
  /** Whether the caller can still change the key policy; `unknown` when its IAM policies decide. Undefined without a caller. */
  readonly callerKeepsPutKeyPolicy: 'yes' | 'no' | 'unknown' | undefined;
}

/** What one principal gains or loses. */
export interface AbilityChange {
  readonly name: string;
  readonly principal: AccessRow['principal'];
  readonly abilities: readonly Ability[];
  /** Only the conditions became looser (gained) or tighter (lost). */
  readonly conditionsOnly: boolean;
}

/**
 * Compares an edited or proposed key policy with the one in force.
 * @param caller ARN of the principal that is going to save it
 */
export function compareAccess(
  before: PolicyDocument,
  after: PolicyDocument,
  keyArn: string | undefined,
  caller?: string,
): AccessChange {
  const old = whoCanUse(before, keyArn);
  const next = whoCanUse(after, keyArn);
  const names = new Set(next.map(rowKey));
  return {
    gains: difference(next, old),
    losses: difference(old, next),
    lockedOut: old.filter(r => !names.has(rowKey(r))).map(r => r.name),
    nobodyManagesPolicy: !next.some(r => r.abilities.some(a => a.action === 'kms:PutKeyPolicy')),
    callerKeepsPutKeyPolicy:
      caller === undefined || keyArn === undefined ? undefined : keepsPutKeyPolicy(after, keyArn, caller),
  };
}

function rowKey({ name, principal }: AccessRow): string {
  return principal.kind === 'account' ? principal.account : name;
}

/** What `rows` have and `others` have not, or have under conditions only. */
function difference(rows: readonly AccessRow[], others: readonly AccessRow[]): readonly AbilityChange[] {
  const byKey = new Map(others.map(r => [rowKey(r), new Map(r.abilities.map(a => [a.action, a]))]));
  return rows.flatMap(row => {
    const other = byKey.get(rowKey(row));
    const fresh = row.abilities.filter(a => !other?.has(a.action));
    const loosened = row.abilities.filter(a => !a.conditional && other?.get(a.action)?.conditional === true);
    const change = (abilities: readonly Ability[], conditionsOnly: boolean): readonly AbilityChange[] =>
      abilities.length === 0 ? [] : [{ name: row.name, principal: row.principal, abilities, conditionsOnly }];
    return [...change(fresh, false), ...change(loosened, true)];
  });
}

const keeps = { allowed: 'yes', denied: 'no', unknown: 'unknown' } as const;

function keepsPutKeyPolicy(policy: PolicyDocument, keyArn: string, caller: string): 'yes' | 'no' | 'unknown' {
  const { outcome } = decide(
    { principal: caller, action: 'kms:PutKeyPolicy', keyArn, context: {}, contextUnknown: [] },
    { keyPolicy: policy, identityPolicies: undefined, grants: [] },
  );
  return keeps[outcome];
}
