import { message } from '../../text/message';
import { keyPolicy, policyOf } from '../examples';
import { takeOut } from '../fixes';
import type { Rule } from '../rule';

/** The services whose actions decide about what a policy is attached to. */
const owners: Readonly<Record<string, string>> = { key: 'kms', trust: 'sts' };

export const unsupportedActionInPolicy: Rule = {
  code: 'unsupported-action-in-policy',
  severity: 'error',
  summary: 'The action belongs to another service',
  why: 'A key policy decides about requests to KMS for this key and nothing else, as a trust policy decides about assuming its role. Actions of other services have no effect here; they belong into an IAM policy.',
  source: 'https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html',
  kinds: ['key', 'trust'],
  check(policy, report) {
    const owner = owners[policy.kind];
    for (const { string, service, not } of policy.actions) {
      if (not || !string.known || service === '' || service === owner || /[*?$]/.test(service)) { continue; }
      report({
        at: string,
        tag: 'unnecessary',
        message: policy.kind === 'key'
          ? message('A key policy decides about KMS requests only: {action} has no effect here.', { action: string.value })
          : message('A trust policy decides about sts actions only: {action} has no effect here.', { action: string.value }),
        fixes: takeOut(policy, string, 'safe'),
      });
    }
  },
  mayReveal: ['missing-action'],
  wrong: [keyPolicy('{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": ["kms:DescribeKey", «"s3:GetObject"»], "Resource": "*"}')],
  right: [
    keyPolicy('{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": "kms:DescribeKey", "Resource": "*"}'),
    policyOf('trust', '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": ["sts:AssumeRole", "sts:TagSession"]}'),
  ],
};
