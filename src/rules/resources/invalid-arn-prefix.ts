import { partitions } from '../../reference';
import { asCode, message } from '../../text/message';
import { identityPolicy, policyOf } from '../examples';
import { changeTo, effectOfRepair, masked, type ResourceUse } from '../facts';
import type { Fix, Rule } from '../rule';

const keyId = /^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|mrk-[0-9a-f]{32})$/i;

export const invalidArnPrefix: Rule = {
  code: 'invalid-arn-prefix',
  severity: 'error',
  summary: 'The resource is no ARN',
  why: 'A Resource is "*" or the ARN of a resource, which begins with "arn:". A bare key id, alias or name is refused or matches nothing.',
  source: 'https://docs.aws.amazon.com/kms/latest/developerguide/cmks-in-iam-policies.html',
  kinds: ['identity', 'resource', 'scp', 'rcp', 'unknown'],
  check(policy, report) {
    for (const use of policy.resources) {
      const text = masked(use.string);
      if (text.startsWith('arn:') || /^[*?\u0001]/.test(text) || text.trim() === '') {
        continue;
      }
      // The short form of an API's resource policy (Amazon API Gateway Developer Guide, "Access policy language overview").
      if (policy.kind === 'resource' && text.startsWith('execute-api:/')) {
        continue;
      }
      report({
        at: use.string,
        message: message('{resource} is no ARN: a resource begins with arn:', { resource: asCode(use.string.value) }),
        fixes: fixesFor(use),
      });
    }
  },
  mayReveal: [
    'missing-arn-field',
    'invalid-arn-resource',
    'iam-resource-alias-arn',
    'invalid-partition',
    'missing-arn-region',
    'missing-arn-account',
  ],
  wrong: [
    identityPolicy('{"Effect": "Deny", "Action": "kms:Decrypt", "Resource": «"1234abcd-12ab-34cd-56ef-1234567890ab"»}'),
    identityPolicy('{"Effect": "Deny", "Action": "s3:GetObject", "Resource": «"s3:::example/*"»}'),
    identityPolicy(
      '{"Effect": "Deny", "Action": "lambda:InvokeFunction", "Resource": [«"am:aws:lambda:eu-west-1:111122223333:function:report"», «"ARN:aws:lambda:eu-west-1:111122223333:function:bill"»]}',
    ),
  ],
  right: [
    policyOf(
      'resource',
      '{"Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke", "Resource": ["execute-api:/*"]}',
    ),
    identityPolicy(
      '{"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"}',
    ),
  ],
};

function fixesFor(use: ResourceUse): Fix[] {
  const { string } = use;
  const effect = effectOfRepair(use);
  if (keyId.test(string.value)) {
    return changeTo(string, `arn:aws:kms:us-east-1:111122223333:key/${string.value}`, effect).map(fix => ({
      ...fix,
      title: message('Write the ARN of this key'),
      ask: {
        what: 'key-arn',
        prompt: message('ARN of the key'),
        token: `arn:aws:kms:us-east-1:111122223333:key/${string.value}`,
        suggestions: [],
      },
    }));
  }
  const [first = '', ...rest] = string.value.split(':');
  if (partitions.includes(rest[0] ?? '') && rest.length >= 4) {
    return changeTo(string, `arn:${rest.join(':')}`, effect);
  }
  if (/^aws(-[a-z-]+)?$/.test(first) && rest.length >= 4) {
    return changeTo(string, `arn:${string.value}`, effect);
  }
  return rest.length >= 3 && /^[a-z0-9-]+$/.test(first) ? changeTo(string, `arn:aws:${string.value}`, effect) : [];
}
