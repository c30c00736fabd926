import { message } from '../../text/message';
import { identityPolicy, keyPolicy } from '../examples';
import { changeTo } from '../facts';
import type { Rule } from '../rule';
import { knownSids } from './sids';

export const unsupportedSid: Rule = {
  code: 'unsupported-sid',
  severity: 'error',
  summary: 'The Sid has characters that IAM refuses',
  why: 'In an IAM policy a Sid has only the letters A–Z and a–z and the digits 0–9. Key policies are freer: their Sids may have spaces.',
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html',
  kinds: ['identity'],
  check(policy, report) {
    const taken = new Set(knownSids(policy).map(s => s.value));
    for (const sid of knownSids(policy)) {
      if (!/[^A-Za-z0-9]/.test(sid.value)) {
        continue;
      }
      const words = sid.value.split(/[^A-Za-z0-9]+/).filter(w => w !== '');
      let name = words.map(w => w.charAt(0).toUpperCase() + w.slice(1)).join('') || 'Statement';
      for (let n = 2; taken.has(name); n++) {
        name = `${name.replace(/\d+$/, '')}${n}`;
      }
      taken.add(name);
      report({
        at: sid,
        message: message('A Sid of an IAM policy has only letters and digits.'),
        fixes: changeTo(sid, name, 'safe'),
      });
    }
  },
  wrong: [identityPolicy('{"Sid": «"list aliases"», "Effect": "Allow", "Action": "kms:ListAliases", "Resource": "*"}')],
  right: [
    identityPolicy('{"Sid": "ListAliases", "Effect": "Allow", "Action": "kms:ListAliases", "Resource": "*"}'),
    keyPolicy(
      '{"Sid": "Keep the key", "Effect": "Deny", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": "kms:ScheduleKeyDeletion", "Resource": "*"}',
    ),
  ],
};
