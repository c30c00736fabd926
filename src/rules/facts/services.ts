import type { LocatedPolicy } from '../../policy';
import { carriesConditionKey, conditionKey, conditionKeys, kmsOperations } from '../../reference';
import type { ConditionKeyType, ServiceFacts } from '../../reference/servicesData';
import { PolicyView } from './view';

/**
 * What is known about a service's actions and condition keys; KMS is always known, the others when their data is at hand.
 * Undefined = nothing is known, which does not mean that there is no such service: see {@link serviceExists}.
 */
export function serviceFacts(policy: PolicyView, prefix: string): ServiceFacts | undefined {
  return prefix === 'kms' ? kms : policy.known.services?.service(prefix);
}

/** Whether there is a service with this action prefix; undefined when the data of all services is not at hand. */
export function serviceExists(policy: PolicyView, prefix: string): boolean | undefined {
  return prefix === 'kms' ? true : policy.known.services && policy.known.services.service(prefix) !== undefined;
}

/** Whether checking these policies asks for the data of services other than KMS. */
export function needServices(located: readonly LocatedPolicy[]): boolean {
  return located.some(policy => {
    const view = new PolicyView(policy);
    return (
      view.actions.some(a => a.service !== 'kms' && a.service !== '') ||
      view.resources.some(r => r.string.value.startsWith('arn:')) ||
      view.conditions.some(c => !c.lower.startsWith('kms:'))
    );
  });
}

const actions = new Set(kmsOperations.map(o => o.action.slice(4).toLowerCase()));
const keys: readonly ConditionKeyType[] = conditionKeys.filter(k => k.key.startsWith('kms:'));

// Our own data is newer than the Service Authorization Reference's and knows which requests carry which key.
const kms: ServiceFacts = {
  prefix: 'kms',
  actions: kmsOperations.map(o => o.action.slice(4)),
  conditionKeys: keys,
  resources: [
    'arn:${Partition}:kms:${Region}:${Account}:key/${KeyId}',
    'arn:${Partition}:kms:${Region}:${Account}:alias/${Alias}',
  ],
  conditionKey: conditionKey,
  hasAction: name => actions.has(name),
  lowerActions: [...actions],
  carries: (action, key) => carriesConditionKey(`kms:${action}`, key.key) !== false,
  // iam-listkeys-on-key-arn and iam-resource-alias-arn know more.
  actsOn: () => undefined,
};
