import fc from 'fast-check';

/** What a run must not depend on: the same texts and cases in every run. */
const fixedSeed = 20_261_201;

/** New in every run, and printed with each test: a failure says its seed once more, and the smallest case that shows it. */
export const freshSeed = Date.now() % 2 ** 31;

/** Two tests of a property: as many runs from the fixed seed, and from a fresh one. */
export function atLength(name: string, property: fc.IProperty<unknown>, numRuns: number): void {
  it(`${name} (${numRuns} times from seed ${fixedSeed})`, () => {
    fc.assert(property, { seed: fixedSeed, numRuns });
  });
  it(`${name} (${numRuns} times from the fresh seed ${freshSeed})`, () => {
    fc.assert(property, { seed: freshSeed, numRuns });
  });
}
