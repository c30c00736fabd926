import { hasWildcardPrefix, type LocatedKind } from '../../policy';
import { identityPolicy, keyPolicy } from '../examples';
import { analyzerCheck, wildcardPrefixSays } from '../facts';
import { everyKind, type Rule } from '../rule';

export const wildcardInServiceName: Rule = {
  code: 'wildcard-in-service-name',
  severity: 'warning',
  summary: 'The service name has a wildcard',
  why: 'The part of an action before the colon names one service; IAM refuses a wildcard there. Of key policies it is not known: the entry may have no effect, so do not count on it, least of all in a Deny. Name each service.',
  source: analyzerCheck('suggestion', 'wildcard-in-service-name'),
  kinds: everyKind,
  check(policy, report) {
    for (const { string } of policy.actions) {
      if (string.known && hasWildcardPrefix(string.value)) {
        report({
          at: string,
          ...(refused.includes(policy.kind) ? { severity: 'error' } : {}),
          message: wildcardPrefixSays(policy.kind, string.value),
        });
      }
    }
  },
  noFix: 'Only the author knows which services are meant.',
  wrong: [
    identityPolicy('{"Effect": "Deny", "Action": «"k*s:Decrypt"», "Resource": "*"}'),
    keyPolicy(
      '{"Effect": "Deny", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": «"*:Decrypt"», "Resource": "*"}',
    ),
  ],
  right: [
    identityPolicy('{"Effect": "Deny", "Action": "kms:*", "Resource": "*"}'),
    identityPolicy('{"Effect": "Deny", "Action": "*:*", "Resource": "*"}'),
  ],
};

// The policies that IAM itself checks.
const refused: readonly LocatedKind[] = ['identity', 'trust'];
