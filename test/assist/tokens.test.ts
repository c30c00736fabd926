import { strict as assert } from 'node:assert';
import { tokensOf } from '../../src/assist/tokens';
import { locate } from '../../src/policy';

/** The coloured parts of a text, `type: part`. */
function coloured(text: string): string[] {
  return tokensOf(locate(text)).map(
    t => `${t.type.replace('policy', '')}: ${text.slice(t.offset, t.offset + t.length)}`,
  );
}

const policy = (inside: string) => `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", ${inside}}]}`;

describe('colours of a policy', () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ['"Action": ["kms:Generate*", "*"]', ['Action: kms:Generate', 'Wildcard: *', 'Wildcard: *']],
    ['"NotAction": "kms:?ncrypt"', ['Action: kms:', 'Wildcard: ?', 'Action: ncrypt']],
    [
      '"Resource": "arn:aws:kms:*:111122223333:key/*"',
      ['Arn: arn:aws', 'Service: kms', 'Wildcard: *', 'Account: 111122223333', 'Wildcard: *'],
    ],
    [
      '"Resource": "arn:aws-us-gov:kms:us-gov-west-1:111122223333:key/x"',
      ['Arn: arn:aws-us-gov', 'Service: kms', 'Region: us-gov-west-1', 'Account: 111122223333'],
    ],
    [
      '"Resource": ["arn:aws:iam", "see arn:aws:iam::111122223333:role/a", "arn:aws:*:*:*:*"]',
      ['Account: 111122223333', 'Wildcard: *', 'Wildcard: *', 'Wildcard: *', 'Wildcard: *'],
    ],
    [
      '"Resource": "arn:aws:s3:::home/${aws:username}/*"',
      ['Arn: arn:aws', 'Service: s3', 'Variable: ${aws:username}', 'Wildcard: *'],
    ],
    ['"Resource": "arn:aws:s3:::bucket-111122223333-x/1111222233334444"', ['Arn: arn:aws', 'Service: s3']],
    [
      '"Principal": {"AWS": ["111122223333", "arn:aws:iam::444455556666:role/a*"]}',
      ['Account: 111122223333', 'Arn: arn:aws', 'Service: iam', 'Account: 444455556666'],
    ],
    ['"Principal": "*"', ['Wildcard: *']],
    [
      '"Condition": {"StringEquals": {"kms:CallerAccount": "111122223333", "kms:EncryptionContext:a": "x*"}}',
      ['Account: 111122223333'],
    ],
    ['"Condition": {"StringLike": {"kms:ViaService": "s3.*.amazonaws.com"}}', ['Wildcard: *']],
    [
      '"Condition": {"ArnEquals": {"aws:SourceArn": "arn:aws:s3:::b*"}}',
      ['Arn: arn:aws', 'Service: s3', 'Wildcard: *'],
    ],
    [
      '"Principal": {"AWS": "arn:aws:iam::${AccountId}:root"}',
      ['Arn: arn:aws', 'Service: iam', 'Variable: ${AccountId}'],
    ],
    ['"Resource": {"Fn::Sub": "arn:aws:kms:*:${AWS::AccountId}:key/*"}', []],
    ['"Sid": "kms:* 111122223333"', []],
  ];
  for (const [inside, expected] of cases) {
    it(inside, () => {
      assert.deepEqual(coloured(policy(inside)), expected);
    });
  }

  it('are in their places in an escaped string', () => {
    assert.deepEqual(coloured(JSON.stringify({ Policy: policy('"Action": "kms:*"') })), [
      'Action: kms:',
      'Wildcard: *',
    ]);
  });

  it('do not overlap, whatever stands there', () => {
    const text = policy(
      '"Action": ["kms:*${a}*", "111122223333", "${*}"], "Resource": ["*", "${x}*${y}111122223333"], "Principal": {"AWS": ["*"], "Service": "*"}',
    );
    let end = 0;
    for (const { offset, length } of tokensOf(locate(text))) {
      assert.ok(offset >= end && length > 0);
      end = offset + length;
    }
  });

  it('are only in policies', () => {
    assert.deepEqual(coloured('{"resource": "arn:aws:kms:*:111122223333:key/*"}'), []);
  });
});
