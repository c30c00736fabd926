import { isMetWithoutKey, type OperatorTest, type Statement } from '../../policy';
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
 * What it does to put another entry, value or name in the place of one, as a repair or a new name does. The statement then applies to
 * requests that it did not apply to, and no longer to those that it did. What stood there seems to fit none, but the data here is older
 * than AWS, so that it may be a real name, and what AWS makes of malformed ones is not documented. So a Deny may let something go, as an
 * Allow may give something: somebody could always get more access, and it is never done in bulk.
 */
export function effectOfRepair({ statement }: Pick<Entry, 'statement'> & Partial<Entry>): FixEffect {
  return worst(effectOfMore(statement), effectOfLess(statement));
}

/** What it does to take an entry away that fits no request as far as is known here: nothing, unless that is wrong. */
export function effectOfRemovingIdle({ statement, not }: Entry): FixEffect {
  const effect = effectOfRemoving({ statement, not });
  return effect === 'review' && hasEffect(statement, 'Allow') ? 'safe' : effect;
}

/**
 * What it does to take an entry away. What NotPrincipal, NotAction and NotResource name is excepted: with fewer of them the statement
 * applies to more requests.
 */
export function effectOfRemoving({ statement, not }: Entry): FixEffect {
  return not ? effectOfMore(statement) : effectOfLess(statement);
}

function worst(...effects: readonly FixEffect[]): FixEffect {
  return (['widens', 'review'] as const).find(effect => effects.includes(effect)) ?? 'safe';
}

/** What it does to make the values of a test fit more, as a wildcard does: a negated test is then met by fewer requests. */
export function effectOfMoreValues({ statement, negated }: Pick<ConditionTest, 'statement' | 'negated'>): FixEffect {
  return negated ? effectOfLess(statement) : effectOfMore(statement);
}

/** What it does to make the values of a test fit fewer. */
export function effectOfFewerValues({ statement, negated }: Pick<ConditionTest, 'statement' | 'negated'>): FixEffect {
  return negated ? effectOfMore(statement) : effectOfLess(statement);
}

/** What it does to a statement to write a test in another way, where the two may be met by requests without the key or not. */
export function effectOfOtherOperator(before: ConditionTest, after: OperatorTest): FixEffect {
  const [was, is] = [isTrueWithoutKey(before), isMetWithoutKey(after)];
  if (was === is) {
    return 'safe';
  }
  return is ? effectOfMore(before.statement) : effectOfLess(before.statement);
}
