import type { Statement } from '../../policy';
import type { FixEffect } from '../rule';
import { type ConditionTest, isTrueWithoutKey } from './conditions';
import { hasEffect } from './principals';

/**
 * What a change does to access that makes a statement apply to more requests. An Allow then gives more. A Deny takes more away: nobody
 * gains, but somebody may be shut out, and a Deny in a key policy may shut out everybody who could take it back (KMS Developer Guide,
 * "Key policy", "The new key policy will not allow you to update the key policy in the future"). So it is never `safe`, which is done in
 * bulk: a person looks at it. A statement whose Effect cannot be read may be an Allow.
 */
export function effectOfMore(statement: Statement): FixEffect {
  return hasEffect(statement, 'Deny') ? 'review' : 'widens';
}

/**
 * What a change does to access that makes a statement apply to fewer requests: an Allow gives less, which somebody may miss; what a Deny
 * lets go is open from then on. A statement whose Effect cannot be read is looked at.
 */
export function effectOfLess(statement: Statement): FixEffect {
  return hasEffect(statement, 'Deny') ? 'widens' : 'review';
}

/** An entry of an element; `not` in NotPrincipal, NotAction and NotResource. */
interface Entry {
  readonly statement: Statement;
  readonly not: boolean;
}

/**
 * What it does to repair or rename an entry of an element, so that it means something that requests have. What NotPrincipal, NotAction
 * and NotResource name is excepted: there the statement then applies to fewer requests, and a Deny lets them go. Never `safe`, for the
 * data is older than AWS, and the old name may be a real one.
 */
export function effectOfRepair({ statement, not }: Entry): FixEffect {
  return not ? effectOfLess(statement) : effectOfMore(statement);
}

/** What it does to make the values of a test fit more, as a repair or a wildcard does: a negated test is then met by fewer requests. */
export function effectOfMoreValues({ statement, negated }: Pick<ConditionTest, 'statement' | 'negated'>): FixEffect {
  return effectOfRepair({ statement, not: negated });
}

/** What it does to make the values of a test fit fewer. */
export function effectOfFewerValues({ statement, negated }: Pick<ConditionTest, 'statement' | 'negated'>): FixEffect {
  return effectOfRepair({ statement, not: !negated });
}

/**
 * What it does to give a test a key that requests have in the place of one that none has. A test that is met by the key's absence
 * (negated, IfExists, ForAllValues, `Null: true`) was always met, and is met by fewer requests then; any other was never met.
 */
export function effectOfKeyRepair(test: ConditionTest): FixEffect {
  return effectOfRepair({ statement: test.statement, not: isTrueWithoutKey(test) });
}
