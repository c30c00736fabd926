import { insertMember } from '../policy';
import { message } from '../text/message';
import { identityPolicy, keyPolicy, policyOf } from './examples';
import { type Rule, withResources } from './rule';

export const missingResource: Rule = {
  code: 'missing-resource',
  severity: 'error',
  summary: 'The statement has no Resource',
  why: 'Every statement of a policy says which resources it is about; only role trust policies leave that out. In a key policy the resource is always "*", which means this key. KMS used to store a key policy statement without Resource, where it has no effect, and is said to refuse it since August 2025.',
  source: 'https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html',
  kinds: withResources,
  check(policy, report) {
    for (const statement of policy.statements) {
      if (statement.resource || statement.notResource || policy.document.loneStatement && policy.kind === 'unknown') { continue; }
      const anchor = (statement.action ?? statement.notAction ?? statement.principal ?? statement.effect)?.property;
      const add = insertMember(policy.text, statement.node, 'Resource', '*', anchor);
      report({
        at: statement,
        message: message('The statement has no Resource, so it has no effect.'),
        fixes: [policy.kind === 'key'
          ? { title: message('Add "Resource": "*", which means this key'), edits: [add], effect: statement.effect?.value?.value === 'Deny' ? 'safe' : 'widens' }
          : { title: message('Add "Resource": "*"'), edits: [add], effect: statement.effect?.value?.value === 'Deny' ? 'review' : 'widens' }],
      });
    }
  },
  wrong: [
    keyPolicy('«{"Effect": "Deny", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": "kms:ScheduleKeyDeletion"}»'),
    identityPolicy('«{"Effect": "Allow", "Action": "kms:ListAliases"}»'),
  ],
  right: [
    keyPolicy('{"Effect": "Deny", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": "kms:ScheduleKeyDeletion", "Resource": "*"}'),
    policyOf('trust', '{"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}'),
  ],
};
