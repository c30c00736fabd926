import type { Statement } from '../../../policy';
import type { PolicyView } from '../../view';
import { operationsOf } from './actions';
import { testsOn } from './conditions';
import { isForeign, type KeyAccount, keyAccountOf } from './keyAccount';
import { anyoneIn, hasEffect, isUnknownPrincipal, principalsOf } from './principals';

/** The account of the key that the policy belongs to; see {@link keyAccountOf}. */
export function keyAccount(policy: PolicyView): KeyAccount | undefined {
  return keyAccountOf(policy.document, policy.known.keyArn);
}

/**
 * Whether what a key policy does not say can be held against it: it is a whole policy, all statements of which can be read, and
 * not one that AWS writes for an AWS managed key, which nobody can change.
 */
export function isWhole({ document }: PolicyView): boolean {
  return document.statement?.node !== undefined && !document.loneStatement && !document.incomplete && document.statements.length > 0
    && !/^auto-/.test(document.id?.value.value ?? '');
}

/** The statements that let the key's account in as a whole, so that its IAM policies count (or its identities need none). */
export function accountStatements(policy: PolicyView): readonly Statement[] {
  const key = keyAccount(policy);
  return policy.statements.filter(s => hasEffect(s, 'Allow') && (
    principalsOf(s).some(p => p.type === 'AWS' && p.principal.kind === 'account' && p.account !== undefined && !isForeign(p, key))
    || (anyoneIn(s) !== undefined && testsOn(s, 'kms:calleraccount', 'aws:principalaccount').every(t => !t.negated) && testsOn(s, 'kms:viaservice').length === 0)));
}

/** Whether some Allow statement's principals are a template's business, so that anybody may be among them. */
export function mayNameAnybody(policy: PolicyView): boolean {
  return policy.statements.some(s => hasEffect(s, 'Allow') && (s.principal?.value.complete === false || principalsOf(s).some(isUnknownPrincipal)));
}

/** Whether a principal of the key's own account may change the policy (`unknown` where a template decides). */
export function managersOf(policy: PolicyView): readonly Statement[] | 'unknown' {
  const key = keyAccount(policy);
  const allows = policy.statements.filter(s => hasEffect(s, 'Allow'));
  const managers = allows.filter(s => operationsOf(s).actions.has('kms:PutKeyPolicy')
    && (s.notPrincipal !== undefined || principalsOf(s).some(p => p.type === 'AWS' && !isForeign(p, key))));
  const unknown = allows.some(s => !operationsOf(s).complete || s.principal?.value.complete === false);
  return managers.length === 0 && unknown ? 'unknown' : managers;
}
