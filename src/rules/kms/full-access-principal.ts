import { setValue } from '../../policy';
import { asName, message } from '../../text/message';
import { keyPolicy } from '../examples';
import type { Rule } from '../rule';
import { hasEffect, isEveryAction, isForeign, keyAccount, principalsOf, useActions } from '../facts';

export const fullAccessPrincipal: Rule = {
  code: 'full-access-principal',
  severity: 'information',
  summary: 'One user or role may administer and use the key',
  why: "With kms:* a user or role may read the data under the key, change its policy and delete it. AWS's default key policy keeps those who administer a key apart from those who use it. (For the account itself, arn:aws:iam::ACCOUNT:root, kms:* is right: it lets IAM policies decide.)",
  source:
    'https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html#key-policy-default-allow-administrators',
  kinds: ['key'],
  check(policy, report) {
    const key = keyAccount(policy);
    for (const statement of policy.statements) {
      const every =
        hasEffect(statement, 'Allow') && statement.condition === undefined
          ? statement.action?.value.strings.find(isEveryAction)
          : undefined;
      const node = statement.action?.node;
      const principals = principalsOf(statement);
      const found = principals.find(
        ({ principal: p, ...named }) =>
          (p.kind === 'user' || p.kind === 'role') &&
          !isForeign({ principal: p, ...named }, key) &&
          !isAdministrator(p.name),
      );
      if (every === undefined || node === undefined || found === undefined) {
        continue;
      }
      report({
        at: every,
        message: message('{principal} may administer the key and use it. List what it needs.', {
          principal: asName(found.string.value),
        }),
        related: [{ offset: found.string.offset, length: found.string.length, message: message('The user or role') }],
        fixes:
          principals.length > 1
            ? []
            : [
                {
                  title: message('Let it use the key, no more'),
                  changes: [setValue(node, useActions)],
                  effect: 'review',
                },
              ],
      });
    }
  },
  wrong: [
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:user/alice"}, "Action": «"kms:*"», "Resource": "*"}',
    ),
  ],
  right: [
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/KeyAdministrator"}, "Action": "kms:*", "Resource": "*"}',
    ),
    keyPolicy('{"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "kms:*", "Resource": "*"}', {
      besides: ['redundant-statement'],
    }),
  ],
};

// The name says that the key is theirs to administer.
function isAdministrator(name: string): boolean {
  return /admin|root|owner|break-?glass|terraform|cloudformation|deploy|pipeline|organizationaccount|controltower/i.test(
    name,
  );
}
