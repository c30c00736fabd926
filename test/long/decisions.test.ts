import { randomDecisions } from '../access/randomDecisions';
import { atLength } from './atLength';

/** So many times the cases of the unit tests. */
const times = 10;

describe('random decisions, at length', () => {
  for (const [name, { property, runs }] of Object.entries(randomDecisions)) {
    atLength(name, property, runs * times);
  }
});
