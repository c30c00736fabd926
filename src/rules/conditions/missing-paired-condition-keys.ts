import { message } from '../../text/message';
import { identityPolicy } from '../examples';
import { everyKind, type Rule } from '../rule';
import { analyzerCheck } from '../facts';

export const missingPairedConditionKeys: Rule = {
  code: 'missing-paired-condition-keys',
  severity: 'warning',
  summary: 'The key aws:VpcSourceIp stands without the VPC',
  why: 'Private addresses repeat in every VPC. Without aws:SourceVpc or aws:SourceVpce anybody can have the address in a VPC of their own.',
  source: analyzerCheck('security-warning', 'missing-paired-condition-keys'),
  kinds: everyKind,
  check(policy, report) {
    for (const { lower, key, statement } of policy.conditions) {
      if (lower !== 'aws:vpcsourceip') {
        continue;
      }
      const keys = statement.condition?.value.operators.flatMap(o => o.value.map(k => k.name.toLowerCase())) ?? [];
      if (keys.some(k => k === 'aws:sourcevpc' || k === 'aws:sourcevpce' || k === 'aws:sourcevpcarn')) {
        continue;
      }
      report({ at: key.key, message: message('aws:VpcSourceIp says little without aws:SourceVpc or aws:SourceVpce.') });
    }
  },
  noFix: 'Which VPC is meant only the author knows.',
  wrong: [
    identityPolicy(
      '{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::example/*", "Condition": {"IpAddress": {«"aws:VpcSourceIp"»: "10.0.0.0/16"}}}',
    ),
  ],
  right: [
    identityPolicy(
      '{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::example/*", "Condition": {"IpAddress": {"aws:VpcSourceIp": "10.0.0.0/16"}, "StringEquals": {"aws:SourceVpc": "vpc-1234567890abcdef0"}}}',
    ),
  ],
};
