import { asCode, message } from '../../text/message';
import { identityPolicy } from '../examples';
import type { Rule } from '../rule';
import { analyzerCheck } from '../facts';
import { checkField } from './misplaced-fields';

export const arnRegionNotAllowed: Rule = {
  code: 'arn-region-not-allowed',
  severity: 'error',
  summary: 'ARNs of this service have no Region',
  why: 'Resources of a global service, such as IAM roles and S3 buckets, have no Region in their ARNs. An ARN with one matches nothing.',
  source: analyzerCheck('error', 'arn-region-not-allowed'),
  kinds: ['identity', 'resource', 'scp', 'rcp', 'unknown'],
  needs: 'services',
  check(policy, report) {
    checkField(policy, report, {
      name: 'region',
      wrong: (region, forms) => region.text !== '' && !region.open && forms.every(f => f.region === 'empty'),
      text: arn => message('ARNs of {service} have no Region here.', { service: asCode(arn.service.text) }),
      repair: '',
    });
  },
  mayReveal: ['arn-account-not-allowed'],
  wrong: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "iam:GetRole", "Resource": «"arn:aws:iam:us-east-1:111122223333:role/app"»}',
    ),
  ],
  right: [
    identityPolicy('{"Effect": "Deny", "Action": "iam:GetRole", "Resource": "arn:aws:iam::111122223333:role/app"}'),
  ],
};
