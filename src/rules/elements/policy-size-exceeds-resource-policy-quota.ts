import { keyPolicy } from '../examples';
import type { Rule } from '../rule';
import { reportSize } from './policy-sizes';

export const policySizeExceedsResourcePolicyQuota: Rule = {
  code: 'policy-size-exceeds-resource-policy-quota',
  severity: 'error',
  summary: 'The policy is too long for its resource',
  why: 'A key policy has at most 32 KB (32,768 bytes), white space included; a bucket policy 20 KB. KMS refuses a longer one with LimitExceededException.',
  source: 'https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html',
  kinds: ['key', 'resource'],
  check(policy, report) {
    if (policy.kind === 'key') {
      reportSize(policy, report, { count: 'bytes', limit: 32_768, above: 'error' });
    }
    // Amazon S3 User Guide, "Bucket policies": 20 KB.
    if (policy.kind === 'resource' && policy.located.service === 's3') {
      reportSize(policy, report, { count: 'bytes', limit: 20_480, above: 'warning' });
    }
  },
  wrong: [
    {
      kind: 'key',
      text: keyPolicy(
        `{"Effect": "Deny", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": "kms:ScheduleKeyDeletion",${' '.repeat(32_768)}"Resource": "*"}`,
      ).text.replace('{', '«{»'),
    },
  ],
  right: [
    keyPolicy(
      '{"Effect": "Deny", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": "kms:ScheduleKeyDeletion", "Resource": "*"}',
    ),
  ],
};
