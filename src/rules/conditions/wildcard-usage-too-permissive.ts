import { message } from '../../text/message';
import { identityPolicy, keyPolicy } from '../examples';
import { everyKind, type Rule } from '../rule';
import { analyzerCheck, hasEffect } from '../facts';
import { fixedCharacters, sensitiveKeys } from './sensitive-keys';

export const wildcardUsageTooPermissive: Rule = {
  code: 'wildcard-usage-too-permissive',
  severity: 'error',
  summary: 'A wildcard leaves a border of the account or organization open',
  why: 'Account, organization and VPC ids have no parts that mean anything, so a wildcard in one lets strangers in. At least six fixed characters must stand before it.',
  source: analyzerCheck('error', 'wildcard-usage-too-permissive'),
  kinds: everyKind,
  check(policy, report) {
    for (const { lower, wildcards, negated, key, statement } of policy.conditions) {
      if (!sensitiveKeys.has(lower) || !wildcards || negated || !hasEffect(statement, 'Allow')) {
        continue;
      }
      for (const string of key.value.strings) {
        const wildcard = string.value.replace(/\$\{[^}]*\}/g, v => '_'.repeat(v.length)).search(/[*?]/);
        // A lone * is a test of presence, which has its own finding.
        if (!string.known || wildcard < 0 || wildcard >= fixedCharacters || /^\*+$/.test(string.value)) {
          continue;
        }
        report({
          at: string,
          message: message('{count} fixed characters are wanted before the wildcard.', { count: fixedCharacters }),
        });
      }
    }
  },
  noFix: 'Which account or organization is meant only the author knows.',
  wrong: [
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": "kms:Decrypt", "Resource": "*", "Condition": {"StringLike": {"aws:PrincipalOrgID": «"o-*"»}}}',
    ),
  ],
  right: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "*", "Condition": {"StringNotLike": {"aws:PrincipalOrgID": "o-example*"}}}',
    ),
  ],
};
