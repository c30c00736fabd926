import { asName, message } from '../../text/message';
import { identityPolicy } from '../examples';
import { everyKind, type Rule } from '../rule';
import { analyzerCheck } from '../facts';

export const untrustworthyConditionKey: Rule = {
  code: 'untrustworthy-condition-key',
  severity: 'warning',
  summary: 'Access rests on what the caller can forge',
  why: 'aws:Referer and aws:UserAgent are headers that the caller writes. Whoever knows the value gets through.',
  source: analyzerCheck('security-warning', 'untrustworthy-condition-key'),
  kinds: everyKind,
  check(policy, report) {
    for (const { lower, key, statement } of policy.conditions) {
      if (
        (lower !== 'aws:referer' && lower !== 'aws:useragent') ||
        statement.principal?.value.entries.some(e => e.name === 'Service')
      ) {
        continue;
      }
      report({
        at: key.key,
        message: message('{key} is written by the caller and no ground for access.', { key: asName(key.name) }),
      });
    }
  },
  noFix: 'What should decide instead only the author knows: aws:PrincipalArn, aws:SourceIp, aws:SourceVpce …',
  wrong: [
    identityPolicy(
      '{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::example/*", "Condition": {"StringLike": {«"aws:Referer"»: "https://www.example.com/*"}}}',
    ),
  ],
  right: [
    identityPolicy(
      '{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::example/*", "Condition": {"StringEquals": {"aws:SourceVpce": "vpce-1234567890abcdef0"}}}',
    ),
  ],
};
