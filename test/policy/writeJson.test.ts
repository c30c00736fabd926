import assert from 'node:assert/strict';
import { findNodeAtLocation, type Node } from 'jsonc-parser';
import {
  addValue,
  addValues,
  type Change,
  changeJson,
  insertItem,
  insertMembers,
  parseJson,
  remove,
  renameKey,
  setValue,
} from '../../src/policy';

/** Finds nodes of a text by their path; a member by `member`. */
type Find = (...path: (string | number)[]) => Node;

const cases: readonly (readonly [string, string, (at: Find) => readonly Change[], string | undefined])[] = [
  ['nothing for no members', '{"a": 1}', at => [insertMembers(at(), {})], '{"a": 1}'],
  ['nothing for no members of an empty object', '{}', at => [insertMembers(at(), {})], '{}'],
  [
    'several members into an empty object',
    '{}',
    at => [insertMembers(at(), { a: 1 }), insertMembers(at(), { b: 2 })],
    '{"a": 1, "b": 2}',
  ],
  ['a minified member', '{"a":1}', at => [insertMembers(at(), { b: { c: [1, 2] } })], '{"a":1,"b":{"c":[1,2]}}'],
  ['neighbours taken out at once', '["a", "b", "c"]', at => [remove(at(0)), remove(at(1))], '["c"]'],
  ['the last ones taken out at once', '["a", "b", "c"]', at => [remove(at(1)), remove(at(2))], '["a"]'],
  ['all taken out, with the last comma', '["a", "b",]', at => [remove(at(0)), remove(at(1))], '[]'],
  [
    'one that goes replaced by one that comes',
    '["a", /* b */ "b"]',
    at => [remove(at(1)), insertItem(at(), 'x', at(1))],
    '["a", /* b */ "x"]',
  ],
  [
    'a scalar by a list that has it',
    '{"a": "x" /* x */}',
    at => [setValue(at('a'), ['w', 'x', 'y'])],
    '{"a": ["w", "x", "y"] /* x */}',
  ],
  ['a list by one of its items', '{"a": [ /* x */ "x", "y" ]}', at => [setValue(at('a'), 'x')], '{"a":  /* x */ "x"}'],
  ['a list over lines by its item', '{\n  "a": [\n    "x"\n  ]\n}', at => [setValue(at('a'), 'x')], '{\n  "a": "x"\n}'],
  [
    'what differs in a list alone',
    '[\n  "a", // one\n  "b", // two\n  "c"\n]',
    at => [setValue(at(), ['a', 'c', 'd'])],
    '[\n  "a", // one\n   // two\n  "c",\n  "d"\n]',
  ],
  [
    'what differs in an object alone',
    '{"a": 1, /* b */ "b": {"c": 2, "d": 3}}',
    at => [setValue(at(), { a: 1, b: { c: 2, d: 4 } })],
    '{"a": 1, /* b */ "b": {"c": 2, "d": 4}}',
  ],
  [
    'a comment that ends a line stays with what it is about',
    '[\n  "a" // one\n]',
    at => [insertItem(at(), 'b')],
    '[\n  "a", // one\n  "b"\n]',
  ],
  [
    'the same where another item follows',
    '[\n  "a", // one\n  "c"\n]',
    at => [insertItem(at(), 'b', at(0))],
    '[\n  "a", // one\n  "b",\n  "c"\n]',
  ],
  [
    'an object becomes one of two, over lines',
    '{\n  "s": {\n    "a": 1\n  }\n}',
    at => [addValue(at('s'), { a: 2 })],
    '{\n  "s": [{\n    "a": 1\n  }, {\n    "a": 2\n  }]\n}',
  ],
  ['several values to a scalar', '{"a": "x"}', at => addValues(at('a'), ['y', 'z']), '{"a": ["x", "y", "z"]}'],
  [
    'a comma before the item of the next line',
    '[\n  "a" // one\n  , "b"\n]',
    at => [remove(at(0))],
    '[\n   // one\n   "b"\n]',
  ],
  ['line ends', '{\r\n  "a": 1\r\n}', at => [insertMembers(at(), { b: 2 })], '{\r\n  "a": 1,\r\n  "b": 2\r\n}'],
  ['a name that is there already', '{"a": 1, "b": 2}', at => [insertMembers(at(), { b: 3 })], undefined],
  ['a rename to a name that is there already', '{"a": 1, "b": 2}', at => [renameKey(member(at('a')), 'b')], undefined],
  [
    'a name that becomes free',
    '{"a": 1, "b": 2}',
    at => [renameKey(member(at('a')), 'b'), remove(member(at('b')))],
    '{"b": 1}',
  ],
  ['two values for one place', '{"a": 1}', at => [setValue(at('a'), 2), setValue(at('a'), 3)], undefined],
  ['a change in what goes', '{"a": {"b": 1}}', at => [remove(member(at('a'))), setValue(at('a', 'b'), 2)], undefined],
  ['an item into an object', '{"a": 1}', at => [insertItem(at(), 2)], undefined],
  ['an open object', '{"a": 1', at => [insertMembers(at(), { b: 2 })], undefined],
  [
    'a closed object in an open one',
    '{"s": [{"a": 1}, {"a',
    at => [insertMembers(at('s', 0), { b: 2 })],
    '{"s": [{"a": 1, "b": 2}, {"a',
  ],
  ['an open list', '{"s": [{"a": 1}, {"a', at => [remove(at('s', 0))], undefined],
  ['a value beside a stray word', '{"a": "say "Hello" now"}', at => [setValue(at('a'), 'b')], undefined],
  ['a value behind a stray quote', '[{"a": 1}", \n{"a": 2}]', at => [setValue(at(2, 'a'), 3)], undefined],
  ['a number that JSON has not', '{"a": 1}', at => [setValue(at('a'), Infinity)], undefined],
];

function member(node: Node): Node {
  return node.parent ?? assert.fail('no member');
}

describe('a change written into JSON', () => {
  for (const [what, text, changes, expected] of cases) {
    it(expected === undefined ? `is refused: ${what}` : what, () => {
      const { root } = parseJson(text);
      const at: Find = (...path) =>
        findNodeAtLocation(root ?? assert.fail('no JSON'), path) ?? assert.fail(path.join('.'));
      assert.equal(changeJson(text, changes(at)), expected);
    });
  }

  it('is refused, and does not throw, in what is nested too deep to be looked into', () => {
    for (let depth = 500; depth < 10_000; depth += 500) {
      const text = `{"a": 1, "b": ${'['.repeat(depth)}${']'.repeat(depth)}}`;
      const { root } = parseJson(text);
      const after = root && changeJson(text, [{ kind: 'text', node: root, span: root, newText: text, keeps: 'shape' }]);
      assert.ok(after === undefined || after === text);
    }
  });
});
