import { kmsOperation } from '../../reference';
import { asCode, message } from '../../text/message';
import { identityPolicy } from '../examples';
import type { Rule } from '../rule';
import { effectOfMore, isPattern, keyArnIn } from '../facts';
import { resourceFor } from '../facts/elsewhere';

export const iamListkeysOnKeyArn: Rule = {
  code: 'iam-listkeys-on-key-arn',
  severity: 'warning',
  summary: 'This action belongs to no key',
  why: 'Creating and listing keys, listing aliases, random numbers and custom key stores are authorized against no key: only Resource "*" matches them. With a key ARN the permission has no effect.',
  source: 'https://docs.aws.amazon.com/kms/latest/developerguide/alias-access.html',
  kinds: ['identity', 'scp'],
  check(policy, report) {
    for (const { statement, string, not } of policy.actions) {
      const resources = statement.resource?.value;
      if (
        not ||
        isPattern(string.value) ||
        resources === undefined ||
        resources.strings.length === 0 ||
        !resources.complete ||
        !resources.strings.every(s => s.known || keyArnIn(s))
      ) {
        continue;
      }
      const operation = string.known ? kmsOperation(string.value) : undefined;
      if (
        operation === undefined ||
        !ofNoKey(operation.action) ||
        resources.strings.some(s => /^[*?]+$/.test(s.value))
      ) {
        continue;
      }
      // An ARN pattern may be wide enough that "*" is meant: it still does not match.
      const changes = resourceFor(policy, statement, ofNoKey, '*');
      report({
        at: string,
        message: message('{action} belongs to no key: only Resource "*" matches it.', {
          action: asCode(operation.action),
        }),
        fixes:
          changes.length === 0
            ? []
            : [
                {
                  title: message('Allow it on "*", in a statement of its own where needed'),
                  changes,
                  effect: effectOfMore(statement),
                },
              ],
      });
    }
  },
  wrong: [
    identityPolicy(
      '{"Effect": "Allow", "Action": [«"kms:ListAliases"», "kms:DescribeKey"], "Resource": "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"}',
    ),
    identityPolicy(
      '{"Effect": "Allow", "Action": «"kms:CreateKey"», "Resource": "arn:aws:kms:eu-west-1:111122223333:key/*"}',
    ),
  ],
  right: [
    identityPolicy('{"Effect": "Allow", "Action": ["kms:ListAliases", "kms:CreateKey"], "Resource": "*"}'),
    identityPolicy(
      '{"Effect": "Allow", "Action": ["kms:List*", "kms:DescribeKey"], "Resource": "arn:aws:kms:eu-west-1:111122223333:key/*"}',
    ),
  ],
};

function ofNoKey(action: string): boolean {
  return kmsOperation(action)?.resourceTypes.every(t => t === '*') === true;
}
