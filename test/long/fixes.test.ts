import type fc from 'fast-check';
import { rules } from '../../src/rules';
import { damagedPolicies } from '../rules/fixes/damagedPolicies';
import { testsOf } from '../rules/fixes/table';
import { atLength } from './atLength';

describe('the fixes of all rules in the examples of each', () => {
  for (const rule of rules) {
    testsOf(rule, rules);
  }
});

describe('fixes in damaged policies, at length', () => {
  for (const [name, property] of Object.entries(damagedPolicies)) {
    atLength(name, property as fc.IProperty<unknown>, name.startsWith('fixes') ? 10_000 : 2000);
  }
});
