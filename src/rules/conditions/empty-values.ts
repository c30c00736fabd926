import type { Message } from '../../text/message';
import { removeMember } from '../fixes';
import type { FixEffect, Report } from '../rule';
import type { ConditionUse, PolicyView } from '../view';

/** Reports the condition keys with an empty list of values under the operators that `of` picks. */
export function checkEmptyValues(
  policy: PolicyView,
  report: Report,
  of: (use: ConditionUse) => boolean,
  text: Message,
  effect: FixEffect,
): void {
  for (const use of policy.conditions) {
    const { key, operator, statement } = use;
    if (key.node?.type !== 'array' || key.node.children?.length !== 0 || !of(use)) {
      continue;
    }
    const lonely = operator.value.length === 1;
    const whole = !lonely
      ? key
      : (statement.condition?.value.operators.length ?? 0) > 1
        ? operator
        : (statement.condition ?? operator);
    report({ at: key.key, message: text, fixes: [removeMember(policy, whole, effect)] });
  }
}
