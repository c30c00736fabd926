import { message } from '../../text/message';
import { identityPolicy } from '../examples';
import type { Rule } from '../rule';
import { analyzerCheck, resourceArns } from '../facts';

export const missingArnField: Rule = {
  code: 'missing-arn-field',
  severity: 'error',
  summary: 'The ARN has too few fields',
  why: 'A resource ARN has six fields: arn:partition:service:region:account:resource. Region and account may be empty, but their colons stay.',
  source: analyzerCheck('error', 'missing-arn-field'),
  kinds: ['identity', 'resource', 'scp', 'rcp', 'unknown'],
  check(policy, report) {
    for (const { string, count } of resourceArns(policy)) {
      // A wildcard or placeholder at the end may stand for the fields that are missing.
      if (count >= 6 || !string.known || /\*$/.test(string.value)) {
        continue;
      }
      report({
        at: string,
        message: message('The ARN has {count} of 6 fields: arn:partition:service:region:account:resource', { count }),
      });
    }
  },
  noFix: 'Which field is missing cannot be told.',
  wrong: [identityPolicy('{"Effect": "Deny", "Action": "s3:GetObject", "Resource": «"arn:aws:s3:example"»}')],
  right: [identityPolicy('{"Effect": "Deny", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::example/*"}')],
};
