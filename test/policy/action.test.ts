import assert from 'node:assert/strict';
import { hasWildcardPrefix, isEveryServiceAction, takesInAction } from '../../src/policy';

describe('the service prefix of an action', () => {
  for (const action of ['k*:Decrypt', '*:Decrypt', '?ms:Decrypt', 'k*s:*', '*s3:Get*']) {
    it(`${action} holds a wildcard, and takes in nothing for certain`, () => {
      assert.equal(hasWildcardPrefix(action), true);
      assert.equal(takesInAction(action, 'kms:Decrypt'), false);
    });
  }
  for (const action of ['kms:*', 'kms:De*', '*', '**', '*:*', 'kms:Decrypt', 'decrypt', '']) {
    it(`${action || 'an empty text'} holds none`, () => {
      assert.equal(hasWildcardPrefix(action), false);
    });
  }
  it('* and *:* are every action of every service', () => {
    assert.deepEqual(['*', '*:*', 'kms:*', '*:D*'].map(isEveryServiceAction), [true, true, false, false]);
    assert.equal(takesInAction('*:*', 'kms:Decrypt'), true);
    assert.equal(takesInAction('KMS:De*', 'kms:decrypt'), true);
  });
});
