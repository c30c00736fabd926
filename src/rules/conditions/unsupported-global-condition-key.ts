import { message } from '../../text/message';
import { identityPolicy } from '../examples';
import { analyzerCheck, effectOfRepair, rename } from '../facts';
import { everyKind, type Rule } from '../rule';

export const unsupportedGlobalConditionKey: Rule = {
  code: 'unsupported-global-condition-key',
  severity: 'error',
  summary: 'The key aws:ARN is not supported',
  why: 'aws:ARN is no longer a condition key. aws:PrincipalArn is the caller, aws:SourceArn the resource a service acts for. (Access Analyzer has a second, milder check of the same mistake, DEPRECATED_GLOBAL_CONDITION_KEY; here it is reported once.)',
  source: analyzerCheck('error', 'unsupported-global-condition-key'),
  kinds: everyKind,
  check(policy, report) {
    for (const { statement, key, lower } of policy.conditions) {
      if (lower !== 'aws:arn') {
        continue;
      }
      const effect = effectOfRepair({ statement });
      report({
        at: key.key,
        message: message('aws:ARN is not supported: use aws:PrincipalArn or aws:SourceArn.'),
        fixes: [...rename(key, 'aws:PrincipalArn', effect), ...rename(key, 'aws:SourceArn', effect)],
      });
    }
  },
  wrong: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "*", "Condition": {"ArnLike": {«"aws:ARN"»: "arn:aws:iam::111122223333:role/app"}}}',
    ),
  ],
  right: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "*", "Condition": {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/app"}}}',
    ),
  ],
};
