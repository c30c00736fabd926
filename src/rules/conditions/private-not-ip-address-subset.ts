import { identityPolicy } from '../examples';
import { everyKind, type Rule } from '../rule';
import { analyzerCheck } from '../facts';
import { checkPrivate } from './private-addresses';

export const privateNotIpAddressSubset: Rule = {
  code: 'private-not-ip-address-subset',
  severity: 'information',
  summary: 'Some ranges that NotIpAddress exempts are private',
  why: 'aws:SourceIp is the public address that a request comes from, so the private ranges in the list do nothing.',
  source: analyzerCheck('suggestion', 'private-not-ip-address-subset'),
  kinds: everyKind,
  check(policy, report) {
    checkPrivate(policy, report, true, 'some');
  },
  wrong: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "*", "Condition": {"NotIpAddress": {"aws:SourceIp": ["203.0.113.0/24", «"10.0.0.0/8"»]}}}',
    ),
  ],
  right: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "*", "Condition": {"NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"}}}',
    ),
  ],
};
