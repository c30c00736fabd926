import { partitions } from '../../reference';
import { asCode, message } from '../../text/message';
import { identityPolicy } from '../examples';
import { analyzerCheck, changeTo, effectOfRepair, nearest, resourceArns, withField } from '../facts';
import type { Rule } from '../rule';

export const invalidPartition: Rule = {
  code: 'invalid-partition',
  severity: 'error',
  summary: 'There is no such partition',
  why: 'The second field of an ARN is the partition: aws for most Regions, aws-cn for China, aws-us-gov for GovCloud. An ARN of another partition matches nothing.',
  source: analyzerCheck('error', 'invalid-partition'),
  kinds: ['identity', 'resource', 'scp', 'rcp', 'unknown'],
  check(policy, report) {
    for (const arn of resourceArns(policy)) {
      const { partition, string } = arn;
      if (partition.open || arn.count < 6 || partitions.includes(partition.text)) {
        continue;
      }
      const fixed = withField(arn, 1, nearest(partition.text, partitions) ?? 'aws');
      report({
        at: string,
        message: message('There is no partition {partition}.', { partition: asCode(JSON.stringify(partition.text)) }),
        fixes: fixed === undefined ? [] : changeTo(string, fixed, effectOfRepair(arn)),
      });
    }
  },
  mayReveal: ['invalid-arn-resource', 'missing-arn-region', 'missing-arn-account'],
  wrong: [identityPolicy('{"Effect": "Deny", "Action": "s3:GetObject", "Resource": «"arn:amazon:s3:::example/*"»}')],
  right: [identityPolicy('{"Effect": "Deny", "Action": "s3:GetObject", "Resource": "arn:aws-us-gov:s3:::example/*"}')],
};
