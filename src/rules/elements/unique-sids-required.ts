import { asCode, message } from '../../text/message';
import { identityPolicy } from '../examples';
import { changeTo } from '../facts';
import type { Rule } from '../rule';
import { repeatedSids } from './sids';

export const uniqueSidsRequired: Rule = {
  code: 'unique-sids-required',
  severity: 'error',
  summary: 'Two statements have the same Sid',
  why: 'In an IAM policy each Sid must be unique; IAM refuses a policy where one stands twice.',
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html',
  kinds: ['identity'],
  check(policy, report) {
    for (const { sid, first, free } of repeatedSids(policy)) {
      report({
        at: sid,
        message: message('Another statement already has the Sid {sid}.', { sid: asCode(JSON.stringify(sid.value)) }),
        related: [{ offset: first.offset, length: first.length, message: message('The first one is here.') }],
        fixes: changeTo(sid, free, 'safe'),
      });
    }
  },
  wrong: [
    identityPolicy(
      '{"Sid": "List", "Effect": "Allow", "Action": "kms:ListAliases", "Resource": "*"}, {"Sid": «"List"», "Effect": "Allow", "Action": "kms:ListKeys", "Resource": "*"}',
    ),
  ],
  right: [
    identityPolicy(
      '{"Sid": "List", "Effect": "Allow", "Action": "kms:ListAliases", "Resource": "*"}, {"Sid": "List2", "Effect": "Allow", "Action": "kms:ListKeys", "Resource": "*"}',
    ),
  ],
};
