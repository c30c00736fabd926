import type { Message } from '../../text/message';
import { type ConditionTest, type PolicyView, removeMember, wholeOf } from '../facts';
import type { FixEffect, Report } from '../rule';

interface EmptyValuesCheck {
  /** Whether a condition is one of those that are meant. */
  readonly of: (use: ConditionTest) => boolean;
  readonly text: Message;
  /** What the removal of the key does to access. */
  readonly effect: FixEffect;
}

/** Reports the condition keys with an empty list of values, of the conditions that are meant. */
export function checkEmptyValues(policy: PolicyView, report: Report, { of, text, effect }: EmptyValuesCheck): void {
  for (const use of policy.conditions) {
    const { key } = use;
    if (key.node?.type !== 'array' || key.node.children?.length !== 0 || !of(use)) {
      continue;
    }
    report({ at: key.key, message: text, fixes: [removeMember(wholeOf(use), effect)] });
  }
}
