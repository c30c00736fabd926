import { message } from '../../text/message';
import { identityPolicy } from '../examples';
import { everyKind, type Rule } from '../rule';
import { analyzerCheck } from '../facts';
import { checkEquivalentToNull } from './equivalent-to-null';

export const equivalentToNullFalse: Rule = {
  code: 'equivalent-to-null-false',
  severity: 'information',
  summary: 'The condition only tests that the key is there',
  why: 'Every value fits a lone *, so the condition is true whenever the key is present. Null: "false" says that plainly.',
  source: analyzerCheck('suggestion', 'equivalent-to-null-false'),
  kinds: everyKind,
  check(policy, report) {
    checkEquivalentToNull(
      policy,
      report,
      'present',
      message('Every value fits: this only tests that the key is there. Say it with Null: "false".'),
    );
  },
  wrong: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "*", "Condition": {"StringLike": {«"aws:PrincipalTag/team"»: "*"}, "Bool": {"aws:SecureTransport": "false"}}}',
    ),
  ],
  right: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "*", "Condition": {"Null": {"aws:PrincipalTag/team": "false"}}}',
    ),
  ],
};
