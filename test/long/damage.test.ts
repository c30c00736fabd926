import type fc from 'fast-check';
import { anyText, damageChangesNothing } from '../denial/randomTexts';
import { properties } from '../fuzz/properties';
import { atLength } from './atLength';

/** So many times the runs of the unit tests. */
const times = 20;

describe('whatever the text, at length', () => {
  for (const [name, property] of Object.entries(properties)) {
    atLength(name, property as fc.IProperty<unknown>, 5000);
  }
});

describe('errors, whatever happened to them, at length', () => {
  for (const [name, { property, runs }] of Object.entries({ ...damageChangesNothing, ...anyText })) {
    atLength(name, property, runs * times);
  }
});
