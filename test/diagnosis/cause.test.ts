import { strict as assert } from 'node:assert';
import { diagnose } from '../../src/diagnosis';
import { causeExamples } from './causeExamples';

describe('the cause', () => {
  for (const [kind, rows] of Object.entries(causeExamples)) {
    for (const [when, { evidence: least, neighbour, instead, tells }] of Object.entries(rows)) {
      it(`is ${kind} when ${when}`, () => {
        const { cause } = diagnose(least);
        assert.equal(cause.kind, kind);
        assert.deepEqual(cause, { ...cause, ...tells });
        assert.equal(diagnose(neighbour).cause.kind, instead);
      });
    }
  }
});
