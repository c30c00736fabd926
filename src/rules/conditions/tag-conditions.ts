import { serviceFacts } from '../services';
import type { ActionUse, ConditionUse, PolicyView } from '../view';

/** Keys about tags that not every service sends. */
const tagKey = /^aws:(resourcetag|requesttag)\/.|^aws:tagkeys$/;

/** A tag condition of a statement, with what it is in the statement's service data. */
export interface TagCondition {
  readonly condition: ConditionUse;
  /** Prefixes of services none of whose listed actions carries the key. */
  readonly services: readonly string[];
  /** The first action of each of these. */
  readonly actions: readonly ActionUse[];
}

/** Tag conditions that some of the statement's services never send; `effect` picks the statements. */
export function unsupportedTagConditions(policy: PolicyView, effect: 'Allow' | 'Deny'): TagCondition[] {
  if (policy.known.services === undefined) { return []; }
  return policy.conditions.flatMap(condition => {
    const { statement, lower, test } = condition;
    if (!tagKey.test(lower) || test.negated || test.ifExists || test.qualifier === 'ForAllValues' || test.family === 'Null') { return []; }
    if (statement.effect?.value?.value !== effect || !statement.action) { return []; }
    const byService = new Map<string, ActionUse[]>();
    for (const action of policy.actionsOf(statement)) {
      if (action.string.known && action.service !== '' && !/[*?]/.test(action.service)) {
        const actions = byService.get(action.service);
        if (actions) { actions.push(action); } else { byService.set(action.service, [action]); }
      }
    }
    const without = [...byService].filter(([service, actions]) => actions.every(a => carriesTag(policy, service, a, lower) === false));
    return without.length === 0 ? [] : [{ condition, services: without.map(([service]) => service), actions: without.flatMap(([, [first]]) => first ?? []) }];
  });
}

/** Tag conditions of statements with NotAction, which hold for every service and so for many that never send the key. */
export function notActionTagConditions(policy: PolicyView, effect: 'Allow' | 'Deny'): ConditionUse[] {
  return policy.conditions.filter(({ statement, lower, test }) =>
    statement.effect?.value?.value === effect && statement.notAction && tagKey.test(lower) && !test.negated && !test.ifExists && test.family !== 'Null');
}

function carriesTag(policy: PolicyView, service: string, action: ActionUse, lower: string): boolean | undefined {
  // Our KMS data lists tag keys with the operations on keys; the reference knows them by action.
  const facts = policy.known.services?.service(service) ?? serviceFacts(policy, service);
  if (facts === undefined) { return undefined; }
  const key = facts.conditionKey(lower);
  if (key === undefined) { return facts.actions.length > 0 ? false : undefined; }
  if (/[*?]/.test(action.name)) { return undefined; }
  return facts.hasAction(action.name) ? facts.carries(action.name, key) : undefined;
}
