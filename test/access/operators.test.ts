import assert from 'node:assert/strict';
import { sayEnglish } from '../../src/text/say';
import { allow, decideCase, deny, iamAllow, type Json, policy, rootStatement } from './cases';

const key = 'aws:Test';

/** Whether an Allow under this condition lets the role in. */
function holds(operator: string, wanted: unknown, value: string | readonly string[] | undefined): boolean {
  const decision = decideCase({
    keyPolicy: policy(allow({ Condition: { [operator]: { [key]: wanted } } })),
    context: value === undefined ? {} : { [key]: value },
  });
  assert.notEqual(decision.outcome, 'unknown', `${operator} ${JSON.stringify(wanted)} ${JSON.stringify(value)}`);
  return decision.outcome === 'allowed';
}

type Row = readonly [
  operator: string,
  wanted: unknown,
  value: string | readonly string[] | undefined,
  expected: boolean,
];

// IAM User Guide, "IAM JSON policy elements: Condition operators" and "Set operators for multivalued context keys".
const table: Readonly<Record<string, readonly Row[]>> = {
  strings: [
    ['StringEquals', 'a', 'a', true],
    ['StringEquals', 'a', 'A', false],
    ['StringEquals', ['b', 'a'], 'a', true],
    ['StringEquals', 'a*', 'ab', false],
    ['StringNotEquals', 'a', 'b', true],
    ['StringNotEquals', ['a', 'b'], 'b', false],
    ['StringNotEquals', 'a', undefined, true],
    ['StringEqualsIgnoreCase', 'aB', 'Ab', true],
    ['StringNotEqualsIgnoreCase', 'aB', 'Ab', false],
    ['StringLike', 'a*c', 'abc', true],
    ['StringLike', 'a?c', 'abc', true],
    ['StringLike', 'a?c', 'ac', false],
    ['StringLike', 'A*', 'abc', false],
    ['StringNotLike', 'a*', 'abc', false],
    ['StringNotLike', 'a*', undefined, true],
    ['StringEquals', 'a', undefined, false],
  ],
  numbers: [
    ['NumericEquals', '10', '10.0', true],
    ['NumericEquals', 10, '10', true],
    ['NumericNotEquals', '10', '11', true],
    ['NumericLessThan', '10', '9', true],
    ['NumericLessThan', '10', '10', false],
    ['NumericLessThanEquals', '10', '10', true],
    ['NumericGreaterThan', '9', '10', true],
    ['NumericGreaterThanEquals', '11', '10', false],
    ['NumericLessThan', '10', 'nine', false],
    ['NumericLessThan', '10', undefined, false],
  ],
  dates: [
    ['DateEquals', '2026-01-01T00:00:00Z', '1767225600', true],
    ['DateNotEquals', '2026-01-01', '2026-01-02T00:00:00Z', true],
    ['DateLessThan', '2026-01-01T00:00:00Z', '2025-12-31T23:59:59Z', true],
    ['DateLessThanEquals', '2026-01-01', '2026-01-01T00:00:00Z', true],
    ['DateGreaterThan', '2026-01-01T00:00:00+02:00', '2026-01-01T00:00:00Z', true],
    ['DateGreaterThanEquals', '2026-01-02', '2026-01-01', false],
  ],
  booleans: [
    ['Bool', 'true', 'true', true],
    ['Bool', true, 'true', true],
    ['Bool', 'true', 'false', false],
    ['Bool', 'false', undefined, false],
    ['BoolIfExists', 'true', undefined, true],
    ['BoolIfExists', 'true', 'false', false],
  ],
  binary: [
    ['BinaryEquals', 'QmluYXJ5', 'QmluYXJ5', true],
    ['BinaryEquals', 'QmluYXJ5', 'qmluyxj5', false],
  ],
  addresses: [
    ['IpAddress', '203.0.113.0/24', '203.0.113.9', true],
    ['IpAddress', '203.0.113.0/24', '203.0.114.9', false],
    ['IpAddress', '203.0.113.9', '203.0.113.9', true],
    ['IpAddress', '203.0.113.128/25', '203.0.113.127', false],
    ['IpAddress', '0.0.0.0/0', '198.51.100.1', true],
    ['IpAddress', '10.0.0.0/31', '10.0.0.1', true],
    ['NotIpAddress', '203.0.113.0/24', '203.0.113.9', false],
    ['NotIpAddress', '203.0.113.0/24', undefined, true],
    ['IpAddress', '2001:db8::/32', '2001:db8:1::1', true],
    ['IpAddress', '2001:db8::/33', '2001:db8:8000::1', false],
    ['IpAddress', '2001:DB8::1', '2001:db8:0:0:0:0:0:1', true],
    ['IpAddress', '::ffff:192.0.2.0/120', '::ffff:192.0.2.7', true],
    ['IpAddress', '2001:db8::/32', '32.1.13.184', false],
    ['IpAddress', '203.0.113.0/24', 'AWS Internal', false],
  ],
  arns: [
    ['ArnLike', 'arn:aws:s3:::bucket*', 'arn:aws:s3:::bucket-1', true],
    ['ArnEquals', 'arn:aws:s3:::bucket*', 'arn:aws:s3:::bucket-1', true],
    ['ArnLike', 'arn:aws:*:*:111122223333:*', 'arn:aws:sns:eu-west-1:111122223333:a:b', true],
    ['ArnLike', 'arn:aws:s3:::*', 'arn:aws:sns:eu-west-1:111122223333:t', false],
    ['ArnNotLike', 'arn:aws:s3:::*', 'arn:aws:s3:::b', false],
    ['ArnNotEquals', 'arn:aws:s3:::a', undefined, true],
    ['ArnLike', 'arn:aws:s3:::b', 'b', false],
  ],
  'missing keys': [
    ['Null', 'true', undefined, true],
    ['Null', 'true', 'x', false],
    ['Null', 'false', 'x', true],
    ['Null', false, undefined, false],
    ['Null', ['true', 'false'], 'x', true],
    ['ForAllValues:Null', 'false', undefined, true],
    ['ForAllValues:Null', 'true', 'x', true],
    ['ForAnyValue:Null', 'true', undefined, false],
    ['ForAnyValue:Null', 'false', 'x', false],
    ['StringEqualsIfExists', 'a', undefined, true],
    ['StringEqualsIfExists', 'a', 'b', false],
    ['StringNotEqualsIfExists', 'a', 'a', false],
  ],
  sets: [
    ['ForAnyValue:StringEquals', ['a', 'b'], ['x', 'b'], true],
    ['ForAnyValue:StringEquals', 'a', ['x'], false],
    ['ForAnyValue:StringEquals', 'a', undefined, false],
    ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'b'], true],
    ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'c'], false],
    ['ForAllValues:StringEquals', 'a', undefined, true],
    ['ForAllValues:StringEquals', 'a', [], true],
    ['ForAllValues:StringLike', 'a', [''], true],
    ['ForAnyValue:StringNotEquals', 'a', ['a', 'b'], true],
    ['ForAllValues:StringNotLike', 'a*', ['b', 'ab'], false],
    ['ForAnyValue:StringLikeIfExists', 'a*', undefined, true],
    ['ForAnyValue:StringNotEquals', 'a', undefined, false],
    ['ForAnyValue:StringNotEqualsIfExists', 'a', undefined, true],
    ['ForAllValues:StringNotEquals', 'a', undefined, true],
    ['ForAnyValue:StringEquals', 'a', 'a', true],
  ],
};

describe('condition operators', () => {
  for (const [family, rows] of Object.entries(table)) {
    for (const [operator, wanted, value, expected] of rows) {
      it(`${family}: ${operator} ${JSON.stringify(wanted)} is ${expected} for ${value === undefined ? 'an absent key' : JSON.stringify(value)}`, () => {
        assert.equal(holds(operator, wanted, value), expected);
      });
    }
  }

  // What AWS makes of other capitals is not known: see OperatorValidity.
  for (const operator of ['stringEquals', 'STRINGEQUALS', 'forAnyValue:StringEquals', 'StringEqualsIfexists']) {
    it(`${operator} lets nobody in for certain, and nobody whom the operator that was meant would not`, () => {
      const decide = (statement: Json, value: string): string =>
        decideCase({ keyPolicy: policy(statement), context: { [key]: value } }).outcome;
      const allowed = allow({ Condition: { [operator]: { [key]: 'a' } } });
      assert.equal(decide(allowed, 'a'), 'unknown');
      assert.equal(decide(allowed, 'b'), 'denied');
    });

    it(`${operator} in a Deny denies nobody for certain, and nobody whom the operator that was meant would not`, () => {
      const decide = (value: string): string =>
        decideCase({
          keyPolicy: policy(allow(), deny({ Condition: { [operator]: { [key]: 'a' } } })),
          context: { [key]: value },
        }).outcome;
      assert.equal(decide('a'), 'unknown');
      assert.equal(decide('b'), 'allowed');
    });
  }

  for (const operator of ['NullIfExists', 'StringEqual', 'ForAnyValues:StringEquals', '']) {
    it(`there is no operator "${operator}"`, () => {
      const [need] = decideCase({
        keyPolicy: policy(allow(), deny({ Condition: { [operator]: { [key]: 'true' } } })),
        context: { [key]: 'true' },
      }).needs;
      assert.equal(
        need?.kind === 'statement' && sayEnglish(need.problem),
        `there is no condition operator ${operator}`,
      );
    });
  }

  it('a single-valued operator on several values is not guessed', () => {
    assert.equal(
      decideCase({
        keyPolicy: policy(allow({ Condition: { StringEquals: { [key]: 'a' } } })),
        context: { [key]: ['a', 'b'] },
      }).outcome,
      'unknown',
    );
  });

  it('an ARN pattern with fewer parts than an ARN is not guessed', () => {
    const keyPolicy = policy(allow({ Condition: { ArnLike: { [key]: 'arn:aws:s*:topic' } } }));
    assert.equal(
      decideCase({ keyPolicy, context: { [key]: 'arn:aws:sns:eu-west-1:111122223333:topic' } }).outcome,
      'unknown',
    );
    assert.equal(
      decideCase({ keyPolicy, context: { [key]: 'arn:aws:sns:eu-west-1:111122223333:queue' } }).outcome,
      'denied',
    );
  });

  it('all operators and keys must hold, and any value of a key', () => {
    const condition = { StringEquals: { 'aws:A': ['1', '2'], 'aws:B': '3' }, Bool: { 'aws:C': 'true' } };
    const outcome = (context: object): string =>
      decideCase({ keyPolicy: policy(allow({ Condition: condition })), context }).outcome;
    assert.equal(outcome({ 'aws:A': '2', 'aws:B': '3', 'aws:C': 'true' }), 'allowed');
    assert.equal(outcome({ 'aws:A': '2', 'aws:B': '4', 'aws:C': 'true' }), 'denied');
    assert.equal(outcome({ 'aws:A': '2', 'aws:B': '3' }), 'denied');
  });

  it('a Deny with a value of the wrong type makes the answer unknown', () => {
    const statements = [rootStatement, deny({ Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/99' } } })];
    assert.equal(
      decideCase({
        keyPolicy: policy(...statements),
        identityPolicies: [iamAllow],
        context: { 'aws:SourceIp': '203.0.113.7' },
      }).outcome,
      'unknown',
    );
  });

  it('an unresolved variable equals nothing, and leaves a negated operator open', () => {
    const decide = (operator: string): string =>
      decideCase({
        keyPolicy: policy(allow({ Condition: { [operator]: { [key]: '${aws:username}' } } })),
        context: { [key]: 'ann' },
      }).outcome;
    assert.equal(decide('StringEquals'), 'denied');
    assert.equal(decide('StringNotEquals'), 'unknown');
  });
});
