import assert from 'node:assert/strict';
import { parsePolicy } from '../../src/policy';
import { servicePrincipal } from '../../src/reference';
import { isForeign, keyAccountOf, principalsOf } from '../../src/rules/facts';
import { malformedPrincipal } from '../../src/rules/facts/malformedPrincipal';

const A = '111122223333';
const B = '444455556666';
const policy = (...statements: string[]) =>
  parsePolicy(`{"Version": "2012-10-17", "Statement": [${statements.join(', ')}]}`);
const allow = (principal: string, action = 'kms:Decrypt', more = '') =>
  `{"Effect": "Allow", "Principal": {"AWS": ${principal}}, "Action": "${action}", "Resource": "*"${more}}`;
const root = (account: string) => `"arn:aws:iam::${account}:root"`;
const role = (account: string) => `"arn:aws:iam::${account}:role/app"`;

describe('the account of the key', () => {
  const cases: [string, ReturnType<typeof policy>, string | undefined, string?][] = [
    [
      'is that of the key ARN',
      policy(allow(root(B), 'kms:*')),
      A,
      `arn:aws:kms:eu-west-1:${A}:key/1234abcd-12ab-34cd-56ef-1234567890ab`,
    ],
    [
      'is that of a key ARN among the resources',
      policy(allow(root(B), 'kms:*').replace('"*"}', `"arn:aws:kms:eu-west-1:${A}:key/*"}`)),
      A,
    ],
    ['is the one that may change the policy', policy(allow(root(A), 'kms:*'), allow(root(B))), A],
    ['is the one whose role may change the policy', policy(allow(role(A), 'kms:Put*'), allow(role(B))), A],
    [
      "is the template's own, beside a literal one",
      policy(allow(root('${AWS::AccountId}'), 'kms:*'), allow(root(B), 'kms:*')),
      '${AWS::AccountId}',
    ],
    [
      'is what kms:CallerAccount names',
      policy(
        allow('"*"', 'kms:Decrypt', `, "Condition": {"StringEquals": {"kms:CallerAccount": "${A}"}}`),
        allow(role(B)),
      ),
      A,
    ],
    ['is the only one there is', policy(allow(role(A)), allow(`"${A}"`)), A],
    [
      'is not known when two may change the policy',
      policy(allow(root(A), 'kms:*'), allow(root(B), 'kms:*')),
      undefined,
    ],
    ['is not known when two are named alike', policy(allow(role(A)), allow(role(B))), undefined],
    ['is not known of an empty policy', policy(), undefined],
  ];
  for (const [name, document, expected, keyArn] of cases) {
    it(name, () => {
      assert.equal(keyAccountOf(document, keyArn)?.account, expected);
    });
  }

  it('makes no principal foreign that a template may put into it', () => {
    const document = policy(
      allow(root('${AWS::AccountId}'), 'kms:*'),
      allow(role(B)),
      allow(role('${Other}')),
      allow(root(B)),
    );
    const key = keyAccountOf(document);
    assert.deepEqual(
      document.statements.flatMap(principalsOf).map(p => isForeign(p, key)),
      [false, false, false, true],
    );
  });
});

describe('malformed principals', () => {
  const cases: [string, readonly string[] | undefined][] = [
    ['arn:aws:iam::111122223333:root', undefined],
    ['arn:aws-cn:iam::111122223333:role/path/app', undefined],
    ['arn:aws:sts::111122223333:assumed-role/app/session', undefined],
    ['arn:aws:sts::111122223333:federated-user/bob', undefined],
    ['111122223333', undefined],
    ['AROA1234567890EXAMPLE', undefined],
    ['*', undefined],
    ['arn:aws:iam::AWS-account-ID:root', undefined],
    ['arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1EXAMPLE', undefined],
    ['arn:aws:iam:111122223333:root', ['arn:aws:iam::111122223333:root']],
    ['arn:aws::111122223333:root', ['arn:aws:iam::111122223333:root']],
    ['arn:aws:iam::111122223333', ['arn:aws:iam::111122223333:root']],
    ['arn:aws:iam::1111-2222-3333:role/app', ['arn:aws:iam::111122223333:role/app']],
    ['1111 2222 3333', ['arn:aws:iam::111122223333:root']],
    ['arn:aws:iam:eu-west-1:111122223333:role/app', ['arn:aws:iam::111122223333:role/app']],
    ['arn:aws:sts::111122223333:role/app', ['arn:aws:iam::111122223333:role/app']],
    ['arn:aws:iam::111122223333:assumed-role/app/session', ['arn:aws:sts::111122223333:assumed-role/app/session']],
    [
      'arn:aws:iam::111122223333:user/alice:root',
      ['arn:aws:iam::111122223333:root', 'arn:aws:iam::111122223333:user/alice'],
    ],
    ['arn:aws:iam::111122223333:Role/app', ['arn:aws:iam::111122223333:role/app']],
    ['arn:aws:iam::123456789:root', []],
    ['arn:aws:iam::', []],
    ['arn:::', []],
    ['arn:aws:s3:::reports', []],
  ];
  for (const [text, repaired] of cases) {
    it(`${text} → ${repaired === undefined ? 'well-formed' : repaired.join(' or ') || 'nobody knows'}`, () => {
      assert.deepEqual(malformedPrincipal(text)?.repaired, repaired);
    });
  }
});

describe('service principals', () => {
  const cases: [string, ReturnType<typeof servicePrincipal>][] = [
    ['sns.amazonaws.com', 'known'],
    ['delivery.logs.amazonaws.com', 'known'],
    ['logs.eu-west-1.amazonaws.com', 'known'],
    ['guardduty.me-south-1.amazonaws.com', 'known'],
    ['ec2.amazonaws.com.cn', 'known'],
    ['s3.eu-west-1.amazonaws.com', { withoutRegion: 's3.amazonaws.com' }],
    ['cloudtrial.amazonaws.com', 'unknown'],
    ['nothing.eu-west-1.amazonaws.com', 'unknown'],
  ];
  for (const [name, expected] of cases) {
    it(name, () => {
      assert.deepEqual(servicePrincipal(name), expected);
    });
  }
});
