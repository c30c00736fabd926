import { getNodeValue } from 'jsonc-parser';
import { insertMembers, type JsonValue, remove, renameKey, type TextEdit } from '../../policy';
import type { ConditionTest, PolicyView } from '../facts';

/**
 * Moves one condition key under another operator: renames the operator when it has this key alone, else takes the key out and adds it
 * to the other operator. Empty when the other operator has the key already.
 */
export function moveToOperator(policy: PolicyView, use: ConditionTest, name: string): TextEdit[] {
  const { statement, operator, key } = use;
  const other = statement.condition?.value.operators.find(o => o.name === name);
  if (
    other?.value.some(k => k.name === key.name) ||
    key.node === undefined ||
    statement.condition?.node === undefined
  ) {
    return [];
  }
  if (other === undefined && operator.value.length === 1) {
    return [renameKey(operator.property, name)];
  }
  const value = getNodeValue(key.node) as JsonValue;
  const add =
    other?.node?.type === 'object'
      ? insertMembers(policy.text, other.node, { [key.name]: value })
      : insertMembers(policy.text, statement.condition.node, { [name]: { [key.name]: value } }, operator.property);
  const taken =
    operator.value.length === 1 ? remove(policy.text, operator.property) : remove(policy.text, key.property);
  return [...taken, add];
}
