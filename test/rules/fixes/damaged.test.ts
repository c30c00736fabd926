import fc from 'fast-check';
import { damagedPolicies } from './damagedPolicies';

describe('fixes in damaged policies', () => {
  for (const [name, property] of Object.entries(damagedPolicies)) {
    it(name, () => {
      fc.assert(property as fc.IProperty<unknown>, { numRuns: 300 });
    });
  }
});
