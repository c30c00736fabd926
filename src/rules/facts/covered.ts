import { hasWildcardPrefix, matchesWildcard, type PolicyString } from '../../policy';

/** An entry of a list that another entry makes superfluous. */
export interface Covered {
  readonly string: PolicyString;
  readonly by: PolicyString;
}

// Beyond so many wildcards in one list comparing each with each would take too long, and nobody reads such a list.
const mostPatterns = 60;

/** How the entries of a list are compared: what of each, and whether a pattern matches everything that another text does. */
interface Comparison {
  readonly fold: (value: string) => string;
  readonly covers: (pattern: string, other: string) => boolean;
}

/** Actions, whose case does not count. */
export const asActions: Comparison = { fold: value => value.toLowerCase(), covers: coversStatement };

/** Resources: of ARNs each part is compared by itself, for a wildcard does not go beyond it. */
export const asResources: Comparison = { fold: value => value, covers: coversArn };

/** The entries that stand twice or that a wildcard of the same list covers. */
export function coveredIn(strings: readonly PolicyString[], { fold, covers }: Comparison): Covered[] {
  if (strings.length < 2) {
    return [];
  }
  const known = strings.filter(s => s.known).map(string => ({ string, text: fold(string.value) }));
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
    const pattern = patterns.find(p => p.string !== string && p.text !== text && covers(p.text, text));
    if (pattern) {
      covered.push({ string, by: pattern.string });
    }
  }
  return covered;
}

/**
 * Whether a pattern matches everything that another matches: its `*` may stand for a wildcard or a policy variable, its `?` only for one
 * character. `${*}` and `${?}` are no wildcards (IAM User Guide, "IAM policy elements: Variables and tags"): with these it is not told.
 */
export function coversStatement(pattern: string, other: string): boolean {
  return (
    !/\$\{[*?]\}/.test(pattern) && (!pattern.includes('?') || !/\*|\$\{/.test(other)) && matchesWildcard(pattern, other)
  );
}

/** The same of ARNs, part by part (IAM User Guide, "IAM JSON policy elements: Resource"). */
function coversArn(pattern: string, other: string): boolean {
  if (/^\*+$/.test(pattern)) {
    return true;
  }
  const [patterns, parts] = [arnParts(pattern), arnParts(other)];
  return patterns.length === 6 && parts.length === 6 && patterns.every((p, i) => coversStatement(p, parts[i] ?? ''));
}

/** The parts of an ARN, the last one with its colons. Those of a policy variable separate nothing. */
function arnParts(arn: string): readonly string[] {
  const parts = arn.replace(/\$\{[^{}]*\}/g, variable => variable.replaceAll(':', '\uE000')).split(':');
  return parts.length <= 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(':')];
}
