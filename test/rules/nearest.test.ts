import assert from 'node:assert/strict';
import { nearest } from '../../src/rules/facts';

describe('nearest real name', () => {
  const names = ['Decrypt', 'Encrypt', 'DescribeKey', 'ListKeys', 'ListKeyPolicies'];
  const cases: [string, string | undefined][] = [
    ['Decyrpt', 'Decrypt'],
    ['decrypt', 'Decrypt'],
    ['DescribeKeys', 'DescribeKey'],
    ['ListKey', 'ListKeys'],
    ['GetObject', undefined],
    ['', undefined],
    ['D'.repeat(100_000), undefined],
  ];
  for (const [word, expected] of cases) {
    it(`${word.slice(0, 20)} → ${expected ?? 'none'}`, () => {
      assert.equal(nearest(word, names), expected);
    });
  }
});
