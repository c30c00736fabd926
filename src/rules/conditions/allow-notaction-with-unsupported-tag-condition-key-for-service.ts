import { asName, message } from '../../text/message';
import { identityPolicy } from '../examples';
import { everyKind, type Rule } from '../rule';
import { analyzerCheck, notActionTagConditions } from '../facts';

export const allowNotactionWithUnsupportedTagConditionKeyForService: Rule = {
  code: 'allow-notaction-with-unsupported-tag-condition-key-for-service',
  severity: 'information',
  summary: 'An Allow with NotAction depends on a tag',
  why: 'NotAction means nearly every action of every service, but only those that carry the tag are allowed. List the actions that are meant.',
  source: analyzerCheck('suggestion', 'allow-notaction-with-unsupported-tag-condition-key-for-service'),
  kinds: everyKind,
  check(policy, report) {
    for (const { key } of notActionTagConditions(policy, 'Allow')) {
      report({
        at: key.key,
        message: message('Only actions that carry {key} are allowed here.', { key: asName(key.name) }),
      });
    }
  },
  noFix: 'Only the author knows which actions are meant.',
  wrong: [
    identityPolicy(
      '{"Effect": "Allow", "NotAction": "iam:*", "Resource": "arn:aws:dynamodb:eu-west-1:111122223333:table/example", "Condition": {"StringEquals": {«"aws:ResourceTag/team"»: "red"}}}',
    ),
  ],
  right: [
    identityPolicy(
      '{"Effect": "Allow", "Action": "dynamodb:GetItem", "Resource": "*", "Condition": {"StringEquals": {"aws:ResourceTag/team": "red"}}}',
    ),
  ],
};
