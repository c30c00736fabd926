import { getNodeValue } from 'jsonc-parser';
import {
  type Change,
  type ConditionOperator,
  insertMembers,
  type JsonValue,
  remove,
  renameKey,
  setValue,
} from '../../policy';
import { type ConditionTest, isSameName } from '../facts';

/**
 * Moves one condition key under another operator: renames the operator when it has this key alone, else takes the key out and adds it
 * to the other operator. Empty when the other operator has the key already, and when it holds something else than keys.
 */
export function moveToOperator({ statement, operator, key }: ConditionTest, name: string, value?: JsonValue): Change[] {
  const condition = statement.condition;
  const other = condition?.value.operators.find(o => o !== operator && isSameName(o.name, name));
  if (condition?.node?.type !== 'object' || key.node === undefined || (other && !canTake(other, key.name))) {
    return [];
  }
  const isAlone = operator.value.length === 1;
  if (other === undefined && isAlone) {
    return [renameKey(operator.property, name), ...(value === undefined ? [] : [setValue(key.node, value)])];
  }
  const moved = { [key.name]: value ?? (getNodeValue(key.node) as JsonValue) };
  return [
    remove(isAlone ? operator.property : key.property),
    other?.node === undefined
      ? insertMembers(condition.node, { [name]: moved }, operator.property)
      : insertMembers(other.node, moved),
  ];
}

function canTake({ node, value, complete }: ConditionOperator, key: string): boolean {
  return node?.type === 'object' && complete && !value.some(k => isSameName(k.name, key));
}
