import { asCode, message } from '../../text/message';
import { identityPolicy } from '../examples';
import type { Rule } from '../rule';
import { analyzerCheck } from '../facts';
import { checkField } from './misplaced-fields';

export const missingArnRegion: Rule = {
  code: 'missing-arn-region',
  severity: 'error',
  summary: 'The ARN lacks its Region',
  why: 'Resources of a Regional service have their Region in the ARN. With an empty field the ARN matches nothing; "*" stands for every Region.',
  source: analyzerCheck('error', 'missing-arn-region'),
  kinds: ['identity', 'resource', 'scp', 'rcp', 'unknown'],
  needs: 'services',
  check(policy, report) {
    checkField(policy, report, {
      name: 'region',
      wrong: (region, forms) => region.text === '' && forms.every(f => f.region === 'needed'),
      text: arn => message('ARNs of {service} have a Region here.', { service: asCode(arn.service.text) }),
      repair: '*',
    });
  },
  mayReveal: ['missing-arn-account'],
  wrong: [
    identityPolicy('{"Effect": "Deny", "Action": "kms:Decrypt", "Resource": «"arn:aws:kms::111122223333:key/*"»}'),
  ],
  right: [
    identityPolicy('{"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "arn:aws:kms:*:111122223333:key/*"}'),
  ],
};
