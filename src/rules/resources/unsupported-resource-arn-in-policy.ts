import { message } from '../../text/message';
import { keyPolicy } from '../examples';
import { changeTo, effectOfMore, takeOut } from '../fixes';
import type { Rule } from '../rule';
import { resourceArns } from './arns';

export const unsupportedResourceArnInPolicy: Rule = {
  code: 'unsupported-resource-arn-in-policy',
  severity: 'error',
  summary: 'The resource belongs to another service',
  why: 'A key policy is about its own key and no other resource. The ARN of a bucket, queue or role here matches nothing; write "*", which means this key.',
  source: 'https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html',
  kinds: ['key'],
  check(policy, report) {
    for (const { string, service, statement } of resourceArns(policy)) {
      if (service.open || service.text === 'kms' || service.text === '') { continue; }
      report({
        at: string,
        message: message('A key policy is about its key only: {resource} matches nothing here.', { resource: string.value }),
        fixes: [...changeTo(string, '*', effectOfMore(statement)), ...takeOut(policy, string, 'safe')],
      });
    }
  },
  wrong: [keyPolicy('{"Effect": "Deny", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": "kms:Decrypt", "Resource": «"arn:aws:s3:::example/*"»}')],
  right: [keyPolicy('{"Effect": "Deny", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": "kms:Decrypt", "Resource": "*"}')],
};
