import { parseNetwork } from '../../policy';
import { asCode, message } from '../../text/message';
import { identityPolicy } from '../examples';
import { everyKind, type Rule } from '../rule';
import { analyzerCheck } from '../facts';
import { checkValues } from './value-types';

export const typeMismatchIpRange: Rule = {
  code: 'type-mismatch-ip-range',
  severity: 'error',
  summary: 'The value is no IP address or range',
  why: 'IpAddress and NotIpAddress compare with addresses and ranges in CIDR form, such as 203.0.113.0/24 or 2001:db8::/32.',
  source: analyzerCheck('error', 'type-mismatch-ip-range'),
  kinds: everyKind,
  check(policy, report) {
    checkValues(policy, report, {
      family: 'IpAddress',
      fits: v => parseNetwork(v) !== undefined,
      text: value =>
        message('{value} is no IP address or range such as 203.0.113.0/24.', { value: asCode(JSON.stringify(value)) }),
    });
  },
  noFix: 'Which address is meant cannot be told.',
  wrong: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "*", "Condition": {"NotIpAddress": {"aws:SourceIp": «"203.0.113.0/33"»}}}',
    ),
  ],
  right: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "*", "Condition": {"NotIpAddress": {"aws:SourceIp": ["203.0.113.0/24", "2001:db8::/32"]}}}',
    ),
  ],
};
