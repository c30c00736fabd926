import { identityPolicy } from '../examples';
import { everyKind, type Rule } from '../rule';
import { analyzerCheck } from '../facts';
import { checkPrivate } from './private-addresses';

export const privateIpAddressSubset: Rule = {
  code: 'private-ip-address-subset',
  severity: 'information',
  summary: 'Some ranges for aws:SourceIp are private',
  why: 'aws:SourceIp is the public address that a request comes from, so the private ranges in the list do nothing.',
  source: analyzerCheck('suggestion', 'private-ip-address-subset'),
  kinds: everyKind,
  check(policy, report) {
    checkPrivate(policy, report, false, 'some');
  },
  wrong: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "*", "Condition": {"IpAddress": {"aws:SourceIp": ["203.0.113.0/24", «"10.0.0.0/8"»]}}}',
    ),
  ],
  right: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "*", "Condition": {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}}',
    ),
  ],
};
