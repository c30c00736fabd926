import { identityPolicy } from '../examples';
import { everyKind, type Rule } from '../rule';
import { analyzerCheck } from '../facts';
import { checkPrivate } from './private-addresses';

export const privateIpAddress: Rule = {
  code: 'private-ip-address',
  severity: 'error',
  summary: 'The key aws:SourceIp is compared with private ranges only',
  why: 'aws:SourceIp is the public address that a request comes from. It is never a private one, so the condition never matches. Inside a VPC use aws:VpcSourceIp together with aws:SourceVpc.',
  source: analyzerCheck('error', 'private-ip-address'),
  kinds: everyKind,
  check(policy, report) {
    checkPrivate(policy, report, false, 'all');
  },
  noFix: 'Whether public ranges or a VPC are meant only the author knows.',
  wrong: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "*", "Condition": {"IpAddress": {"aws:SourceIp": «["10.0.0.0/8", "192.168.1.7"]»}}}',
    ),
  ],
  right: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "*", "Condition": {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}}',
    ),
  ],
};
