import { message } from '../../text/message';
import { identityPolicy } from '../examples';
import { everyKind, type Rule } from '../rule';
import { analyzerCheck } from '../facts';
import { checkEquivalentToNull } from './equivalent-to-null';

export const equivalentToNullTrue: Rule = {
  code: 'equivalent-to-null-true',
  severity: 'information',
  summary: 'The condition only tests that the key is absent',
  why: 'No value differs from a lone *, so the condition is true only when the key is absent. Null: "true" says that plainly.',
  source: analyzerCheck('suggestion', 'equivalent-to-null-true'),
  kinds: everyKind,
  check(policy, report) {
    checkEquivalentToNull(
      policy,
      report,
      'absent',
      message('No value fits: this only tests that the key is absent. Say it with Null: "true".'),
    );
  },
  wrong: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "*", "Condition": {"StringNotLike": {«"aws:PrincipalTag/team"»: "*"}, "Bool": {"aws:SecureTransport": "false"}}}',
    ),
  ],
  right: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "*", "Condition": {"Null": {"aws:PrincipalTag/team": "true"}}}',
    ),
  ],
};
