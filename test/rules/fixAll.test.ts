import assert from 'node:assert/strict';
import { locate } from '../../src/policy';
import { rules as allRules } from '../../src/rules';
import { checkPolicies } from '../../src/rules/check';
import { changeTo } from '../../src/rules/facts';
import { fixAll, type FixedText } from '../../src/rules/fix-all';
import { everyKind, type Rule } from '../../src/rules/rule';
import { message } from '../../src/text/message';
import { services } from './examples';

function fix(text: string, rules: readonly Rule[] = allRules): FixedText {
  return fixAll(text, content => {
    const policies = locate(content);
    return { policies, findings: checkPolicies(policies, { services, rules }) };
  });
}

const fixed = (text: string): string => fix(text).text;

/** A rule that finds Sids, and whose safe fix writes others. */
function sidRule(code: string, wrong: RegExp, better: (sid: string) => string): Rule {
  return {
    code,
    severity: 'warning',
    summary: 'A test',
    why: 'A test',
    source: 'A test',
    kinds: everyKind,
    check({ statements }, report) {
      for (const { sid } of statements) {
        if (sid?.value !== undefined && wrong.test(sid.value.value)) {
          report({
            at: sid.value,
            message: message('A Sid'),
            fixes: changeTo(sid.value, better(sid.value.value), 'safe'),
          });
        }
      }
    },
    wrong: [],
    right: [],
  };
}

function withSids(...sids: readonly string[]): string {
  const statement = { Effect: 'Allow', Action: 'kms:ListKeys', Resource: '*' };
  return JSON.stringify({ Version: '2012-10-17', Statement: sids.map(Sid => ({ Sid, ...statement })) });
}

describe('fix-all', () => {
  // The data is always a little older than AWS: what it does not know may be real.
  const unknown = ['kms:Decryptt', 's3:GetObjects', 's3:', 's3:Forget*', 'dynamdb:GetItem', 'decrypt'];
  for (const [effect, element] of [
    ['Deny', 'Action'],
    ['Allow', 'Action'],
    ['Allow', 'NotAction'],
    ['Deny', 'NotAction'],
  ]) {
    for (const action of unknown) {
      it(`leaves ${action} where it stands, in ${element} of ${effect}`, () => {
        const text = JSON.stringify({
          Version: '2012-10-17',
          Statement: [{ Effect: effect, [element ?? '']: ['sqs:SendMessage', action], Resource: '*' }],
        });
        assert.equal(fixed(text), text);
      });
    }
  }

  const swap = sidRule('ping', /^ping$/, () => 'pong');
  const swapBack = sidRule('pong', /^pong$/, () => 'ping');
  const upper = sidRule('upper', /^[a-z]+$/, sid => sid.toUpperCase());
  const rows: readonly (readonly [
    name: string,
    rules: readonly Rule[],
    sids: readonly string[],
    after: readonly string[],
    left: readonly string[],
  ])[] = [
    ['makes fixes that hold', [upper], ['a', 'b', 'C'], ['A', 'B', 'C'], []],
    ['leaves a finding that comes back', [sidRule('back', /^a/, sid => `${sid}a`)], ['a', 'b'], ['a', 'b'], ['back']],
    ['leaves a finding whose fix changes nothing', [sidRule('same', /^a/, sid => sid)], ['a'], ['a'], ['same']],
    ['leaves two rules that take turns', [swap, swapBack], ['ping', 'x'], ['ping', 'x'], ['ping']],
    [
      'leaves three rules that take turns',
      [swap, sidRule('pong', /^pong$/, () => 'pung'), sidRule('pung', /^pung$/, () => 'ping')],
      ['pong'],
      ['pong'],
      ['pong'],
    ],
    [
      'makes the others beside one that comes back',
      [sidRule('back', /^x/, sid => `${sid}x`), upper],
      ['x1', 'abc'],
      ['x1', 'ABC'],
      ['back'],
    ],
  ];
  for (const [name, rules, sids, after, left] of rows) {
    it(name, () => {
      const result = fix(withSids(...sids), rules);
      assert.equal(result.text, withSids(...after));
      assert.deepEqual(
        result.left.map(f => f.code),
        left,
      );
      assert.deepEqual(fix(result.text, rules).text, result.text);
    });
  }

  it('ends where each fix brings another mistake', () => {
    const longer = [sidRule('even', /^(aa)+$/, sid => `${sid}a`), sidRule('odd', /^a(aa)*$/, sid => `${sid}a`)];
    const { text, left } = fix(withSids('a', 'B'), [...longer, sidRule('lower', /B/, () => 'b')]);
    assert.equal(text, withSids('a', 'b'));
    assert.deepEqual(
      left.map(f => f.code),
      ['odd'],
    );
  });

  it('leaves a fix that hides the policy', () => {
    const hides: Rule = {
      ...sidRule('hides', /x/, sid => sid),
      check({ document: { statement } }, report) {
        if (statement) {
          const at = statement.key;
          report({
            at,
            message: message('A name'),
            fixes: [{ title: message('A'), effect: 'safe', edits: [{ ...at, newText: '"x"' }] }],
          });
        }
      },
    };
    const text = withSids('a');
    const result = fix(text, [hides]);
    assert.deepEqual([result.text, result.left.length], [text, 1]);
  });
});
