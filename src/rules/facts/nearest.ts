/**
 * The name among `candidates` that `word` was most likely meant to be, case aside; undefined when none is near: at most one
 * slip (a letter too many, missing, wrong or swapped with its neighbour) for every three letters.
 */
export function nearest<T extends string>(word: string, candidates: Iterable<T>): T | undefined {
  const wanted = word.toLowerCase();
  let best: T | undefined;
  let limit = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - wanted.length) >= limit) {
      continue;
    }
    const slips = distance(wanted, candidate.toLowerCase(), limit);
    if (slips < limit) {
      best = candidate;
      limit = slips;
    }
  }
  return best;
}

/** Whether the last two letters of the first `i` of `a` are those of the first `j` of `b`, the other way round. */
function isSwap(a: string, b: string, i: number, j: number): boolean {
  return i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
}

/** Number of slips between two words (Damerau–Levenshtein, restricted); `limit` when there are as many or more. */
function distance(a: string, b: string, limit: number): number {
  // A pasted text of any length is no misspelt name, and must not cost its square.
  if (a.length > 128 || b.length > 128) {
    return limit;
  }
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      let slips = Math.min((previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (previous[j - 1] ?? 0) + change);
      if (isSwap(a, b, i, j)) {
        slips = Math.min(slips, (before[j - 2] ?? 0) + 1);
      }
      row.push(slips);
    }
    if (Math.min(...row) >= limit) {
      return limit;
    }
    before = previous;
    previous = row;
  }
  return Math.min(previous[b.length] ?? limit, limit);
}
