import assert from 'node:assert/strict';
import { nameOfStatement, parsePolicy } from '../../src/policy';

it('a statement is called by its Sid, and by its number where it has none that names it', () => {
  const { statements } = parsePolicy(
    '{"Statement": [{"Sid": "App", "Effect": "Allow"}, {"Effect": "Allow"}, {"Sid": "", "Effect": "Deny"}, {"Sid": 4}]}',
  );
  assert.deepEqual(statements.map(nameOfStatement), [{ sid: 'App' }, { number: 2 }, { number: 3 }, { number: 4 }]);
});
