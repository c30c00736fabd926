import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type LocatedKind, locate } from '../../src/policy';
import { checkPolicies } from '../../src/rules/check';
import { services } from './examples';

interface Valid {
  readonly name: string;
  readonly kind: LocatedKind;
  readonly warnings: readonly string[];
  readonly text: string;
}

// Written after the guides of the services that they are for.
const policies = JSON.parse(
  readFileSync(resolve(import.meta.dirname, '../fixtures/valid-policies.json'), 'utf8'),
) as readonly Valid[];

describe('policies as the guides of AWS services show them', () => {
  for (const { name, kind, warnings, text } of policies) {
    it(`${name}: no error${warnings.length > 0 ? `, but ${warnings.join(', ')}` : ' and no warning'}`, () => {
      const located = locate(text);
      const found = checkPolicies(located, { services, syntaxErrors: 'json' });
      assert.deepEqual(
        located.map(l => l.kind),
        [kind],
      );
      assert.deepEqual(
        found.filter(f => f.severity === 'error').map(f => f.code),
        [],
      );
      assert.deepEqual([...new Set(found.filter(f => f.severity === 'warning').map(f => f.code))], warnings);
    });
  }
});
