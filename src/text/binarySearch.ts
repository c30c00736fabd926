/**
 * The first of the indexes `0` to `count - 1` at which `holds` is true; `count` when there is none. From that index on it must be true
 * for all. It is asked about few of them: as often as `count` can be halved.
 */
export function firstIndex(count: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

/** The index of the last number that is not above `value`; -1 when all are. The numbers must stand in ascending order. */
export function lastIndexUpTo(ascending: ArrayLike<number>, value: number): number {
  return firstIndex(ascending.length, i => (ascending[i] ?? 0) > value) - 1;
}
