/**
 * Three-valued logic (Kleene): a fact is so, is not so, or cannot be told from what is known. Ordered, so that *and* is the
 * smaller and *or* the larger of two.
 */
export type Truth = 0 | 1 | 2;

/** For certain not so. */
export const No: Truth = 0;
/** What is known does not say. */
export const Maybe: Truth = 1;
/** For certain so. */
export const Yes: Truth = 2;

/** Yes when both are, No when one is, else Maybe. */
export function and(a: Truth, b: Truth): Truth {
  return a < b ? a : b;
}

/** Yes when one is, No when both are, else Maybe. */
export function or(a: Truth, b: Truth): Truth {
  return a > b ? a : b;
}

/** Yes of No and No of Yes; Maybe stays. */
export function not(a: Truth): Truth {
  return (2 - a) as Truth;
}

/** Of a fact that is known either way. */
export function truth(fact: boolean): Truth {
  return fact ? Yes : No;
}
