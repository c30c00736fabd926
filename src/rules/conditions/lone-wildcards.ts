import { isMetWithoutKey, type OperatorTest } from '../../policy';
import type { ConditionTest, PolicyView } from '../facts';

/** What a condition comes to: `present` = true when the key is there, `absent` = true when it is not. */
type Meaning = 'present' | 'absent' | 'always' | 'never';

/** Conditions with a value that is nothing but wildcards, so that only the key's presence is tested, and what they come to. */
export function loneWildcards(policy: PolicyView): { readonly use: ConditionTest; readonly means: Meaning }[] {
  return policy.conditions
    .filter(use => use.wildcards && use.key.value.strings.some(s => s.known && /^\*+$/.test(s.value)))
    .map(use => ({ use, means: meaningOf(use) }));
}

// In ArnLike a bare * is a whole ARN.
function meaningOf(test: OperatorTest): Meaning {
  if (test.negated) {
    return isMetWithoutKey(test) ? 'absent' : 'never';
  }
  return isMetWithoutKey(test) ? 'always' : 'present';
}
