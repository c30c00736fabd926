import { type JsonValue, remove, type Statement, type Change, setValue } from '../../policy';
import type { PolicyView } from './view';
import { operationsNamed } from './actions';
import { appendStatement, statementValue } from './changes';

/**
 * Edits that give the KMS actions of a statement for which `moves` holds another resource: in place when all of its actions move,
 * in a statement of their own otherwise. None when a wildcard stands for actions of both sorts.
 */
export function resourceFor(
  policy: PolicyView,
  statement: Statement,
  moves: (action: string) => boolean,
  resource: JsonValue,
): Change[] {
  const { action, resource: element } = statement;
  if (action === undefined || element?.node === undefined) {
    return [];
  }
  const moving = action.value.strings.filter(s => {
    const named = operationsNamed(s);
    return named.length > 0 && named.every(moves);
  });
  const mixed = action.value.strings.some(s => !moving.includes(s) && operationsNamed(s).some(moves));
  if (mixed || moving.length === 0) {
    return [];
  }
  if (moving.length === action.value.strings.length) {
    return [setValue(element.node, resource)];
  }
  const appended = appendStatement(
    policy,
    statementValue(statement, {
      Sid: undefined,
      Action: moving.map(s => s.value),
      Resource: resource,
    }),
  );
  if (appended.length === 0 || action.node === undefined) {
    return [];
  }
  const staying = action.value.strings.filter(s => !moving.includes(s)).map(s => s.value);
  const [only] = moving;
  return [moving.length === 1 && only ? remove(only.node) : setValue(action.node, staying), ...appended];
}
