import { asName, message } from '../../text/message';
import { identityPolicy } from '../examples';
import { everyKind, type Rule } from '../rule';
import { analyzerCheck } from '../facts';

export const invalidConditionKeyFormat: Rule = {
  code: 'invalid-condition-key-format',
  severity: 'error',
  summary: 'The condition key has no service',
  why: 'A condition key is written service:name, such as aws:PrincipalArn or kms:ViaService.',
  source: analyzerCheck('error', 'invalid-condition-key-format'),
  kinds: everyKind,
  check(policy, report) {
    for (const { key } of policy.conditions) {
      if (
        key.name === '' ||
        key.name.includes('${') ||
        /^[^:\s]+:[^:].*$/.test(key.name) ||
        /[<{]/.test(key.name) ||
        key.name.startsWith('Fn::')
      ) {
        continue;
      }
      report({
        at: key.key,
        message: message('A condition key is written service:name; {key} is not.', {
          key: asName(JSON.stringify(key.name)),
        }),
      });
    }
  },
  noFix: 'Which service is meant cannot be told.',
  wrong: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "*", "Condition": {"ArnLike": {«"PrincipalArn"»: "arn:aws:iam::111122223333:role/app"}}}',
    ),
  ],
  right: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "*", "Condition": {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/app"}}}',
    ),
  ],
};
