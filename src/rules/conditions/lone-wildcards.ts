import type { ConditionUse, PolicyView } from '../view';

/**
 * Conditions with a value that is nothing but wildcards, so that only the key's presence is tested. What that comes to:
 * `present` = true when the key is there, `absent` = true when it is not, `always`, `never`.
 */
export function loneWildcards(
  policy: PolicyView,
): { readonly use: ConditionUse; readonly means: 'present' | 'absent' | 'always' | 'never' }[] {
  return policy.conditions.flatMap(use => {
    const { test, values } = use;
    if (!test.wildcards || !values.strings.some(s => s.known && /^\*+$/.test(s.value))) {
      return [];
    }
    // In ArnLike a bare * is a whole ARN; ForAllValues is true of no values too.
    const always = test.ifExists || test.qualifier === 'ForAllValues';
    const means = test.negated
      ? test.ifExists || test.qualifier === undefined || test.qualifier === 'ForAllValues'
        ? 'absent'
        : 'never'
      : always
        ? 'always'
        : 'present';
    return [{ use, means } as const];
  });
}
