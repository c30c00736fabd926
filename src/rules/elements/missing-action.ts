import { insertMembers, type LocatedKind } from '../../policy';
import { message } from '../../text/message';
import { identityPolicy, keyPolicy } from '../examples';
import { analyzerCheck, effectOfRepair, headOf, isEmptyStatement, isMisnamed } from '../facts';
import { everyKind, type Rule } from '../rule';

export const missingAction: Rule = {
  code: 'missing-action',
  severity: 'error',
  summary: 'The statement has no Action',
  why: 'A statement without Action or NotAction says nothing about any request. IAM refuses it; KMS used to store it without effect and is said to refuse it since August 2025.',
  source: analyzerCheck('error', 'missing-action'),
  kinds: everyKind,
  check(policy, report) {
    for (const statement of policy.statements) {
      if (
        isEmptyStatement(statement) ||
        statement.action ||
        statement.notAction ||
        isMisnamed(statement.unknown, 'Action') ||
        isMisnamed(statement.unknown, 'NotAction')
      ) {
        continue;
      }
      const action = commonAction(policy.kind);
      report({
        at: headOf(statement),
        message: message('The statement has neither Action nor NotAction, so it has no effect.'),
        fixes: [
          {
            title: message('Add an Action'),
            changes: [
              insertMembers(statement.node, { Action: [action] }, (statement.principal ?? statement.effect)?.property),
            ],
            effect: effectOfRepair({ statement }),
            ask: {
              what: 'action',
              prompt: message('Which action is the statement about?'),
              token: action,
              suggestions: [action],
            },
          },
        ],
      });
    }
  },
  wrong: [
    keyPolicy('{«"Effect": "Allow"», "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Resource": "*"}'),
    identityPolicy('{«"Sid": "KeepKeys"», "Effect": "Deny", "Resource": "*"}'),
  ],
  right: [identityPolicy('{"Effect": "Deny", "NotAction": "iam:*", "Resource": "*"}')],
};

/** An action that stands in many policies of the kind. */
function commonAction(kind: LocatedKind): string {
  switch (kind) {
    case 'key':
      return 'kms:Decrypt';
    case 'trust':
      return 'sts:AssumeRole';
    default:
      return 'kms:DescribeKey';
  }
}
