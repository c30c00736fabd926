import { strict as assert } from 'node:assert';
import { comparePolicies, parsePolicy } from '../../src/policy';

const root = {
  Sid: 'Root',
  Effect: 'Allow',
  Principal: { AWS: 'arn:aws:iam::111122223333:root' },
  Action: 'kms:*',
  Resource: '*',
};
const use = {
  Sid: 'Use',
  Effect: 'Allow',
  Principal: { AWS: ['arn:aws:iam::111122223333:role/a', 'arn:aws:iam::111122223333:role/b'] },
  Action: ['kms:Decrypt', 'kms:Encrypt'],
  Resource: '*',
  Condition: { StringEquals: { 'kms:ViaService': ['s3.eu-west-1.amazonaws.com', 'sqs.eu-west-1.amazonaws.com'] } },
};
const policy = (...statements: unknown[]): unknown => ({ Version: '2012-10-17', Statement: statements });
const compare = (a: unknown, b: unknown): ReturnType<typeof comparePolicies> =>
  comparePolicies(parsePolicy(JSON.stringify(a)), parsePolicy(JSON.stringify(b)));

describe('policies that say the same', () => {
  const same: [string, unknown, unknown][] = [
    [
      'statements and lists in another order',
      policy(root, use),
      policy({ ...use, Action: [...use.Action].reverse() }, root),
    ],
    ['an account by its number', policy(root), policy({ ...root, Principal: { AWS: '111122223333' } })],
    [
      'lists of one, and a single statement',
      policy(root),
      { Version: '2012-10-17', Statement: { ...root, Action: ['kms:*'], Resource: ['*'] } },
    ],
    ['other Sids and an Id', policy(root), { ...(policy({ ...root, Sid: 'Other' }) as object), Id: 'x' }],
    [
      'actions and condition keys in another case',
      policy(use),
      policy({
        ...use,
        Action: ['KMS:decrypt', 'kms:Encrypt'],
        Condition: { StringEquals: { 'kms:viaservice': use.Condition.StringEquals['kms:ViaService'] } },
      }),
    ],
    ['"*" and {"AWS": "*"}', policy({ ...root, Principal: '*' }), policy({ ...root, Principal: { AWS: '*' } })],
    ['a statement that stands twice', policy(root, root), policy(root)],
    [
      'booleans as text',
      policy({ ...root, Condition: { Bool: { 'aws:SecureTransport': true } } }),
      policy({ ...root, Condition: { Bool: { 'aws:SecureTransport': 'true' } } }),
    ],
  ];
  for (const [name, a, b] of same) {
    it(name, () => {
      assert.equal(compare(a, b).sameness, 'same');
      assert.equal(compare(b, a).sameness, 'same');
    });
  }
});

describe('policies that differ', () => {
  const different: [string, unknown, unknown][] = [
    ['a statement more', policy(root), policy(root, use)],
    ['another effect', policy(root), policy({ ...root, Effect: 'Deny' })],
    ['a condition more', policy(root), policy({ ...root, Condition: { Bool: { 'aws:SecureTransport': 'true' } } })],
    ['a principal less', policy(use), policy({ ...use, Principal: { AWS: 'arn:aws:iam::111122223333:role/a' } })],
    [
      'a service named as AWS',
      policy({ ...root, Principal: { Service: 's3.amazonaws.com' } }),
      policy({ ...root, Principal: { AWS: 's3.amazonaws.com' } }),
    ],
    ['no Version', policy(root), { Statement: [root] }],
    [
      'the case of a principal',
      policy(use),
      policy({ ...use, Principal: { AWS: ['arn:aws:iam::111122223333:role/A', 'arn:aws:iam::111122223333:role/b'] } }),
    ],
  ];
  for (const [name, a, b] of different) {
    it(name, () => {
      assert.equal(compare(a, b).sameness, 'different');
      assert.equal(compare(b, a).sameness, 'different');
    });
  }

  it('name the statements that only one of them has', () => {
    const { onlyFirst, onlySecond, pairs } = compare(policy(root, use), policy({ ...use, Action: 'kms:Sign' }, root));
    assert.deepEqual(
      onlyFirst.map(s => s.sid?.value?.value),
      ['Use'],
    );
    assert.deepEqual(
      onlySecond.map(s => s.index),
      [0],
    );
    assert.deepEqual(
      [...pairs].map(([a, b]) => [a.index, b.index]),
      [[0, 1]],
    );
  });
});

describe('templates', () => {
  const template = policy(
    { ...root, Principal: { AWS: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' } } },
    { ...use, Principal: { AWS: [{ 'Fn::GetAtt': ['RoleA', 'Arn'] }, 'arn:aws:iam::111122223333:role/b'] } },
  );

  it('may say the same as a policy whose values fit their holes', () => {
    assert.equal(compare(template, policy(root, use)).sameness, 'perhaps');
    assert.equal(compare(policy(use, { ...root, Principal: { AWS: '111122223333' } }), template).sameness, 'perhaps');
  });

  it('differ where no value would fit', () => {
    assert.equal(compare(template, policy(root)).sameness, 'different');
    assert.equal(
      compare(policy({ ...root, Principal: { AWS: 'arn:aws:iam::${Account}:role/x' } }), policy(root)).sameness,
      'different',
    );
  });
});
