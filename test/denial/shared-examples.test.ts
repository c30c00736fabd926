import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { readDenials } from '../../src/denial';

interface Example {
  readonly id: string;
  readonly text: string;
  readonly expected: Readonly<Record<string, unknown>>;
}

const file = resolve(__dirname, '../../../shared/examples/denials.jsonl');
const examples: readonly Example[] = existsSync(file)
  ? readFileSync(file, 'utf8')
      .split('\n')
      .filter(line => line !== '')
      .map(line => JSON.parse(line) as Example)
  : [];

describe('denial: real errors of ../shared/examples/denials.jsonl', () => {
  if (examples.length === 0) {
    it('every record comes out as expected (../shared is not there)', function () {
      this.skip();
    });
  }
  for (const { id, text, expected } of examples) {
    it(`${id} is read as expected`, () => {
      const denials = readDenials(text);
      if (expected['kind'] === 'none') {
        assert.deepEqual(denials, []);
        return;
      }
      assert.equal(denials.length, 1);
      const read = Object.fromEntries(
        Object.keys(expected).map(field => [field, denials[0]?.[field as keyof (typeof denials)[0]]]),
      );
      assert.deepEqual(read, expected);
    });
  }
});
