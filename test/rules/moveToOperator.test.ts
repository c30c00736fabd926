import assert from 'node:assert/strict';
import type { Finding } from '../../src/rules/rule';
import { findingsOf, made } from './examples';

const policy = (condition: string): string =>
  `{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "s3:GetObject", "Resource": "*", "Condition": {${condition}}}]}`;

/** Findings that `aws:SourceArn` with a wildcard stands under StringEquals. */
function found(text: string): Finding[] {
  return findingsOf({ kind: 'identity', text }, text).filter(f => f.code === 'wildcard-without-like-operator');
}

const like = '"aws:PrincipalArn": "arn:aws:iam::111122223333:role/a*"';

// [the condition, what the fix makes of it; undefined = there is no fix]
const cases: readonly (readonly [string, string, string | undefined])[] = [
  ['alone', `"ArnEquals": {}, "StringEquals": {${like}}`, `"ArnEquals": {}, "ArnLike": {${like}}`],
  [
    'with another key',
    `"StringEquals": {${like}, "aws:username": "x"}`,
    `"StringEquals": {"aws:username": "x"}, "ArnLike": {${like}}`,
  ],
  [
    'beside the operator that it goes to',
    `"StringEquals": {${like}}, "ArnLike": {"aws:username": "x"}`,
    `"ArnLike": {"aws:username": "x", ${like}}`,
  ],
  [
    'beside the same in other capitals',
    `"StringEquals": {${like}}, "arnlike": {"aws:username": "x"}`,
    `"arnlike": {"aws:username": "x", ${like}}`,
  ],
  ['beside an empty one', `"StringEquals": {${like}}, "ArnLike": {}`, `"ArnLike": {${like}}`],
  ['beside one with the key', `"StringEquals": {${like}}, "ArnLike": {"AWS:PrincipalArn": "x"}`, undefined],
  ['beside one that holds a list', `"StringEquals": {${like}}, "ArnLike": ["x"]`, undefined],
  ['beside one that holds a text', `"StringEquals": {${like}}, "ArnLike": "x"`, undefined],
  ['beside one that a template makes', `"StringEquals": {${like}}, "ArnLike": {"Ref": "X"}`, undefined],
];

describe('a condition key that moves to another operator', () => {
  for (const [how, before, after] of cases) {
    it(`${how}: ${after === undefined ? 'has no fix' : 'is merged'}`, () => {
      const [finding] = found(policy(before));
      assert.ok(finding);
      const [fix] = finding.fixes;
      const result = fix && made(policy(before), finding, fix);
      assert.equal(JSON.stringify(result && JSON.parse(result)), after && JSON.stringify(JSON.parse(policy(after))));
    });
  }
});
