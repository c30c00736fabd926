import assert from 'node:assert/strict';
import fc from 'fast-check';
import { canonicalElement, canonicalJson, type JsonValue } from '../../src/policy';

const json = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<JsonValue>;

/** The same value with the members of its objects turned round. */
function turned(value: JsonValue): JsonValue {
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  return Array.isArray(value)
    ? (value as readonly JsonValue[]).map(turned)
    : Object.fromEntries(
        Object.entries(value)
          .reverse()
          .map(([name, item]) => [name, turned(item as JsonValue)]),
      );
}

describe('canonical JSON', () => {
  it('is JSON of the same value, whatever the order of its members', () => {
    fc.assert(
      fc.property(json, value => {
        assert.equal(canonicalJson(turned(value)), canonicalJson(value));
        assert.equal(canonicalElement(turned(value)), canonicalElement(value));
        assert.equal(canonicalJson(JSON.parse(canonicalJson(value)) as JsonValue), canonicalJson(value));
      }),
    );
  });

  const pairs: readonly (readonly [
    what: string,
    one: JsonValue | undefined,
    other: JsonValue | undefined,
    same: boolean,
  ])[] = [
    ['a value and a list of it', 'a', ['a'], true],
    ['lists in another order', ['a', 'b'], ['b', 'a'], true],
    ['a list that says something twice', ['a', 'b', 'a'], ['a', 'b'], true],
    [
      'true with and without quotation marks',
      { Bool: { 'aws:SecureTransport': true } },
      { Bool: { 'aws:SecureTransport': 'true' } },
      true,
    ],
    ['an empty list and nothing in it', [], [''], false],
    ['an element that is not there and the word', undefined, 'undefined', false],
    ['two lists', ['a', 'b'], ['a', 'c'], false],
    ['a text with a comma and two texts', ['a,b'], ['a', 'b'], false],
  ];
  for (const [what, one, other, same] of pairs) {
    it(`of policy elements: ${what} ${same ? 'are the same' : 'differ'}`, () => {
      assert.equal(canonicalElement(one) === canonicalElement(other), same);
    });
  }

  it('keeps lists in their order where JSON is compared', () => {
    assert.notEqual(canonicalJson(['a', 'b']), canonicalJson(['b', 'a']));
    assert.notEqual(canonicalJson('a'), canonicalJson(['a']));
  });
});
