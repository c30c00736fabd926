import { asCode, message } from '../../text/message';
import { keyPolicy } from '../examples';
import { belongsTo, changeTo, effectOfRemovingIdle, effectOfRepair, ownerOf, resourceArns, takeOut } from '../facts';
import type { Rule } from '../rule';

export const unsupportedResourceArnInPolicy: Rule = {
  code: 'unsupported-resource-arn-in-policy',
  severity: 'error',
  summary: 'The resource belongs to another service',
  why: 'A key policy is about its own key and no other resource. The ARN of a bucket, queue or role here matches nothing; write "*", which means this key. The same holds for the policy of a bucket, queue or topic: ARNs of other services match nothing in it.',
  source: 'https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html',
  kinds: ['key', 'resource'],
  check(policy, report) {
    const owner = ownerOf(policy);
    if (owner === undefined) {
      return;
    }
    for (const arn of resourceArns(policy)) {
      const { string, service } = arn;
      if (service.open || belongsTo(owner, service.text) || service.text === '') {
        continue;
      }
      report({
        at: string,
        message:
          policy.kind === 'key'
            ? message('A key policy is about its key only: {resource} matches nothing here.', {
                resource: asCode(string.value),
              })
            : message('This policy is about a resource of {service} only: {resource} matches nothing here.', {
                service: asCode(owner),
                resource: asCode(string.value),
              }),
        fixes: [
          ...(policy.kind === 'key' ? changeTo(string, '*', effectOfRepair(arn)) : []),
          ...takeOut(string, effectOfRemovingIdle(arn)),
        ],
      });
    }
  },
  wrong: [
    keyPolicy(
      '{"Effect": "Deny", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": "kms:Decrypt", "Resource": «"arn:aws:s3:::example/*"»}',
    ),
  ],
  right: [
    keyPolicy(
      '{"Effect": "Deny", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": "kms:Decrypt", "Resource": "*"}',
    ),
  ],
};
