import { type ConditionTest, needsKey } from './conditions';
import { hasEffect } from './principals';
import type { ActionUse, PolicyView } from './view';

/** Keys about tags that not every service sends. */
const tagKey = /^aws:(resourcetag|requesttag)\/.|^aws:tagkeys$/;

/** Whether a key, in lower case, is about the tags of a request or its resource. */
export function isTagKey(lower: string): boolean {
  return tagKey.test(lower);
}

/** A tag condition of a statement, with what it is in the statement's service data. */
export interface TagCondition {
  readonly condition: ConditionTest;
  /** Prefixes of services none of whose listed actions carries the key. */
  readonly services: readonly string[];
  /** The first action of each of these. */
  readonly actions: readonly ActionUse[];
}

/** Tag conditions that some of the statement's services never send; `effect` picks the statements. */
export function unsupportedTagConditions(policy: PolicyView, effect: 'Allow' | 'Deny'): TagCondition[] {
  if (policy.known.services === undefined) {
    return [];
  }
  return policy.conditions.flatMap(condition => {
    const { statement, lower } = condition;
    if (!isTagKey(lower) || condition.family === 'Null' || !needsKey(condition)) {
      return [];
    }
    if (!hasEffect(statement, effect) || !statement.action) {
      return [];
    }
    const without = [...actionsByService(policy.actionsOf(statement))].filter(
      ([service]) => carriesTag(policy, service, lower) === false,
    );
    return without.length === 0
      ? []
      : [
          {
            condition,
            services: without.map(([service]) => service),
            actions: without.flatMap(([, [first]]) => first ?? []),
          },
        ];
  });
}

/** The actions of services that are named in full, by service. */
function actionsByService(actions: Iterable<ActionUse>): ReadonlyMap<string, readonly ActionUse[]> {
  const byService = new Map<string, ActionUse[]>();
  for (const action of actions) {
    if (!action.string.known || action.service === '' || /[*?]/.test(action.service)) {
      continue;
    }
    const sofar = byService.get(action.service);
    if (sofar) {
      sofar.push(action);
    } else {
      byService.set(action.service, [action]);
    }
  }
  return byService;
}

/** Tag conditions of statements with NotAction, which hold for every service and so for many that never send the key. */
export function notActionTagConditions(policy: PolicyView, effect: 'Allow' | 'Deny'): ConditionTest[] {
  return policy.conditions.filter(
    ({ statement, lower, negated, ifExists, family }) =>
      hasEffect(statement, effect) &&
      statement.notAction &&
      isTagKey(lower) &&
      !negated &&
      !ifExists &&
      family !== 'Null',
  );
}

/** Whether requests to the service can carry the key at all; undefined when nothing is known about the service. */
function carriesTag(policy: PolicyView, service: string, lower: string): boolean | undefined {
  const facts = policy.known.services?.service(service);
  return facts === undefined || facts.actions.length === 0 ? undefined : facts.conditionKey(lower) !== undefined;
}
