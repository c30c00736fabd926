import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { comparePolicies, parsePolicy } from '../../src/policy';
import { compareWithLive } from '../../src/live';

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
};
const deny = { Sid: 'Deny', Effect: 'Deny', Principal: '*', Action: 'kms:ScheduleKeyDeletion', Resource: '*' };
const policy = (...statements: object[]): object => ({ Version: '2012-10-17', Statement: statements });

describe('A file held against the live key policy', () => {
  it('is shown alike to the last character where both say the same', () => {
    const file = `{\n    "Version" : "2012-10-17",\n    "Statement": [ ${JSON.stringify(root)},\n      ${JSON.stringify({ ...use, Action: [...use.Action].reverse() })} ]\n}`;
    const live = JSON.stringify(policy({ ...use, Sid: 'Other' }, { ...root, Principal: { AWS: '111122223333' } }));
    assert.deepEqual(compareWithLive(file, live), { sameness: 'same', live: file });
  });

  it('differs in the changed statement alone', () => {
    const file = JSON.stringify(policy(root, use, deny), undefined, 4);
    const { sameness, live } = compareWithLive(
      file,
      JSON.stringify(policy(deny, { ...use, Action: 'kms:Decrypt' }, root)),
    );
    assert.equal(sameness, 'different');
    assert.equal(live, JSON.stringify(policy(root, { ...use, Action: 'kms:Decrypt' }, deny), undefined, 4));
  });

  it('keeps comments and indentation of the file', () => {
    const file = `{\n\t"Version": "2012-10-17", // the only one\n\t"Statement": [\n\t\t${JSON.stringify(root)}\n\t]\n}\n`;
    const { live } = compareWithLive(file, JSON.stringify(policy(root, deny)));
    assert.ok(live.startsWith(file.slice(0, -6)) && live.includes('\t\t{\n\t\t\t"Sid": "Deny"'), live);
  });

  it('takes the values of a template for those of the live policy where they fit', () => {
    const file = JSON.stringify(
      policy({ ...root, Principal: { AWS: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' } } }),
      undefined,
      2,
    );
    assert.deepEqual(compareWithLive(file, JSON.stringify(policy(root))), { sameness: 'perhaps', live: file });
  });

  it('copes with anything that is no policy', () => {
    for (const file of ['', '[]', '{', '{"Statement": "x"}', '{"Statement": [', 'x']) {
      const { live } = compareWithLive(file, JSON.stringify(policy(root)));
      assert.equal(
        comparePolicies(parsePolicy(live), parsePolicy(JSON.stringify(policy(root)))).sameness,
        'same',
        `${file} -> ${live}`,
      );
    }
  });

  it('shows a left side that says what the live policy says, whatever the file', () => {
    const statements = fc
      .subarray([
        root,
        use,
        deny,
        { ...use, Action: 'kms:Sign' },
        { ...root, Sid: undefined, Condition: { Bool: { 'aws:SecureTransport': true } } },
      ])
      .chain(some => fc.shuffledSubarray(some, { minLength: some.length }));
    const text = fc
      .tuple(statements, fc.constantFrom(0, 2, 4, '\t'), fc.boolean(), fc.boolean())
      .map(([some, indent, version, single]) =>
        JSON.stringify(
          { ...(version && { Version: '2012-10-17' }), Statement: single && some.length === 1 ? some[0] : some },
          undefined,
          indent,
        ),
      );
    fc.assert(
      fc.property(text, text, (file, live) => {
        const shaped = parsePolicy(compareWithLive(file, live).live);
        assert.deepEqual(shaped.errors, []);
        assert.equal(comparePolicies(shaped, parsePolicy(live)).sameness, 'same');
      }),
    );
  });
});
