import { insertMembers } from '../../policy';
import { message } from '../../text/message';
import { keyPolicy, policyOf } from '../examples';
import { effectOfRepair, headOf, isEmptyStatement, isMisnamed } from '../facts';
import { type Rule, withPrincipals } from '../rule';

export const missingPrincipal: Rule = {
  code: 'missing-principal',
  severity: 'error',
  summary: 'The statement has no Principal',
  why: 'A policy that is attached to a key or another resource must say who each statement is about. KMS refuses a key policy statement without Principal.',
  source: 'https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html',
  kinds: withPrincipals,
  check(policy, report) {
    if (policy.document.loneStatement) {
      return;
    }
    for (const statement of policy.statements) {
      if (
        isEmptyStatement(statement) ||
        statement.principal ||
        statement.notPrincipal ||
        isMisnamed(statement.unknown, 'Principal')
      ) {
        continue;
      }
      const token = 'arn:aws:iam::111122223333:role/ExampleRole';
      report({
        at: headOf(statement),
        message: message('The statement has no Principal: it does not say who it is about.'),
        fixes: [
          policy.kind === 'rcp'
            ? {
                title: message('Add "Principal": "*"'),
                changes: [insertMembers(statement.node, { Principal: '*' }, statement.effect?.property)],
                effect: 'review',
              }
            : {
                title: message('Add a Principal'),
                changes: [insertMembers(statement.node, { Principal: { AWS: token } }, statement.effect?.property)],
                effect: effectOfRepair({ statement }),
                ask: {
                  what: 'principal',
                  prompt: message('Who is the statement about? ARN of a role, user or account'),
                  token,
                  suggestions: [token],
                },
              },
        ],
      });
    }
  },
  wrong: [
    keyPolicy('{«"Effect": "Deny"», "Action": "kms:ScheduleKeyDeletion", "Resource": "*"}'),
    policyOf('trust', '{«"Effect": "Allow"», "Action": "sts:AssumeRole"}'),
  ],
  right: [
    keyPolicy(
      '{"Effect": "Deny", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": "kms:ScheduleKeyDeletion", "Resource": "*"}',
    ),
  ],
};
