import { strict as assert } from 'node:assert';
import { locate, spanInDocument, spanInPolicy } from '../../src/policy';

const policy = '{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "kms:Decrypt", "Resource": "*"}}';

describe('a place in a policy and in its document', () => {
  for (const [how, text] of [
    ['as it stands', `{"Resources": [1, ${policy}]}`],
    ['as a string', JSON.stringify({ Policy: policy, more: 1 }, undefined, 2)],
    ['percent-encoded', JSON.stringify({ PolicyDocument: encodeURIComponent(policy) })],
  ] as const) {
    it(`lead to each other: ${how}`, () => {
      const [located] = locate(text);
      const action = located?.document.statements[0]?.action?.node;
      assert.ok(located && action);
      const outside = spanInDocument(located, action);
      assert.deepEqual(spanInPolicy(located, outside), { offset: action.offset, length: action.length });
      assert.equal(spanInPolicy(located, { offset: 0, length: 1 }), undefined);
      assert.equal(spanInPolicy(located, { offset: text.length - 1, length: 1 }), undefined);
    });
  }
});

describe('a document that the user calls a policy', () => {
  it('is one, whatever it looks like', () => {
    const [located] = locate('{"name": "x"}', { kind: 'key', isPolicy: true });
    assert.equal(located?.kind, 'key');
    assert.equal(located.pointer, '');
    assert.deepEqual(locate('{"name": "x"}', { kind: 'key' }), []);
    assert.deepEqual(locate('["x"]', { kind: 'key', isPolicy: true }), []);
  });

  it('is not taken for one beside the policies that it holds', () => {
    assert.equal(locate(`{"Policy": ${policy}}`, { kind: 'key', isPolicy: true })[0]?.pointer, '/Policy');
  });
});
