import assert from 'node:assert/strict';
import { parsePolicy, readOperator } from '../../src/policy';
import {
  effectOfFewerValues,
  effectOfLess,
  effectOfMore,
  effectOfMoreValues,
  effectOfOtherOperator,
  effectOfRemoving,
  effectOfRemovingIdle,
  effectOfRepair,
  testsOf,
} from '../../src/rules/facts';
import { safeFix } from '../../src/rules/fix-all';
import type { FixEffect } from '../../src/rules/rule';
import { findingsOf } from './examples';

function statementOf(effect: string, condition = '') {
  const [statement] = parsePolicy(
    `{"Statement": {"Effect": "${effect}", "Action": "kms:Decrypt", "Resource": "*"${condition}}}`,
  ).statements;
  assert.ok(statement);
  return statement;
}

function testOf(effect: string, operator: string, value = 'a') {
  const [test] = testsOf(statementOf(effect, `, "Condition": {"${operator}": {"aws:Test": "${value}"}}`));
  assert.ok(test);
  return test;
}

describe('what a change of a statement does to access', () => {
  const rows: readonly (readonly [effect: string, more: FixEffect, less: FixEffect])[] = [
    ['Allow', 'widens', 'review'],
    ['Deny', 'review', 'widens'],
    // It may be meant to allow.
    ['allow', 'widens', 'review'],
  ];
  for (const [effect, more, less] of rows) {
    const statement = statementOf(effect);

    it(`${effect} that applies to more requests: ${more}; to fewer: ${less}`, () => {
      assert.deepEqual([effectOfMore(statement), effectOfLess(statement)], [more, less]);
    });

    it(`${effect} of which an entry is replaced: widens, for the old one may be real`, () => {
      assert.equal(effectOfRepair({ statement }), 'widens');
    });

    it(`${effect} of which an entry is removed: ${less}; one that is excepted: ${more}`, () => {
      assert.deepEqual(
        [false, true].map(not => effectOfRemoving({ statement, not })),
        [less, more],
      );
    });

    for (const [operator, fits, negates] of [
      ['StringEquals', more, less],
      ['StringNotEquals', less, more],
      ['StringEqualsIfExists', more, less],
    ] as const) {
      it(`${effect} with ${operator} that fits more values: ${fits}; fewer: ${negates}`, () => {
        const test = testOf(effect, operator);
        assert.deepEqual([effectOfMoreValues(test), effectOfFewerValues(test)], [fits, negates]);
      });
    }

    for (const [before, after, other] of [
      ['ForAnyValue:StringEquals', 'StringEquals', 'safe'],
      ['StringNotEquals', 'StringNotLike', 'safe'],
      ['ForAnyValue:StringNotEquals', 'StringNotEquals', more],
      ['StringEquals', 'StringEqualsIfExists', more],
      ['ForAllValues:StringEquals', 'StringEquals', less],
    ] as const) {
      it(`${effect} with ${before} written as ${after}: ${other}`, () => {
        assert.equal(effectOfOtherOperator(testOf(effect, before), readOperator(after)), other);
      });
    }
  }
});

describe('what it does to remove an entry that fits nothing, as far as is known', () => {
  for (const [effect, not, does] of [
    ['Allow', false, 'safe'],
    ['Allow', true, 'widens'],
    ['Deny', false, 'widens'],
    ['Deny', true, 'review'],
    ['allow', false, 'review'],
  ] as const) {
    it(`${effect}${not ? ', excepted' : ''}: ${does}`, () => {
      assert.equal(effectOfRemovingIdle({ statement: statementOf(effect), not }), does);
    });
  }
});

/** The effects of a rule's fixes in a policy of this statement. */
function effectsOf(code: string, kind: 'key' | 'identity', statement: string): readonly FixEffect[] {
  const text = `{"Version": "2012-10-17", "Statement": [${statement}]}`;
  const findings = findingsOf({ kind, text }, text).filter(f => f.code === code);
  assert.notEqual(findings.length, 0, code);
  return findings.flatMap(f => f.fixes.map(fix => fix.effect));
}

describe('fixes of a Deny', () => {
  const anyone = '"Principal": {"AWS": "*"}';

  it('that brings it to life is not made in bulk: it may shut everybody out', () => {
    const text = `{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", ${anyone}, "Action": "kms:*"}]}`;
    const [finding] = findingsOf({ kind: 'key', text }, text).filter(f => f.code === 'missing-resource');
    assert.deepEqual(
      finding?.fixes.map(fix => fix.effect),
      ['review'],
    );
    assert.equal(finding && safeFix(finding), undefined);
  });

  const excepting: readonly (readonly [code: string, kind: 'key' | 'identity', statement: string])[] = [
    [
      'invalid-partition',
      'identity',
      '{"Effect": "Deny", "Action": "s3:GetObject", "NotResource": "arn:amazon:s3:::example/*"}',
    ],
    [
      'invalid-arn-region',
      'identity',
      '{"Effect": "Deny", "Action": "kms:Decrypt", "NotResource": "arn:aws:kms:eu-wset-1:111122223333:key/*"}',
    ],
    [
      'invalid-service-principal-format',
      'key',
      '{"Effect": "Deny", "NotPrincipal": {"Service": "SNS.amazonaws.com"}, "Action": "kms:Decrypt", "Resource": "*"}',
    ],
    [
      'invalid-principal-key',
      'key',
      '{"Effect": "Deny", "NotPrincipal": {"Aws": "111122223333"}, "Action": "kms:Decrypt", "Resource": "*"}',
    ],
    ['invalid-action', 'identity', '{"Effect": "Deny", "NotAction": "kms:Decrypted", "Resource": "*"}'],
  ];
  for (const [code, kind, statement] of excepting) {
    it(`${code}: what is excepted after the fix gets more access`, () => {
      assert.deepEqual(effectsOf(code, kind, statement), ['widens']);
    });
  }

  it('wrong-encryption-context-key: a Deny that holds without the key denied everything', () => {
    const denial = (operator: string) =>
      `{"Effect": "Deny", "Principal": {"Service": "sns.amazonaws.com"}, "Action": "kms:Decrypt", "Resource": "*", "Condition": {"${operator}": {"kms:EncryptionContext:aws:sns:arn": "x"}}}`;
    assert.deepEqual(effectsOf('wrong-encryption-context-key', 'key', denial('StringEquals')), ['widens']);
    assert.deepEqual(effectsOf('wrong-encryption-context-key', 'key', denial('StringEqualsIfExists')), ['widens']);
  });
});
