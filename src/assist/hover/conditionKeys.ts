import type { LocatedKind } from '../../policy';
import { carriesConditionKey, conditionKey, type ConditionKeyFact } from '../../reference';
import { servicePage } from '../../reference/descriptions';
import { anyoneIn, type ConditionTest, namesOnlyServices, needsKey, operationsOf, testsOf } from '../../rules/facts';
import { asCode, asName, asText, fromReference, type Message, message, verbatim } from '../../text/message';
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
            text: asText(known.type),
            qualifiers: asCode('ForAnyValue:, ForAllValues:'),
          })
        : message('Type: {text}', { text: asText(known.type) }),
      typeof known.deprecatedUse === 'string' &&
        message('Deprecated: use {key}.', { key: asName(known.deprecatedUse) }),
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
  switch (effect) {
    case 'Deny':
      return trapsOfDeny(test);
    case 'Allow':
      return trapsOfAllow(test, kind);
    case undefined:
      return [];
  }
}

function trapsOfDeny({ statement, lower, negated, key: { name: key } }: ConditionTest): Message[] {
  // Another test that asks for the key takes the sting out.
  const spared = testsOf(statement).some(t => t.lower === lower && needsKey(t));
  if (!negated || spared) {
    return [];
  }
  if (lower === 'kms:viaservice') {
    const locksOut = operationsOf(statement).actions.has('kms:PutKeyPolicy') && anyoneIn(statement);
    return [
      message(
        'Direct calls have no {key} and a negated operator is met when the key is absent, so this Deny hits every direct call.',
        { key: asName(key) },
      ),
      ...(locksOut ? [message('Administrators call directly: this Deny locks them out.')] : []),
    ];
  }
  return mayBeAbsent.test(lower) && anyoneIn(statement)
    ? [
        message('Requests that do not carry {key}, such as those of AWS services, are denied too.', {
          key: asName(key),
        }),
      ]
    : [];
}

// Keys that a request of a service, or one from elsewhere, may do without.
const mayBeAbsent = /^aws:(principalorgid|principalorgpaths|principalarn|sourcevpc|sourcevpce|sourceip)$/;

function trapsOfAllow(test: ConditionTest, kind: LocatedKind): Message[] {
  const key = test.key.name;
  const neverSent = kind === 'key' && namesOnlyServices(test.statement) && ofUsersAndRoles.test(test.lower);
  return [
    ...(neverSent && needsKey(test)
      ? [
          message('A service that calls as itself never sends {key}, so this statement never applies.', {
            key: asName(key),
          }),
        ]
      : []),
    ...(needsKey(test) ? actionsWithout(test) : []),
    ...(test.qualifier === 'ForAllValues'
      ? [message('A request without {key} meets it as well.', { key: asName(key) })]
      : []),
  ];
}

// Keys that only requests on behalf of a user or role carry.
const ofUsersAndRoles = /^(kms:viaservice|kms:calleraccount|aws:principal(account|orgid|orgpaths))$/;

/** The actions of the statement whose requests never carry the key. */
function actionsWithout({ statement, lower, key: { name: key } }: ConditionTest): Message[] {
  const { actions, complete } = operationsOf(statement);
  const without = [...actions].filter(a => carriesConditionKey(a, lower) === false);
  if (!complete || without.length === 0) {
    return [];
  }
  return [
    without.length === actions.size
      ? message('No action of this statement carries {key}, so it never applies.', { key: asName(key) })
      : message('Of this statement these do not carry {key}, so it never allows them: {actions}', {
          key: asName(key),
          actions: listed(without, 4),
        }),
  ];
}

function elsewhere(name: string, whole: boolean, around: Surroundings): HoverText {
  if (!whole) {
    return hoverText(pages.condition, [message('A condition key that a template fills in.')]);
  }
  const lower = name.toLowerCase();
  return lower.startsWith('aws:') || lower.startsWith('kms:') ? globalKey(name, around) : serviceKey(name, around);
}

function globalKey(name: string, { services }: Surroundings): HoverText {
  const exists =
    services === undefined ? !name.toLowerCase().startsWith('kms:') : services.globalKey(name) !== undefined;
  return hoverText(pages.globalKeys, [
    exists
      ? message('A global condition key of AWS.')
      : message('AWS has no condition key of this name, as far as is known: no request carries it.'),
  ]);
}

function serviceKey(name: string, { services, descriptions }: Surroundings): HoverText {
  const lower = name.toLowerCase();
  const prefix = lower.slice(0, Math.max(0, lower.indexOf(':')));
  const facts = services?.service(prefix);
  const service = descriptions?.service(prefix);
  const key = facts?.conditionKey(name);
  if (facts === undefined) {
    return hoverText(pages.condition, [
      message('A condition key of {service}.', { service: asCode(prefix === '' ? name : prefix) }),
    ]);
  }
  if (key === undefined) {
    return hoverText(pages.condition, [
      message('{name} has no condition key of this name, as far as is known.', {
        name: asName(service?.name ?? prefix),
      }),
    ]);
  }
  const description = service?.conditionKey(key.key);
  return hoverText(
    service === undefined ? pages.services : servicePage(service.name),
    [
      description === undefined
        ? message('A condition key of {service}.', { service: asCode(prefix) })
        : verbatim(asText(description)),
    ],
    [
      message('Type: {text}', { text: asText(key.type) }),
      service !== undefined && message('Service: {name}', { name: asName(service.name) }),
    ],
  );
}
