import { hasWildcardPrefix, matchesWildcard, remove, type Statement, type StringSet } from '../../policy';
import { message } from '../../text/message';
import { identityPolicy, keyPolicy } from '../examples';
import type { Fix, Rule } from '../rule';
import { addTest, hasEffect, isComplete, isUnconditional, operationsOf, type PolicyView, principalsOf } from '../facts';

export const allowOverriddenByDeny: Rule = {
  code: 'allow-overridden-by-deny',
  severity: 'warning',
  summary: 'A Deny takes back all that this statement allows',
  why: 'An explicit deny overrides every allow, and the order of statements plays no part. An Allow whose actions, principals and resources are all covered by a Deny without a condition has no effect.',
  source:
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html',
  kinds: ['key', 'identity'],
  check(policy, report) {
    const denies = policy.statements.filter(s => hasEffect(s, 'Deny') && s.action !== undefined && isUnconditional(s));
    if (denies.length === 0) {
      return;
    }
    for (const allow of policy.statements) {
      if (!hasEffect(allow, 'Allow') || operationsOf(allow).actions.size === 0) {
        continue;
      }
      const deny = denies.find(
        d => coversActions(allow, d) && coversPrincipals(policy, allow, d) && coversResources(policy, allow, d),
      );
      if (deny === undefined) {
        continue;
      }
      report({
        at: allow,
        message: message('A Deny of this policy takes back all that this statement allows.'),
        related: [{ offset: deny.offset, length: deny.length, message: message('The Deny') }],
        tag: 'unnecessary',
        fixes: cures(policy, allow, deny),
      });
    }
  },
  wrong: [
    keyPolicy(`«{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": "kms:ScheduleKeyDeletion", "Resource": "*"}»,
  {"Effect": "Deny", "Principal": "*", "Action": ["kms:ScheduleKeyDeletion", "kms:DisableKey"], "Resource": "*"}`),
    identityPolicy(`«{"Effect": "Allow", "Action": "kms:ScheduleKeyDeletion", "Resource": "arn:aws:kms:eu-west-1:111122223333:key/*"}»,
  {"Effect": "Deny", "Action": "kms:Schedule*", "Resource": "*"}`),
  ],
  right: [
    keyPolicy(`{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": ["kms:Decrypt", "kms:ScheduleKeyDeletion"], "Resource": "*"},
  {"Effect": "Deny", "Principal": "*", "Action": "kms:ScheduleKeyDeletion", "Resource": "*"}`),
    keyPolicy(`{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": "kms:ScheduleKeyDeletion", "Resource": "*"},
  {"Effect": "Deny", "Principal": "*", "Action": "kms:ScheduleKeyDeletion", "Resource": "*", "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "false"}}}`),
  ],
};

// Covers whatever the allowed pattern matches; a pattern inside a pattern is judged character by character, so only `*` takes in `*`.
function covers(set: StringSet | undefined, allowed: StringSet | undefined, fold: boolean): boolean {
  if (set === undefined || allowed === undefined || !isComplete(allowed) || allowed.strings.length === 0) {
    return false;
  }
  const text = (value: string) => (fold ? value.toLowerCase() : value);
  return allowed.strings.every(a =>
    set.strings.some(
      s =>
        s.known &&
        !s.value.includes('${') &&
        !(s.value.includes('?') && a.value.includes('*')) &&
        !(fold && hasWildcardPrefix(s.value)) &&
        matchesWildcard(text(s.value), text(a.value)),
    ),
  );
}

function coversActions(allow: Statement, deny: Statement): boolean {
  return covers(deny.action?.value, allow.action?.value, true);
}

function coversResources({ kind }: PolicyView, allow: Statement, deny: Statement): boolean {
  // The resource of a key policy is its key.
  return kind === 'key'
    ? deny.resource?.value.strings.some(s => s.value === '*') === true
    : covers(deny.resource?.value, allow.resource?.value, false);
}

function coversPrincipals({ kind }: PolicyView, allow: Statement, deny: Statement): boolean {
  if (kind !== 'key') {
    return true;
  }
  const denied = principalsOf(deny);
  const allowed = principalsOf(allow);
  if (denied.some(p => p.principal.kind === 'anyone')) {
    return allow.principal !== undefined || allow.notPrincipal !== undefined;
  }
  return (
    allowed.length > 0 &&
    allow.principal?.value.complete === true &&
    allowed.every(a => denied.some(d => d.string.value === a.string.value))
  );
}

function cures(policy: PolicyView, allow: Statement, deny: Statement): Fix[] {
  const removable = (s: Statement) => s.node.parent?.type === 'array' && (s.node.parent.children?.length ?? 0) > 1;
  const named = principalsOf(allow);
  const arns = named.flatMap(p =>
    p.string.known && (p.principal.kind === 'role' || p.principal.kind === 'user') ? [p.string.value] : [],
  );
  const [first] = arns;
  return [
    ...(removable(allow)
      ? [
          {
            title: message('Remove the Allow: it has no effect'),
            changes: [remove(allow.node)],
            effect: 'review' as const,
          },
        ]
      : []),
    ...(policy.kind === 'key' && first !== undefined && arns.length === named.length && deny.condition === undefined
      ? [
          {
            title: message('Exempt its principals from the Deny: adds a condition on aws:PrincipalArn'),
            changes: addTest(deny, {
              operator: 'ArnNotEquals',
              key: 'aws:PrincipalArn',
              value: arns.length === 1 ? first : arns,
            }),
            effect: 'widens' as const,
          },
        ]
      : []),
    ...(removable(deny)
      ? [{ title: message('Remove the Deny'), changes: [remove(deny.node)], effect: 'widens' as const }]
      : []),
  ];
}
