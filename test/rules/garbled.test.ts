import assert from 'node:assert/strict';
import { findingsOf } from './examples';

const whole = '{"Effect": "Allow", "Principal": "*", "Action": "kms:Decrypted", "Resource": "*"}';

function codesOf(statement: string): readonly string[] {
  const text = `{"Version": "2012-10-17", "Statement": [${whole}, ${statement}]}`;
  const second = text.indexOf(statement);
  return findingsOf({ kind: 'key', text }, text)
    .filter(f => f.offset >= second && f.offset < second + statement.length)
    .map(f => f.code);
}

describe('a statement with broken JSON', () => {
  it('has findings when it is whole', () => {
    assert.ok(codesOf(`${whole} `).includes('invalid-action'));
  });

  for (const [what, statement] of [
    ['a word without quotes', whole.replace('"Allow"', 'Allow')],
    ['a string that does not end', whole.replace('"Resource": "*"', '"Resource": "*')],
  ] as const) {
    it(`by ${what} has its syntax errors and nothing else: the rest was read as something it is not`, () => {
      assert.deepEqual([...new Set(codesOf(statement))], ['json-syntax-error']);
    });
  }

  it('hides nothing in the statements before it', () => {
    const text = `{"Version": "2012-10-17", "Statement": [${whole}, ${whole.replace('"Allow"', 'Allow')}]}`;
    const codes = findingsOf({ kind: 'key', text }, text).map(f => f.code);
    assert.equal(codes.filter(c => c === 'invalid-action').length, 1);
  });
});
