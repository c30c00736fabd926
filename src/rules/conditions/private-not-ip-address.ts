import { identityPolicy } from '../examples';
import { everyKind, type Rule } from '../rule';
import { analyzerCheck } from '../facts';
import { checkPrivate } from './private-addresses';

export const privateNotIpAddress: Rule = {
  code: 'private-not-ip-address',
  severity: 'error',
  summary: 'NotIpAddress on aws:SourceIp lists private ranges only',
  why: 'aws:SourceIp is the public address that a request comes from. It is never in a private range, so the condition is always true.',
  source: analyzerCheck('error', 'private-not-ip-address'),
  kinds: everyKind,
  check(policy, report) {
    checkPrivate(policy, report, true, 'all');
  },
  noFix: 'Whether public ranges or a VPC are meant only the author knows.',
  wrong: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "*", "Condition": {"NotIpAddress": {"aws:SourceIp": «"172.16.0.0/12"»}}}',
    ),
  ],
  right: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "*", "Condition": {"NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"}}}',
    ),
  ],
};
