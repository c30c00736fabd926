import fc from 'fast-check';
import { anyText, damageChangesNothing } from './randomTexts';

for (const [title, properties] of Object.entries({
  'damage does not change what is read': damageChangesNothing,
  'any text': anyText,
})) {
  describe(`denial: ${title}`, () => {
    for (const [name, { property, runs }] of Object.entries(properties)) {
      it(name, () => {
        fc.assert(property, { numRuns: runs });
      });
    }
  });
}
