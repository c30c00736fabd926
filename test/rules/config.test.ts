import { strict as assert } from 'node:assert';
import { applyEdits } from '../../src/policy';
import { addIgnore, kindInConfig, readConfig, setKind } from '../../src/rules/config';
import { sayEnglish } from '../../src/text/say';

describe('a kind written into .double-lock.json', () => {
  const set = (text: string, glob: string) => applyEdits(text, setKind(text, glob, 'trust') ?? []);

  for (const [what, before] of [
    ['an empty file', ''],
    ['a file without kinds', '{\n  // why\n  "rules": { "invalid-action": "off" }\n}\n'],
    ['a file where another glob fits too', '{\n  "kinds": {\n    "**/*.json": "key"\n  }\n}\n'],
    ['a file that says otherwise', '{ "kinds": { "a/b.json": "key" } }'],
  ] as const) {
    it(`counts in ${what}`, () => {
      const after = set(before, 'a/b.json');
      const { config, problems } = readConfig(after);
      assert.deepEqual(problems, []);
      assert.equal(kindInConfig(config, 'a/b.json'), 'trust');
      assert.equal(after.includes('// why'), before.includes('// why'));
      assert.deepEqual(config.rules, readConfig(before || '{}').config.rules);
    });
  }
});

describe('what is wrong with a .double-lock.json', () => {
  it('says when a code is no rule’s, and what it may have been meant to be', () => {
    const { config, problems } = readConfig(
      '{"rules": {"invalid-actoin": "off", "invalid-action": "hint", "x": "off"}, "ignore": [{"code": "missing-versoin"}]}',
    );
    assert.deepEqual(problems.map(sayEnglish), [
      'rules: there is no rule invalid-actoin. Did you mean invalid-action?',
      'rules: there is no rule x.',
      'ignore: there is no rule missing-versoin. Did you mean missing-version?',
    ]);
    assert.deepEqual(config.rules, { 'invalid-action': 'hint' });
  });

  it('is said, and the rest counts', () => {
    const { config, problems } = readConfig('{"rules": {"invalid-action": "off"}, "kinds": {');
    assert.deepEqual(config.rules, { 'invalid-action': 'off' });
    assert.equal(problems.length, 1);
    assert.deepEqual(readConfig('{"rules": {"invalid-action": "off"}, /* why */}').problems, []);
  });

  it('is not looked for as if it were a policy', () => {
    assert.equal(kindInConfig(readConfig('{"kinds": {"*.json": "key"}}').config, 'infra/.double-lock.json'), undefined);
  });
});

describe('an ignore written into .double-lock.json', () => {
  it('joins those that are there', () => {
    const before = '{\n  "ignore": [\n    { "code": "a" }\n  ]\n}\n';
    const after = applyEdits(before, addIgnore(before, { file: '/x.json', code: 'b', reason: 'legacy' }) ?? []);
    assert.deepEqual(readConfig(after).config.ignore, [
      { code: 'a' },
      { file: '/x.json', code: 'b', reason: 'legacy' },
    ]);
    assert.ok(after.startsWith('{\n  "ignore": [\n    { "code": "a" }'));
  });

  it('leaves a broken file alone', () => {
    assert.equal(addIgnore('{ "ignore": [{ "code": "a" }', { code: 'b' }), undefined);
  });

  it('begins a file', () => {
    assert.deepEqual(readConfig(applyEdits('', addIgnore('', { code: 'b' }) ?? [])).config.ignore, [{ code: 'b' }]);
  });
});
