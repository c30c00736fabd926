import assert from 'node:assert/strict';
import fc from 'fast-check';
import { firstIndex, lastIndexUpTo } from '../../src/text/binarySearch';

const ascending = fc.array(fc.integer({ min: -20, max: 20 }), { maxLength: 40 }).map(n => n.sort((a, b) => a - b));
const value = fc.integer({ min: -22, max: 22 });

describe('binary search', () => {
  it('finds what looking at one after the other finds', () => {
    fc.assert(
      fc.property(ascending, value, (numbers, wanted) => {
        const first = numbers.findIndex(n => n >= wanted);
        assert.equal(
          firstIndex(numbers.length, i => (numbers[i] ?? 0) >= wanted),
          first < 0 ? numbers.length : first,
        );
        assert.equal(
          lastIndexUpTo(numbers, wanted),
          numbers.findLastIndex(n => n <= wanted),
        );
      }),
    );
  });

  it('asks about existing indexes only, and about few', () => {
    fc.assert(
      fc.property(fc.nat(100_000), fc.nat(100_000), (count, start) => {
        const asked: number[] = [];
        firstIndex(count, i => {
          asked.push(i);
          return i >= start;
        });
        assert.ok(asked.every(i => i >= 0 && i < count));
        assert.ok(asked.length <= Math.ceil(Math.log2(count + 1)));
      }),
    );
  });
});
