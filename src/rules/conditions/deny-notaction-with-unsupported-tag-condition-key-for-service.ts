import { asName, message } from '../../text/message';
import { identityPolicy } from '../examples';
import { everyKind, type Rule } from '../rule';
import { analyzerCheck, notActionTagConditions } from '../facts';

export const denyNotactionWithUnsupportedTagConditionKeyForService: Rule = {
  code: 'deny-notaction-with-unsupported-tag-condition-key-for-service',
  severity: 'warning',
  summary: 'A Deny with NotAction depends on a tag',
  why: 'NotAction means nearly every action of every service, and many never carry the tag: these are not denied. List the actions that are meant.',
  source: analyzerCheck('security-warning', 'deny-notaction-with-unsupported-tag-condition-key-for-service'),
  kinds: everyKind,
  check(policy, report) {
    for (const { key } of notActionTagConditions(policy, 'Deny')) {
      report({
        at: key.key,
        message: message('Many actions never carry {key}: they are not denied here.', { key: asName(key.name) }),
      });
    }
  },
  noFix: 'Only the author knows which actions are meant.',
  wrong: [
    identityPolicy(
      '{"Effect": "Deny", "NotAction": "iam:*", "Resource": "*", "Condition": {"StringEquals": {«"aws:ResourceTag/team"»: "red"}}}',
    ),
  ],
  right: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "*", "Condition": {"StringEquals": {"aws:ResourceTag/team": "red"}}}',
    ),
  ],
};
