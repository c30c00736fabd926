import { hasWildcardPrefix, matchesWildcard, type PolicyString } from '../../policy';

/** An entry of a list that another entry makes superfluous. */
export interface Covered {
  readonly string: PolicyString;
  readonly by: PolicyString;
}

// Beyond so many wildcards in one list comparing each with each would take too long, and nobody reads such a list.
const mostPatterns = 60;

/** The entries that stand twice or that a wildcard of the same list covers; `fold` says what is compared. */
export function coveredIn(strings: readonly PolicyString[], fold: (string: PolicyString) => string): Covered[] {
  if (strings.length < 2) {
    return [];
  }
  const known = strings.filter(s => s.known).map(string => ({ string, text: fold(string) }));
  const patterns = known
    .filter(({ string, text }) => text.includes('*') && !hasWildcardPrefix(string.value))
    .slice(0, mostPatterns);
  const firsts = new Map<string, PolicyString>();
  const covered: Covered[] = [];
  for (const { string, text } of known) {
    const first = firsts.get(text);
    if (first) {
      covered.push({ string, by: first });
      continue;
    }
    firsts.set(text, string);
    const pattern = patterns.find(p => p.string !== string && p.text !== text && coversStatement(p.text, text));
    if (pattern) {
      covered.push({ string, by: pattern.string });
    }
  }
  return covered;
}

/** Whether a pattern matches everything that another matches: its `*` may stand for a wildcard, its `?` only for one character. */
export function coversStatement(pattern: string, other: string): boolean {
  return (!pattern.includes('?') || !other.includes('*')) && matchesWildcard(pattern, other);
}
