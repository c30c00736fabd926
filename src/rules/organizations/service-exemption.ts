import type { Statement } from '../../policy';
import { asCode, asName, message } from '../../text/message';
import { addTest, effectOfLess, type NewTest } from '../facts';
import type { Fix } from '../rule';

/** The condition keys of a statement, in lower case. */
export function conditionKeysOf(statement: Statement): readonly string[] {
  return statement.condition?.value.operators.flatMap(o => o.value.map(k => k.name.toLowerCase())) ?? [];
}

/** Adds a test to a statement that has a Condition already. */
export function addCondition(statement: Statement, test: NewTest): Fix[] {
  const changes = statement.condition === undefined ? [] : addTest(statement, test);
  return changes.length === 0
    ? []
    : [
        {
          title: message('Add {operator}: {key}', { operator: asCode(test.operator), key: asName(test.key) }),
          changes,
          effect: effectOfLess(statement),
        },
      ];
}
