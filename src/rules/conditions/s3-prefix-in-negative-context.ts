import { message } from '../../text/message';
import { identityPolicy } from '../examples';
import { everyKind, type Rule } from '../rule';
import { analyzerCheck, hasEffect } from '../facts';

export const s3PrefixInNegativeContext: Rule = {
  code: 's3-prefix-in-negative-context',
  severity: 'warning',
  summary: 'A Deny on s3:prefix can be got round',
  why: 'Listing with a shorter prefix does not match the condition and still lists the objects below. Allow what may be listed with StringLike, or deny with StringNotLike.',
  source: analyzerCheck('security-warning', 's3-prefix-in-negative-context'),
  kinds: everyKind,
  check(policy, report) {
    for (const { lower, key, statement, family, negated } of policy.conditions) {
      const deny = hasEffect(statement, 'Deny');
      if (lower !== 's3:prefix' || family !== 'String' || deny === negated) {
        continue;
      }
      report({ at: key.key, message: message('A request with a shorter prefix gets round this condition.') });
    }
  },
  noFix: 'Which prefixes may be listed must be said the other way round, which only the author can.',
  wrong: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::example", "Condition": {"StringLike": {«"s3:prefix"»: "secret/*"}}}',
    ),
  ],
  right: [
    identityPolicy(
      '{"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::example", "Condition": {"StringLike": {"s3:prefix": "public/*"}}}',
    ),
  ],
};
