import { accountArn, isRoleOfSession, roleArn, type Statement, remove, insertMembers, addValues } from '../../policy';
import { asCodes, message } from '../../text/message';
import { keyPolicy } from '../examples';
import type { Fix, Rule } from '../rule';
import { exemptPrincipalsOf, hasEffect, isAccountId, type NamedPrincipal } from '../facts';

export const notprincipalDenyIncomplete: Rule = {
  code: 'notprincipal-deny-incomplete',
  severity: 'warning',
  summary: 'NotPrincipal leaves out the account or the role',
  why: 'A Deny with NotPrincipal checks each part of a caller: for a user or role its account must be listed too, for a session also its role. Otherwise the exempt caller may be denied after all; and callers with a permissions boundary are always denied. AWS advises Principal "*" with ArnNotLike (or ArnNotEquals) on aws:PrincipalArn.',
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html',
  kinds: ['key', 'resource'],
  check(policy, report) {
    for (const statement of policy.statements) {
      const element = statement.notPrincipal;
      if (element === undefined || !hasEffect(statement, 'Deny') || !element.value.complete) {
        continue;
      }
      const exempt = exemptPrincipalsOf(statement);
      const missing = missingFor(exempt);
      if (missing.length === 0) {
        continue;
      }
      report({
        at: element.key,
        message: message('NotPrincipal lists a caller but not {missing}, so that caller may be denied after all.', {
          missing: asCodes(missing),
        }),
        fixes: [...byCondition(statement, exempt), ...complete(statement, missing)],
      });
    }
  },
  wrong: [
    keyPolicy(
      '{"Effect": "Deny", «"NotPrincipal"»: {"AWS": "arn:aws:iam::111122223333:role/admin"}, "Action": "kms:ScheduleKeyDeletion", "Resource": "*"}',
    ),
    keyPolicy(
      '{"Effect": "Deny", «"NotPrincipal"»: {"AWS": ["arn:aws:iam::111122223333:root", "arn:aws:sts::111122223333:assumed-role/admin/alice"]}, "Action": "kms:ScheduleKeyDeletion", "Resource": "*"}',
    ),
  ],
  right: [
    keyPolicy(
      '{"Effect": "Deny", "NotPrincipal": {"AWS": ["arn:aws:iam::111122223333:root", "arn:aws:iam::111122223333:role/admin"]}, "Action": "kms:ScheduleKeyDeletion", "Resource": "*"}',
    ),
    keyPolicy(
      '{"Effect": "Deny", "Principal": "*", "Action": "kms:ScheduleKeyDeletion", "Resource": "*", "Condition": {"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/admin"}}}',
    ),
  ],
};

function missingFor(exempt: readonly NamedPrincipal[]): readonly string[] {
  const accounts = new Set(exempt.filter(p => p.principal.kind === 'account').map(p => p.account));
  const names = new Set(exempt.map(p => p.string.value));
  const missing = new Set<string>();
  for (const { principal, account, string } of exempt) {
    if (!string.known || !isAccountId(account) || !('partition' in principal)) {
      continue;
    }
    if (principal.kind === 'assumed-role') {
      const role = roleArn(principal);
      if (![...names].some(n => isRoleOfSession(n, principal))) {
        missing.add(role);
      }
    }
    if (!accounts.has(account)) {
      missing.add(accountArn(account, principal.partition));
    }
  }
  return [...missing];
}

function byCondition(statement: Statement, exempt: readonly NamedPrincipal[]): Fix[] {
  const { notPrincipal, condition } = statement;
  if (
    notPrincipal === undefined ||
    condition !== undefined ||
    !exempt.every(p => p.type === 'AWS' && p.string.known && ('arn' in p.principal || p.principal.kind === 'account'))
  ) {
    return [];
  }
  const arns = [
    ...new Set(
      exempt.flatMap(({ principal }) => {
        if (principal.kind === 'assumed-role') {
          return [roleArn(principal)];
        }
        return 'arn' in principal ? [principal.arn] : [];
      }),
    ),
  ];
  return [
    {
      title: message('Exempt by a condition on aws:PrincipalArn instead'),
      changes: [
        remove(notPrincipal.property),
        insertMembers(
          statement.node,
          {
            Principal: '*',
            Condition: { ArnNotLike: { 'aws:PrincipalArn': arns.length === 1 ? (arns[0] ?? '') : arns } },
          },
          notPrincipal.property,
        ),
      ],
      effect: 'widens',
    },
  ];
}

function complete({ notPrincipal }: Statement, missing: readonly string[]): Fix[] {
  const node = notPrincipal?.value.entries.find(e => e.name === 'AWS')?.node;
  if (node === undefined) {
    return [];
  }
  const title = message('Add {missing}', { missing: asCodes(missing) });
  return [{ title, changes: addValues(node, missing), effect: 'widens' }];
}
