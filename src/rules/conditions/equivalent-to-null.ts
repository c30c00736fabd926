import { asCode, type Message, message } from '../../text/message';
import type { Fix, Report } from '../rule';
import type { ConditionTest, PolicyView } from '../facts';
import { insertMembers, remove, renameKey, replaceValue, type TextEdit } from '../../policy';
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
    const edits = writeNull(policy, use, value);
    const fixes: Fix[] =
      edits.length === 0
        ? []
        : [
            {
              title: message('Write Null: {value}', { value: asCode(JSON.stringify(value)) }),
              edits,
              effect: 'review',
            },
          ];
    report({ at: use.key.key, message: text, fixes });
  }
}

/** Puts a Null test in the place of a condition. Empty when the statement has one of the key already. */
function writeNull(
  policy: PolicyView,
  { statement, operator, key }: ConditionTest,
  value: 'true' | 'false',
): TextEdit[] {
  const condition = statement.condition;
  const other = condition?.value.operators.find(o => o.name === 'Null');
  if (condition?.node === undefined || key.node === undefined || other?.value.some(k => k.name === key.name)) {
    return [];
  }
  const alone = operator.value.length === 1;
  if (other === undefined && alone) {
    return [renameKey(operator.property, 'Null'), replaceValue(policy.text, key.node, value)];
  }
  const taken = remove(policy.text, alone ? operator.property : key.property);
  const added =
    other?.node?.type === 'object'
      ? insertMembers(policy.text, other.node, { [key.name]: value })
      : insertMembers(policy.text, condition.node, { Null: { [key.name]: value } }, operator.property);
  return [...taken, added];
}
