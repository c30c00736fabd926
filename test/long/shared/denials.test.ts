import { inMarkdown } from '../../../src/text/inMarkdown';
import assert from 'node:assert/strict';
import { type Denial, readDenials } from '../../../src/denial';
import { diagnose } from '../../../src/diagnosis';
import { explanation } from '../../../src/explanation';
import { lies } from '../../fuzz/holds';
import { readShared, sharedNames, skipped } from './files';

interface Record {
  readonly id: string;
  readonly text: string;
  readonly expected: Partial<Denial> | { readonly kind: 'none' };
}

const path = 'examples/denials.jsonl';
const records = readShared<Record>(path);

describe('the shared real errors', () => {
  if (records === undefined) {
    skipped(`../shared/${path}`);
  }
  for (const { id, text, expected } of records ?? []) {
    it(`${id} is read as expected`, () => {
      const denials = readDenials(text);
      if (expected.kind === 'none') {
        assert.deepEqual(denials, []);
        return;
      }
      assert.equal(denials.length, 1);
      const read = Object.fromEntries(Object.keys(expected).map(field => [field, denials[0]?.[field as keyof Denial]]));
      assert.deepEqual(read, expected);
    });
  }
});

describe('every shared error, however it is read', () => {
  const names = sharedNames('examples');
  if (names.length === 0) {
    skipped('../shared/examples');
  }
  for (const name of names) {
    it(`${name}: has its place in the text, and an explanation`, () => {
      for (const { text } of readShared<Record>(`examples/${name}.jsonl`) ?? []) {
        for (const denial of readDenials(text)) {
          lies(denial.span, text);
          assert.ok(inMarkdown(explanation(diagnose({ denial }))).length > 0);
        }
      }
    });
  }
});
