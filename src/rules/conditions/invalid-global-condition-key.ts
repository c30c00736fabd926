import { conditionKey, conditionKeys } from '../../reference';
import { asCode, asName, message } from '../../text/message';
import { identityPolicy } from '../examples';
import { effectOfRepair, nearest, rename } from '../facts';
import { everyKind, type Rule } from '../rule';

export const invalidGlobalConditionKey: Rule = {
  code: 'invalid-global-condition-key',
  severity: 'warning',
  summary: 'There is no such global condition key',
  why: 'A key that does not exist is absent from every request: plain operators never match, negated ones and ForAllValues always do. AWS refuses unknown aws: keys in many places. Case does not count.',
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html',
  kinds: everyKind,
  needs: 'services',
  check(policy, report) {
    const { services } = policy.known;
    for (const { statement, key, lower } of policy.conditions) {
      if (services === undefined || !lower.startsWith('aws:') || lower === 'aws:arn' || /[$<{]/.test(lower)) {
        continue;
      }
      if (services.globalKey(lower) !== undefined || conditionKey(lower) || isTagFamily(lower)) {
        continue;
      }
      const names = [...services.globalKeys, ...conditionKeys.map(k => k.key)].filter(
        k => k.startsWith('aws:') && !/[/<]/.test(k),
      );
      const meant = nearest(lower, names);
      report({
        at: key.key,
        message:
          meant === undefined
            ? message('There is no condition key {key}.', { key: asName(key.name) })
            : message('There is no condition key {key}. Did you mean {meant}?', {
                key: asName(key.name),
                meant: asCode(meant),
              }),
        fixes: meant === undefined ? [] : rename(key, meant, effectOfRepair({ statement })),
      });
    }
  },
  mayReveal: [
    'missing-qualifier',
    'invalid-vpc-format',
    'invalid-vpce-format',
    'private-ip-address',
    'invalid-region',
    'invalid-condition-multiple-boolean',
  ],
  wrong: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "*", "Condition": {"ArnLike": {«"aws:PrincipleArn"»: "arn:aws:iam::111122223333:role/app"}}}',
    ),
  ],
  right: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "*", "Condition": {"ArnLike": {"aws:principalarn": "arn:aws:iam::111122223333:role/app"}}}',
    ),
  ],
};

// A tag key without its tag is a finding of its own.
function isTagFamily(lower: string): boolean {
  return /^aws:(principaltag|requesttag|resourcetag)(\/.*)?$/.test(lower);
}
