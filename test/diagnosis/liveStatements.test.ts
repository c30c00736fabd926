import assert from 'node:assert/strict';
import { addTo } from '../../src/diagnosis/liveStatements';
import { parsePolicy } from '../../src/policy';

describe('actions that a live statement lacks', () => {
  const lacking = (has: readonly string[], wanted: readonly string[]): readonly string[] | undefined =>
    addTo(
      parsePolicy(
        JSON.stringify({ Statement: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: has, Resource: '*' }] }),
      ),
      0,
      wanted,
    );

  it('are those that no pattern of it takes in', () => {
    assert.equal(lacking(['kms:De*'], ['kms:Decrypt']), undefined);
    assert.deepEqual(lacking(['kms:Encrypt'], ['kms:Decrypt']), ['kms:Encrypt', 'kms:Decrypt']);
  });

  // What a wildcard in the service's prefix does in a key policy is undecided: it is never counted as granting.
  it('are not taken in by a wildcard in the prefix', () => {
    assert.deepEqual(lacking(['k*:Decrypt'], ['kms:Decrypt']), ['k*:Decrypt', 'kms:Decrypt']);
  });
});
