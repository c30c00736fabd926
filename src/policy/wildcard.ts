/**
 * IAM's pattern match: `*` any run of characters, `?` one character (IAM User Guide, "IAM JSON policy elements: Resource").
 * Two pointers with one point of return: time at most |pattern| × |text|, no stack, no regular expression.
 * Both sides are compared as they are; fold the case before where AWS ignores it (actions, condition key names).
 */
export function matchesWildcard(pattern: string, text: string): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let resume = 0;
  while (t < text.length) {
    const c = pattern[p];
    if (c === '*') {
      star = p++;
      resume = t;
    } else if (c !== undefined && (c === '?' || c === text[t])) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (pattern[p] === '*') {
    p++;
  }
  return p === pattern.length;
}
