import { rules } from '../../../src/rules';
import { testsOf } from './table';

describe('fixes and refactorings, however a policy is laid out', () => {
  for (const rule of rules) {
    testsOf(rule, [rule]);
  }
});
