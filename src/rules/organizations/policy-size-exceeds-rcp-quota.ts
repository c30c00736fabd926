import { policyOf } from '../examples';
import { reportSize } from '../elements/policy-sizes';
import type { Rule } from '../rule';
import { analyzerCheck } from '../facts';

export const policySizeExceedsRcpQuota: Rule = {
  code: 'policy-size-exceeds-rcp-quota',
  severity: 'error',
  summary: 'The resource control policy is too long',
  why: 'A resource control policy has at most 5,120 characters. The console removes white space when it saves; the command line does not (AWS Organizations User Guide, "Quotas for AWS Organizations").',
  source: analyzerCheck('error', 'policy-size-exceeds-rcp-quota'),
  kinds: ['rcp'],
  check(policy, report) {
    reportSize(policy, report, { count: 'characters', limit: 5120, above: 'error' });
  },
  wrong: [
    policyOf(
      'rcp',
      `{"Effect": "Deny", "Principal": "*", "Action": "kms:ScheduleKeyDeletion",${' '.repeat(5120)}"Resource": "*"}`,
    ),
  ].map(e => ({ ...e, text: e.text.replace('{', '«{»') })),
  right: [
    policyOf('rcp', '{"Effect": "Deny", "Principal": "*", "Action": "kms:ScheduleKeyDeletion", "Resource": "*"}'),
  ],
};
