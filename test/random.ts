import type fc from 'fast-check';

/** What must hold of everything that can be made at random. */
export interface RandomProperty {
  readonly property: fc.IProperty<unknown>;
  /** So many times in the unit tests; `npm run long` takes a multiple of it. */
  readonly runs: number;
}

/** Properties of different arguments, for one table. */
export function randomProperty<T>(property: fc.IProperty<T>, runs: number): RandomProperty {
  return { property: property as fc.IProperty<unknown>, runs };
}
