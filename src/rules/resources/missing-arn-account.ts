import { asCode, message } from '../../text/message';
import { identityPolicy } from '../examples';
import type { Rule } from '../rule';
import { analyzerCheck } from '../facts';
import { checkField } from './misplaced-fields';

export const missingArnAccount: Rule = {
  code: 'missing-arn-account',
  severity: 'error',
  summary: 'The ARN lacks its account',
  why: 'Resources of most services have the account in their ARN. With an empty field the ARN matches nothing; "*" stands for every account.',
  source: analyzerCheck('error', 'missing-arn-account'),
  kinds: ['identity', 'resource', 'scp', 'rcp', 'unknown'],
  needs: 'services',
  check(policy, report) {
    checkField(policy, report, {
      name: 'account',
      wrong: (account, forms) => account.text === '' && forms.every(f => f.account === 'needed'),
      text: arn => message('ARNs of {service} have an account here.', { service: asCode(arn.service.text) }),
      repair: '*',
    });
  },
  mayReveal: ['missing-arn-region'],
  wrong: [identityPolicy('{"Effect": "Deny", "Action": "kms:Decrypt", "Resource": «"arn:aws:kms:eu-west-1::key/*"»}')],
  right: [identityPolicy('{"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "arn:aws:kms:eu-west-1:*:key/*"}')],
};
