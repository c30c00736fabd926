import { asCode, message } from '../../text/message';
import { identityPolicy } from '../examples';
import type { Rule } from '../rule';
import { analyzerCheck } from '../facts';
import { checkField } from './misplaced-fields';

export const arnAccountNotAllowed: Rule = {
  code: 'arn-account-not-allowed',
  severity: 'error',
  summary: 'ARNs of this service have no account',
  why: 'Resources whose names are unique in all of AWS, such as S3 buckets, have no account in their ARNs. An ARN with one matches nothing.',
  source: analyzerCheck('error', 'arn-account-not-allowed'),
  kinds: ['identity', 'resource', 'scp', 'rcp', 'unknown'],
  needs: 'services',
  check(policy, report) {
    checkField(policy, report, {
      name: 'account',
      wrong: (account, forms) => /^\d+$/.test(account.text) && forms.every(f => f.account === 'empty'),
      text: arn => message('ARNs of {service} have no account here.', { service: asCode(arn.service.text) }),
      repair: '',
    });
  },
  mayReveal: ['arn-region-not-allowed'],
  wrong: [
    identityPolicy('{"Effect": "Deny", "Action": "s3:ListBucket", "Resource": «"arn:aws:s3::111122223333:example"»}'),
  ],
  right: [identityPolicy('{"Effect": "Deny", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::example"}')],
};
