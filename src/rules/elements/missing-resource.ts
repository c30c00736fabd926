import { insertMembers } from '../../policy';
import { message } from '../../text/message';
import { identityPolicy, keyPolicy, policyOf } from '../examples';
import { type ActionUse, effectOfMore, headOf, isEmptyStatement, isMisnamed } from '../facts';
import { type Rule, withResources } from '../rule';

export const missingResource: Rule = {
  code: 'missing-resource',
  severity: 'error',
  summary: 'The statement has no Resource',
  why: 'Every statement of a policy says which resources it is about; only role trust policies leave that out. In a key policy the resource is always "*", which means this key. KMS used to store a key policy statement without Resource, where it has no effect, and is said to refuse it since August 2025.',
  source: 'https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html',
  kinds: withResources,
  check(policy, report) {
    for (const statement of policy.statements) {
      if (
        isEmptyStatement(statement) ||
        statement.resource ||
        statement.notResource ||
        isMisnamed(statement.unknown, 'Resource') ||
        isMisnamed(statement.unknown, 'NotResource')
      ) {
        continue;
      }
      if (policy.kind === 'resource' && isAboutItsOwnResource(policy.actionsOf(statement))) {
        continue;
      }
      const anchor = (statement.action ?? statement.notAction ?? statement.principal ?? statement.effect)?.property;
      report({
        at: headOf(statement),
        message: message('The statement has no Resource, so it has no effect.'),
        fixes: [
          {
            title:
              policy.kind === 'key'
                ? message('Add "Resource": "*", which means this key')
                : message('Add "Resource": "*"'),
            changes: [insertMembers(statement.node, { Resource: '*' }, anchor)],
            effect: effectOfMore(statement),
          },
        ],
      });
    }
  },
  mayReveal: ['invalid-effect'],
  wrong: [
    keyPolicy(
      '{«"Effect": "Deny"», "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": "kms:ScheduleKeyDeletion"}',
    ),
    identityPolicy('{«"Effect": "Allow"», "Action": "kms:ListAliases"}'),
  ],
  right: [
    policyOf(
      'resource',
      '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"], "Condition": {"Bool": {"elasticfilesystem:AccessedViaMountTarget": "true"}}}',
    ),
    keyPolicy(
      '{"Effect": "Deny", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": "kms:ScheduleKeyDeletion", "Resource": "*"}',
    ),
    policyOf(
      'trust',
      '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": "sts:AssumeRole"}',
    ),
  ],
};

// A repository policy is about its repository and has no Resource (Amazon ECR User Guide, "Private repository policies"); a file system
// policy may leave it out (Amazon EFS User Guide, "Resource-based policy examples for Amazon EFS").
function isAboutItsOwnResource(actions: readonly ActionUse[]): boolean {
  return actions.length > 0 && actions.every(a => a.service === 'ecr' || a.service === 'elasticfilesystem');
}
