import type { LocatedKind } from '../../policy';
import { asCode, type Message, message } from '../../text/message';
import { keyPolicy, policyOf } from '../examples';
import { belongsTo, effectOfRemovingIdle, ownerOf, takeOut } from '../facts';
import type { Rule } from '../rule';

export const unsupportedActionInPolicy: Rule = {
  code: 'unsupported-action-in-policy',
  severity: 'error',
  summary: 'The action belongs to another service',
  why: 'A key policy decides about requests to KMS for this key and nothing else, as a trust policy decides about assuming its role and a bucket policy about its bucket. Actions of other services have no effect here; they belong into an IAM policy.',
  source: 'https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html',
  kinds: ['key', 'trust', 'resource'],
  check(policy, report) {
    const owner = ownerOf(policy);
    if (owner === undefined) {
      return;
    }
    for (const { statement, string, service, not } of policy.actions) {
      if (not || !string.known || service === '' || belongsTo(owner, service) || /[*?$]/.test(service)) {
        continue;
      }
      report({
        at: string,
        tag: 'unnecessary',
        message: noEffectIn(policy.kind, owner, string.value),
        fixes: takeOut(string, effectOfRemovingIdle({ statement, not })),
      });
    }
  },
  mayReveal: ['missing-action'],
  wrong: [
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": ["kms:DescribeKey", «"s3:GetObject"»], "Resource": "*"}',
    ),
  ],
  right: [
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": "kms:DescribeKey", "Resource": "*"}',
    ),
    policyOf(
      'trust',
      '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": ["sts:AssumeRole", "sts:TagSession"]}',
    ),
  ],
};

function noEffectIn(kind: LocatedKind, service: string, action: string): Message {
  switch (kind) {
    case 'key':
      return message('A key policy decides about KMS requests only: {action} has no effect here.', {
        action: asCode(action),
      });
    case 'trust':
      return message('A trust policy decides about sts actions only: {action} has no effect here.', {
        action: asCode(action),
      });
    default:
      return message('This policy decides about {service} actions only: {action} has no effect here.', {
        service: asCode(service),
        action: asCode(action),
      });
  }
}
