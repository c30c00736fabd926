import { isLegalInJsonc, type PolicyDocument, type Statement } from '../../policy';
import type { PolicyView } from './view';
import { operationsOf } from './actions';
import { needsKey, testsOn } from './conditions';
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
  return (
    document.statement?.node !== undefined &&
    !document.loneStatement &&
    !document.incomplete &&
    document.statements.length > 0 &&
    !/^auto-/.test(document.id?.value.value ?? '') &&
    // In broken JSON a statement may stand where the tree does not show it.
    (!isBroken(document) || !document.text.includes(':root'))
  );
}

/** Whether the policy's text is no JSON, not even one with comments. */
export function isBroken({ text, errors }: PolicyDocument): boolean {
  return errors.some(e => !isLegalInJsonc(text, e));
}

/** The statements that let the key's account in as a whole, so that its IAM policies count (or its identities need none). */
export function accountStatements(policy: PolicyView): readonly Statement[] {
  let statements = ofAccount.get(policy);
  if (statements === undefined) {
    statements = findAccountStatements(policy);
    ofAccount.set(policy, statements);
  }
  return statements;
}

const ofAccount = new WeakMap<PolicyView, readonly Statement[]>();

function findAccountStatements(policy: PolicyView): readonly Statement[] {
  const key = keyAccount(policy);
  return policy.statements.filter(
    s =>
      hasEffect(s, 'Allow') &&
      (principalsOf(s).some(
        p => p.type === 'AWS' && p.principal.kind === 'account' && p.account !== undefined && !isForeign(p, key),
      ) ||
        (anyoneIn(s) !== undefined &&
          testsOn(s, 'kms:calleraccount', 'aws:principalaccount').some(needsKey) &&
          testsOn(s, 'kms:viaservice').length === 0)),
  );
}

/**
 * Whether some statement that may allow has principals that cannot be told, because a template gives them or somebody is still
 * to fill them in: anybody may be among them.
 */
export function mayNameAnybody(policy: PolicyView): boolean {
  return policy.statements.some(
    s =>
      !hasEffect(s, 'Deny') &&
      (s.principal?.value.complete === false ||
        (s.principal?.value.star !== undefined && s.principal.value.star.value !== '*') ||
        principalsOf(s).some(isUnknownPrincipal)),
  );
}

/** The statements that let a principal of the key's account change the policy; `unknown` where a template or a malformed principal decides. */
export function managersOf(policy: PolicyView): readonly Statement[] | 'unknown' {
  const key = keyAccount(policy);
  const allows = policy.statements.filter(s => hasEffect(s, 'Allow'));
  const managers = allows.filter(
    s =>
      operationsOf(s).actions.has('kms:PutKeyPolicy') &&
      (s.notPrincipal !== undefined ||
        principalsOf(s).some(
          p => p.type === 'AWS' && !isForeign(p, key) && (p.principal.kind !== 'other' || !p.string.known),
        )),
  );
  const unknown = allows.some(
    s =>
      !operationsOf(s).complete ||
      s.principal?.value.complete === false ||
      (operationsOf(s).actions.has('kms:PutKeyPolicy') &&
        principalsOf(s).some(p => p.type === 'AWS' && p.principal.kind === 'other')),
  );
  return managers.length === 0 && unknown ? 'unknown' : managers;
}
