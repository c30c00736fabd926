import assert from 'node:assert/strict';
import { readDenials } from '../../src/denial';
import { type Form, sdks, wrappers } from './forms';
import { mentions } from './mention-forms';
import { damaged, documents, reasons } from './more-forms';
import { seen } from './seen-forms';
import { wild } from './wild-forms';

const tables: Readonly<Record<string, readonly Form[]>> = {
  'SDKs and command lines': sdks,
  'tools and services': wrappers,
  reasons: reasons,
  damage: damaged,
  documents: documents,
  'the wild': wild,
  'the wild, once more': seen,
  'mentions, no failures': mentions,
};

for (const [title, forms] of Object.entries(tables)) {
  describe(`denial: ${title}`, () => {
    for (const { name, text, expected } of forms) {
      it(name, () => {
        const denials = readDenials(text);
        const read = denials.map((denial, i) =>
          Object.fromEntries(
            Object.keys(expected[i] ?? denial).map(field => [field, denial[field as keyof typeof denial]]),
          ),
        );
        assert.deepEqual(read, expected);
      });
    }
  });
}
