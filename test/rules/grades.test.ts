import assert from 'node:assert/strict';
import { rules } from '../../src/rules';
import { type Example, fixTitle, type Rule } from '../../src/rules/rule';
import { sayEnglish } from '../../src/text/say';
import { findingsOf, made, unmark } from './examples';
import { changesOf, variantsOf } from './grades';

/** Where a fix of a rule does more to access than its grade says: for each example, and each with one thing turned round. */
function* broken(rule: Rule, example: Example): Generator<string> {
  for (const text of variantsOf(unmark(example.text).text)) {
    for (const finding of findingsOf(example, text, { rules: [rule] })) {
      for (const fix of finding.fixes.filter(f => f.effect !== 'widens')) {
        const after = made(text, finding, fix);
        const { gains, losses } = changesOf(example.kind, text, after, example.keyArn);
        const [said] = fix.effect === 'safe' ? [...gains, ...losses] : gains;
        if (said !== undefined) {
          yield `${fixTitle(fix, sayEnglish)} (${fix.effect}): ${said}\n${text}\n${after}`;
        }
      }
    }
  }
}

describe('the effect that a fix is said to have on access', () => {
  for (const rule of rules) {
    it(`${rule.code}: nobody gets more by one that does not widen, and a safe one changes nothing`, () => {
      assert.equal(rule.wrong.flatMap(example => [...broken(rule, example)]).join('\n'), '');
    });
  }

  it('is held against decisions that tell a wider policy from a narrower one', () => {
    const policy = (more: object) =>
      JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 'kms:Decrypt', Resource: '*', ...more }],
      });
    const narrow = policy({ Condition: { StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } } });
    const changes = (before: string, after: string) => {
      const { gains, losses } = changesOf('identity', before, after);
      return [gains.length > 0, losses.length > 0];
    };
    assert.deepEqual(changes(narrow, policy({})), [true, false]);
    assert.deepEqual(changes(policy({}), narrow), [false, true]);
    assert.deepEqual(changes(policy({ Effect: 'Deny' }), narrow), [true, false]);
    assert.deepEqual(changes(narrow, narrow), [false, false]);
  });
});
