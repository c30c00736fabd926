import { type Message, message } from '../../text/message';
import type { Fix, Report } from '../rule';
import type { PolicyView } from '../view';
import { insertMember, remove, renameKey, replaceValue } from '../../policy';
import { loneWildcards } from './lone-wildcards';

/** Reports the conditions that only test a key's presence or absence, and offers Null for them. */
export function checkEquivalentToNull(
  policy: PolicyView,
  report: Report,
  means: 'present' | 'absent',
  value: 'true' | 'false',
  text: Message,
): void {
  for (const { use, means: found } of loneWildcards(policy)) {
    if (found !== means) {
      continue;
    }
    const { statement, operator, key } = use;
    const condition = statement.condition;
    const other = condition?.value.operators.find(o => o.name === 'Null');
    const edits =
      condition?.node === undefined || key.node === undefined || other?.value.some(k => k.name === key.name)
        ? []
        : other === undefined && operator.value.length === 1
          ? [renameKey(operator.property, 'Null'), replaceValue(policy.text, key.node, value)]
          : [
              ...remove(policy.text, operator.value.length === 1 ? operator.property : key.property),
              other?.node?.type === 'object'
                ? insertMember(policy.text, other.node, key.name, value)
                : insertMember(policy.text, condition.node, 'Null', { [key.name]: value }, operator.property),
            ];
    const fixes: Fix[] =
      edits.length === 0
        ? []
        : [{ title: message('Write Null: {value}', { value: JSON.stringify(value) }), edits, effect: 'review' }];
    report({ at: key.key, message: text, fixes });
  }
}
