import assert from 'node:assert/strict';
import { parsePolicy } from '../../src/policy';
import { operationsOf } from '../../src/rules/facts';
import { findingsOf } from './examples';

const role = '"Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}';
const anyone = '"Principal": "*"';

function codesOf(...statements: readonly string[]): readonly string[] {
  const text = `{"Version": "2012-10-17", "Statement": [${statements.join(', ')}]}`;
  return findingsOf({ kind: 'key', text }, text).map(f => f.code);
}

function operations(element: string) {
  const [statement] = parsePolicy(`{"Statement": {"Effect": "Allow", ${element}, "Resource": "*"}}`).statements;
  assert.ok(statement);
  return operationsOf(statement);
}

describe('rules and an action with a wildcard in its service prefix', () => {
  it('do not count it as giving', () => {
    const { actions, complete } = operations('"Action": ["kms:Encrypt", "k*:Decrypt"]');
    assert.deepEqual([[...actions], complete], [['kms:Encrypt'], false]);
  });

  it('do not count as given what it may except', () => {
    const { actions, complete } = operations('"NotAction": "k*:Decrypt"');
    assert.deepEqual([actions.has('kms:Decrypt'), actions.has('kms:Encrypt'), complete], [false, true, false]);
  });

  it('do not count it as a Deny that holds', () => {
    const allow = `{"Effect": "Allow", ${role}, "Action": "kms:Decrypt", "Resource": "*"}`;
    const deny = (action: string) => `{"Effect": "Deny", ${anyone}, "Action": "${action}", "Resource": "*"}`;
    assert.ok(codesOf(allow, deny('kms:*')).includes('allow-overridden-by-deny'));
    assert.ok(codesOf(allow, deny('kms:*')).includes('deny-putkeypolicy-all'));
    for (const action of ['k*:*', '*:Decrypt', 'k*:PutKeyPolicy']) {
      const codes = codesOf(allow, deny(action));
      assert.ok(!codes.includes('allow-overridden-by-deny'), action);
      assert.ok(!codes.includes('deny-putkeypolicy-all'), action);
      assert.ok(codes.includes('wildcard-in-service-name'), action);
    }
  });

  it('do not count it as covering the entry beside it, which would be taken out', () => {
    const list = (pattern: string) =>
      `{"Effect": "Deny", ${role}, "Action": ["kms:Decrypt", "${pattern}"], "Resource": "*"}`;
    assert.ok(codesOf(list('kms:De*')).includes('redundant-action'));
    assert.ok(!codesOf(list('*:Decrypt')).includes('redundant-action'));
  });
});
