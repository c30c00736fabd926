import { asCode, message } from '../../text/message';
import { keyPolicy } from '../examples';
import { analyzerCheck, changeTo } from '../facts';
import type { Rule } from '../rule';
import { repeatedSids } from './sids';

export const uniqueSidsRecommended: Rule = {
  code: 'unique-sids-recommended',
  severity: 'warning',
  summary: 'Two statements of a resource-based policy have the same Sid',
  why: 'A key policy may repeat a Sid, but the console edits statements by it, and people find the wrong one.',
  source: analyzerCheck('general-warning', 'unique-sids-recommended'),
  kinds: ['key', 'resource', 'trust', 'scp', 'rcp'],
  check(policy, report) {
    for (const { sid, first, free } of repeatedSids(policy)) {
      report({
        at: sid,
        ...(policy.kind === 'key' ? { severity: 'information' } : {}),
        message: message('Another statement already has the Sid {sid}.', { sid: asCode(JSON.stringify(sid.value)) }),
        related: [{ offset: first.offset, length: first.length, message: message('The first one is here.') }],
        fixes: changeTo(sid, free, 'safe'),
      });
    }
  },
  wrong: [
    keyPolicy(
      '{"Sid": «"Enable IAM policies"», "Effect": "Deny", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": "kms:ScheduleKeyDeletion", "Resource": "*"}',
    ),
  ],
  right: [
    keyPolicy(
      '{"Sid": "Keep the key", "Effect": "Deny", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": "kms:ScheduleKeyDeletion", "Resource": "*"}',
    ),
  ],
};
