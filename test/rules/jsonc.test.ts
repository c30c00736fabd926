import assert from 'node:assert/strict';
import { locate } from '../../src/policy';
import { checkPolicies } from '../../src/rules/check';

const role =
  '"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/admin"}, "Action": "kms:*", "Resource": "*"';
const found = (text: string) =>
  checkPolicies(locate(text, { path: 'key-policy.jsonc' }), { syntaxErrors: 'jsonc' }).map(f => f.code);

describe('key policies in JSON with comments', () => {
  for (const [name, text] of [
    ['a comment', `{"Version": "2012-10-17", // was arn:aws:iam::111122223333:root\n"Statement": [{${role}}]}`],
    ['a trailing comma', `{"Version": "2012-10-17", "Id": "without :root", "Statement": [{${role}}, ]}`],
    [
      'a comment after a trailing comma',
      `{"Version": "2012-10-17", "Statement": [{${role}}, // no :root\n /* on purpose */ ]}`,
    ],
  ] as const) {
    it(`are whole policies with ${name}`, () => {
      assert.ok(found(text).includes('root-statement-missing'));
    });
    it(`are valid with ${name}`, () => {
      assert.ok(!found(text).includes('json-syntax-error'));
    });
  }
  it('are not held to what a broken text may hide', () => {
    const codes = found(
      `{"Version": "2012-10-17", "Statement": [{${role}} {"Principal": "arn:aws:iam::111122223333:root"]}`,
    );
    assert.ok(codes.includes('json-syntax-error'));
    assert.ok(!codes.includes('root-statement-missing'));
  });
});
