/**
 * Three-valued logic (Kleene): a fact is so, is not so, or cannot be told from what is known. Ordered, so that *and* is the
 * smaller and *or* the larger of two.
 */
export type Truth = 0 | 1 | 2;

export const No: Truth = 0;
export const Maybe: Truth = 1;
export const Yes: Truth = 2;

export function and(a: Truth, b: Truth): Truth {
  return a < b ? a : b;
}

export function or(a: Truth, b: Truth): Truth {
  return a > b ? a : b;
}

export function not(a: Truth): Truth {
  return (2 - a) as Truth;
}

export function truth(fact: boolean): Truth {
  return fact ? Yes : No;
}
