import { asCode, message } from '../../text/message';
import { identityPolicy } from '../examples';
import { effectOfMore, rename } from '../facts';
import { everyKind, type Rule } from '../rule';

export const excludesEverything: Rule = {
  code: 'excludes-everything',
  severity: 'warning',
  summary: 'NotAction or NotResource leaves nothing over',
  why: 'NotAction and NotResource name what the statement is not about. With "*" that is everything: an Allow lets nobody in, and a Deny protects nothing. Most often Action or Resource was meant.',
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notresource.html',
  kinds: everyKind,
  check(policy, report) {
    for (const statement of policy.statements) {
      const { notAction, notResource } = statement;
      for (const [element, positive] of [
        [notAction, 'Action'],
        [notResource, 'Resource'],
      ] as const) {
        const star = element?.value.strings.find(s => s.known && /^\*+$/.test(s.value));
        if (element === undefined || star === undefined) {
          continue;
        }
        report({
          at: star,
          message: message('{element} "*" leaves nothing over: the statement applies to no request.', {
            element: asCode(element.name),
          }),
          fixes: rename(element, positive, effectOfMore(statement)),
        });
      }
    }
  },
  wrong: [
    identityPolicy('{"Effect": "Deny", "Action": "kms:ScheduleKeyDeletion", "NotResource": [«"*"»]}'),
    identityPolicy('{"Effect": "Deny", "NotAction": «"*"», "Resource": "*"}'),
  ],
  right: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "kms:ScheduleKeyDeletion", "NotResource": "arn:aws:kms:eu-west-1:111122223333:key/*"}',
    ),
  ],
};
