import { carriesConditionKey, conditionKey, type ConditionKeyFact } from '../../reference/conditions';
import { servicePage } from '../../reference/descriptions';
import {
  anyoneIn,
  type ConditionTest,
  namesOnlyServices,
  needsKey,
  operationsOf,
  testsOf,
} from '../../rules/kms/facts';
import { fromReference, type Message, message, verbatim } from '../../text/message';
import { pages } from './pages';
import type { HoverPlace, Surroundings } from './surroundings';
import { type HoverText, hoverText, listed } from './text';

/** A condition key: what its value tells, its type, when requests carry it, and where people fall in. */
export function hoverOverConditionKey(place: HoverPlace, operator: string, around: Surroundings): HoverText {
  const { value: name, known: whole } = place.token.string;
  const known = conditionKey(name);
  if (known === undefined) {
    return elsewhere(name, whole, around);
  }
  const test =
    place.statement && testsOf(place.statement).find(t => t.operator.name === operator && t.key.name === name);
  const [trap, ...traps] = test === undefined ? [] : conditionTraps(test, around);
  return hoverText(
    known.source,
    [fromReference(known.description), present(known), trap],
    [
      ...traps,
      known.multiValued
        ? message('Type: {text}, several values: put {qualifiers} before the operator.', {
            text: known.type,
            qualifiers: 'ForAnyValue:, ForAllValues:',
          })
        : message('Type: {text}', { text: known.type }),
      typeof known.deprecatedUse === 'string' && message('Deprecated: use {key}.', { key: known.deprecatedUse }),
      Array.isArray(known.operations) &&
        message('Only in requests for {actions}', { actions: listed(known.operations, 6) }),
      known.values !== undefined && message('Values: {text}', { text: listed(known.values, 8) }),
      ...(known.caveats ?? []).slice(0, 5).map(fromReference),
    ],
  );
}

function present(known: ConditionKeyFact): Message | undefined {
  if (known.availability !== undefined) {
    return known.availability === 'always' || known.availability === 'all requests'
      ? message('Every request carries it.')
      : message('In a request only under this circumstance: {text}.', { text: fromReference(known.availability) });
  }
  if (known.key === 'kms:ViaService') {
    return message('A direct call, from CLI, SDK or console, does not carry it.');
  }
  return typeof known.operations === 'string'
    ? message('In requests for: {text}.', { text: fromReference(known.operations) })
    : undefined;
}

/** What goes wrong with this very test in this very statement. */
export function conditionTraps(test: ConditionTest, { effect, kind }: Surroundings): Message[] {
  const { statement, lower, negated } = test;
  const key = test.key.name;
  const traps: Message[] = [];
  // Another test that asks for the key takes the sting out.
  const spared = testsOf(statement).some(t => t.lower === lower && needsKey(t));
  if (effect === 'Deny' && negated && !spared && lower === 'kms:viaservice') {
    const { actions } = operationsOf(statement);
    traps.push(
      message(
        'Direct calls have no {key} and a negated operator is met when the key is absent, so this Deny hits every direct call.',
        { key },
      ),
    );
    if (actions.has('kms:PutKeyPolicy') && anyoneIn(statement)) {
      traps.push(message('Administrators call directly: this Deny locks them out.'));
    }
  }
  if (
    effect === 'Deny' &&
    negated &&
    !spared &&
    /^aws:(principalorgid|principalorgpaths|principalarn|sourcevpc|sourcevpce|sourceip)$/.test(lower) &&
    anyoneIn(statement)
  ) {
    traps.push(message('Requests that do not carry {key}, such as those of AWS services, are denied too.', { key }));
  }
  if (effect === 'Allow' && needsKey(test)) {
    if (
      kind === 'key' &&
      namesOnlyServices(statement) &&
      /^(kms:viaservice|kms:calleraccount|aws:principal(account|orgid|orgpaths))$/.test(lower)
    ) {
      traps.push(
        message('A service that calls as itself never sends {key}, so this statement never applies.', { key }),
      );
    }
    const { actions, complete } = operationsOf(statement);
    const without = [...actions].filter(a => carriesConditionKey(a, lower) === false);
    if (complete && without.length > 0) {
      traps.push(
        without.length === actions.size
          ? message('No action of this statement carries {key}, so it never applies.', { key })
          : message('Of this statement these do not carry {key}, so it never allows them: {actions}', {
              key,
              actions: listed(without, 4),
            }),
      );
    }
  }
  if (effect === 'Allow' && test.qualifier === 'ForAllValues') {
    traps.push(message('A request without {key} meets it as well.', { key }));
  }
  return traps;
}

function elsewhere(name: string, whole: boolean, { services, descriptions }: Surroundings): HoverText {
  if (!whole) {
    return hoverText(pages.condition, [message('A condition key that a template fills in.')]);
  }
  const lower = name.toLowerCase();
  if (lower.startsWith('aws:') || lower.startsWith('kms:')) {
    const global = services?.globalKey(name);
    return hoverText(pages.globalKeys, [
      global === undefined && (services !== undefined || lower.startsWith('kms:'))
        ? message('AWS has no condition key of this name, as far as is known: no request carries it.')
        : message('A global condition key of AWS.'),
    ]);
  }
  const prefix = lower.slice(0, Math.max(0, lower.indexOf(':')));
  const key = services?.service(prefix)?.conditionKey(name);
  const service = descriptions?.service(prefix);
  if (key === undefined) {
    return hoverText(pages.condition, [
      services?.service(prefix) === undefined
        ? message('A condition key of {service}.', { service: prefix === '' ? name : prefix })
        : message('{name} has no condition key of this name, as far as is known.', { name: service?.name ?? prefix }),
    ]);
  }
  const description = service?.conditionKey(key.key);
  return hoverText(
    service === undefined ? pages.services : servicePage(service.name),
    [description === undefined ? message('A condition key of {service}.', { service: prefix }) : verbatim(description)],
    [
      message('Type: {text}', { text: key.type }),
      service !== undefined && message('Service: {name}', { name: service.name }),
    ],
  );
}
