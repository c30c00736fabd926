import assert from 'node:assert/strict';
import fc from 'fast-check';
import { findNodeAtLocation } from 'jsonc-parser';
import {
  addValue,
  type Change,
  changeJson,
  insertItem,
  insertMembers,
  type JsonValue,
  type Node,
  parseJson,
  remove,
  setValue,
} from '../../src/policy';

const at = (text: string, ...path: (string | number)[]): Node => {
  const node = findNodeAtLocation(parseJson(text).root as Node, path);
  assert.ok(node, `no ${path.join('.')}`);
  return node;
};
const apply = (text: string, change: Change) => {
  const changed = changeJson(text, [change]);
  assert.ok(changed !== undefined);
  return changed;
};

const lines = `{
  // the rules
  "a": 1, // one
  "list": [
    "x", // first
    "y"
  ],
  "o": { "in": true }
}`;

describe('changes written into JSON', () => {
  it('remove a member with its line and leave comments', () => {
    assert.equal(apply(lines, remove(at(lines, 'o').parent as Node)), lines.replace(',\n  "o": { "in": true }', ''));
    assert.equal(apply('{"a": 1, "b": 2}', remove(at('{"a": 1, "b": 2}', 'a').parent as Node)), '{"b": 2}');
    assert.match(apply(lines, remove(at(lines, 'a').parent as Node)), /\/\/ the rules\n[^]*\/\/ one/);
  });

  it('remove items of lists', () => {
    assert.equal(apply('["a", "b", "c"]', remove(at('["a", "b", "c"]', 1))), '["a", "c"]');
    assert.equal(apply('["a", "b"]', remove(at('["a", "b"]', 1))), '["a"]');
    assert.equal(apply('["a"]', remove(at('["a"]', 0))), '[]');
  });

  it('insert with the indentation of the neighbours', () => {
    assert.equal(
      apply(lines, insertMembers(at(lines), { z: ['q'] })),
      lines.replace('"o": { "in": true }', '"o": { "in": true },\n  "z": ["q"]'),
    );
    assert.equal(
      apply(lines, insertMembers(at(lines), { z: 0 }, 'first')),
      lines.replace('"a": 1', '"z": 0,\n  "a": 1'),
    );
    assert.equal(apply(lines, insertMembers(at(lines, 'o'), { z: 0 })), lines.replace('true }', 'true, "z": 0 }'));
    assert.equal(
      apply(lines, insertMembers(at(lines), { y: 1, z: { in: true } }, 'first')),
      lines.replace('"a": 1', '"y": 1,\n  "z": {\n    "in": true\n  },\n  "a": 1'),
    );
    assert.equal(
      apply(lines, insertItem(at(lines, 'list'), { k: 'v' })),
      lines.replace('"y"', '"y",\n    {\n      "k": "v"\n    }'),
    );
    assert.equal(
      apply('{\r\n\t"a": []\r\n}', insertItem(at('{\r\n\t"a": []\r\n}', 'a'), 'x')),
      '{\r\n\t"a": [\r\n\t\t"x"\r\n\t]\r\n}',
    );
  });

  it('make a list of a string that gets company', () => {
    assert.equal(apply('{"a": "x"}', addValue(at('{"a": "x"}', 'a'), 'y')), '{"a": ["x", "y"]}');
  });

  it('do to random documents what they would do to the values', () => {
    const value = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<JsonValue>;
    const layout = fc.constantFrom(undefined, 2, 4, '\t');
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 1, maxLength: 5 }),
        layout,
        fc.nat(),
        value,
        (list, indent, n, extra) => {
          const text = JSON.stringify({ list }, null, indent);
          const i = n % list.length;
          const check = (change: Change, expected: unknown) => {
            // JSON.parse, for it keeps a member `__proto__`; and it throws at what is no JSON any more.
            assert.deepEqual(JSON.parse(apply(text, change)), JSON.parse(JSON.stringify({ list: expected })));
          };
          check(
            remove(at(text, 'list', i)),
            list.filter((_, j) => j !== i),
          );
          check(insertItem(at(text, 'list'), extra), [...list, extra]);
          check(insertItem(at(text, 'list'), extra, at(text, 'list', i)), [
            ...list.slice(0, i + 1),
            extra,
            ...list.slice(i + 1),
          ]);
          check(
            setValue(at(text, 'list', i), extra),
            list.map((v, j) => (j === i ? extra : v)),
          );
        },
      ),
      { numRuns: 300 },
    );
  });
});
