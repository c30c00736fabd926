import { policyOf } from '../examples';
import { reportSize } from '../elements/policy-sizes';
import type { Rule } from '../rule';
import { analyzerCheck } from '../facts';

export const policySizeExceedsScpQuota: Rule = {
  code: 'policy-size-exceeds-scp-quota',
  severity: 'error',
  summary: 'The service control policy is too long',
  why: 'A service control policy has at most 5,120 characters. The console removes white space when it saves; the command line does not (AWS Organizations User Guide, "Quotas for AWS Organizations").',
  source: analyzerCheck('error', 'policy-size-exceeds-scp-quota'),
  kinds: ['scp'],
  check(policy, report) {
    reportSize(policy, report, { count: 'characters', limit: 5120, above: 'error' });
  },
  wrong: [
    policyOf('scp', `{"Effect": "Deny", "Action": "kms:ScheduleKeyDeletion",${' '.repeat(5120)}"Resource": "*"}`),
  ].map(e => ({ ...e, text: e.text.replace('{', '«{»') })),
  right: [policyOf('scp', '{"Effect": "Deny", "Action": "kms:ScheduleKeyDeletion", "Resource": "*"}')],
};
