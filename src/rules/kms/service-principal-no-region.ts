import { setValue } from '../../policy';
import { asName, message } from '../../text/message';
import { keyPolicy } from '../examples';
import type { Rule } from '../rule';
import { askRegion, hasEffect, principalsOf, effectOfRepair } from '../facts';

export const servicePrincipalNoRegion: Rule = {
  code: 'service-principal-no-region',
  severity: 'warning',
  summary: 'CloudWatch Logs calls with its Region in its name',
  why: 'The service principal of CloudWatch Logs is logs.REGION.amazonaws.com, with the Region of the key. The name without a Region is accepted in some Regions only.',
  source: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html',
  kinds: ['key'],
  check(policy, report) {
    for (const statement of policy.statements) {
      if (!hasEffect(statement, 'Allow')) {
        continue;
      }
      for (const { type, string } of principalsOf(statement)) {
        if (type !== 'Service' || string.value !== 'logs.amazonaws.com') {
          continue;
        }
        const known = policy.known.keyArn?.split(':')[3];
        const ask = askRegion(policy);
        const name = `logs.${known ?? ask.token}.amazonaws.com`;
        report({
          at: string,
          message: message('CloudWatch Logs calls as logs.REGION.amazonaws.com, with the Region of the key.'),
          fixes: [
            {
              title:
                known === undefined
                  ? message('Insert the Region of the key')
                  : message('Change to {name}', { name: asName(name) }),
              changes: [setValue(string.node, name)],
              effect: effectOfRepair({ statement }),
              ...(known === undefined ? { ask } : {}),
            },
          ],
        });
      }
    }
  },
  wrong: [
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"Service": «"logs.amazonaws.com"»}, "Action": ["kms:GenerateDataKey*", "kms:Decrypt"], "Resource": "*", "Condition": {"ArnLike": {"kms:EncryptionContext:aws:logs:arn": "arn:aws:logs:eu-west-1:111122223333:*"}}}',
    ),
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"Service": ["delivery.logs.amazonaws.com", «"logs.amazonaws.com"»]}, "Action": ["kms:GenerateDataKey*", "kms:Decrypt"], "Resource": "*", "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}}}',
      { keyArn: 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab' },
    ),
  ],
  right: [
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"Service": "logs.eu-west-1.amazonaws.com"}, "Action": ["kms:GenerateDataKey*", "kms:Decrypt"], "Resource": "*", "Condition": {"ArnLike": {"kms:EncryptionContext:aws:logs:arn": "arn:aws:logs:eu-west-1:111122223333:*"}}}',
    ),
  ],
};
