import { identityPolicy } from '../examples';
import type { Rule } from '../rule';
import { policySize, reportSize } from './policy-sizes';

const managed = 6144;
const inlineOfRole = 10_240;

export const policySizeExceedsIdentityPolicyQuota: Rule = {
  code: 'policy-size-exceeds-identity-policy-quota',
  severity: 'warning',
  summary: 'The IAM policy is too long',
  why: 'A managed policy has at most 6,144 characters, white space not counted; the inline policies of a role together 10,240, of a group 5,120, of a user 2,048.',
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html',
  kinds: ['identity'],
  check(policy, report) {
    const size = policySize(policy, 'characters without white space') ?? 0;
    // Up to the limit of a role's inline policies it may still be one of these.
    reportSize(policy, report, {
      count: 'characters without white space',
      limit: size > inlineOfRole ? inlineOfRole : managed,
      above: size > inlineOfRole ? 'error' : 'warning',
    });
  },
  noFix:
    'White space does not count, so there is nothing to gain without a decision: merge statements, or split the policy into several.',
  wrong: [
    {
      kind: 'identity',
      text: `«{»"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "kms:DescribeKey", "Resource": [${Array.from({ length: 90 }, (_, i) => `"arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890${i + 10}"`).join(', ')}]}]}`,
    },
  ],
  right: [identityPolicy('{"Effect": "Allow", "Action": "kms:ListAliases", "Resource": "*"}')],
};
