import fc from 'fast-check';
import { properties } from './properties';

describe('whatever the text', () => {
  for (const [name, property] of Object.entries(properties)) {
    it(name, () => {
      fc.assert(property as fc.IProperty<unknown>, { numRuns: 60 });
    });
  }
});
