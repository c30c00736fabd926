import { asCode, type Message, message } from '../../text/message';
import type { Fix, Report } from '../rule';
import type { PolicyView } from '../facts';
import { moveToOperator } from './edit-operator';
import { loneWildcards } from './lone-wildcards';

/** Reports the conditions that only test a key's presence or absence, and offers Null for them. */
export function checkEquivalentToNull(
  policy: PolicyView,
  report: Report,
  means: 'present' | 'absent',
  text: Message,
): void {
  const value = means === 'absent' ? 'true' : 'false';
  for (const { use, means: found } of loneWildcards(policy)) {
    if (found !== means) {
      continue;
    }
    const changes = moveToOperator(use, 'Null', value);
    const fixes: Fix[] =
      changes.length === 0
        ? []
        : [
            {
              title: message('Write Null: {value}', { value: asCode(JSON.stringify(value)) }),
              changes,
              effect: 'review',
            },
          ];
    report({ at: use.key.key, message: text, fixes });
  }
}
