import { insertMembers, type Statement } from '../../policy';
import { asCode, asName, message } from '../../text/message';
import type { NewTest, PolicyView } from '../facts';
import type { Fix } from '../rule';
import { effectOfLess } from '../facts';

/** The condition keys of a statement, in lower case. */
export function conditionKeysOf(statement: Statement): readonly string[] {
  return statement.condition?.value.operators.flatMap(o => o.value.map(k => k.name.toLowerCase())) ?? [];
}

/** Adds a key under an operator of a statement that has a Condition already. */
export function addCondition(policy: PolicyView, statement: Statement, { operator, key, value }: NewTest): Fix[] {
  const condition = statement.condition;
  if (condition?.node?.type !== 'object') {
    return [];
  }
  const existing = condition.value.operators.find(o => o.name === operator);
  return [
    {
      title: message('Add {operator}: {key}', { operator: asCode(operator), key: asName(key) }),
      edits: [
        existing?.node?.type === 'object'
          ? insertMembers(policy.text, existing.node, { [key]: value })
          : insertMembers(policy.text, condition.node, { [operator]: { [key]: value } }),
      ],
      effect: effectOfLess(statement),
    },
  ];
}
