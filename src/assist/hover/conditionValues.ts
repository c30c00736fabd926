import { parseArn, type PolicyString, readOperator } from '../../policy';
import { conditionKey, serviceUsesVia, viaServiceNames } from '../../reference';
import { isAccountId, isForeign, namedPrincipal } from '../../rules/facts';
import { asCode, asCodes, asName, fromReference, type Message, message } from '../../text/message';
import type { Slot } from '../place';
import { pages } from './pages';
import type { HoverPlace, Surroundings } from './surroundings';
import { type HoverText, hoverText, listed } from './text';
import { variablesIn } from './variables';

type ConditionValueSlot = Extract<Slot, { kind: 'condition-value' }>;

/** A value of a condition: what it stands for. Undefined where nothing is known about it. */
export function hoverOverConditionValue(
  place: HoverPlace,
  slot: ConditionValueSlot,
  around: Surroundings,
): HoverText | undefined {
  const { key, operator } = slot;
  const known = conditionKey(key);
  const test = readOperator(operator);
  const { value } = place.token.string;
  const said = valueSays(place, slot, around);
  const more = [
    ...variablesIn(place),
    /[*?]/.test(value.replace(/\$\{[^}]*\}/g, '')) &&
      test.family === 'String' &&
      !test.wildcards &&
      message('{operator} knows no wildcards: * and ? stand for themselves. {like} does.', {
        operator: asCode(operator),
        like: asCode(operator.replace(/Equals(IgnoreCase)?/, 'Like')),
      }),
  ];
  if (said) {
    return { ...said, details: [...said.details, ...more.filter(m => m !== false)] };
  }
  if (known === undefined) {
    return more.some(Boolean)
      ? hoverText(pages.condition, [message('A value that {key} is compared with.', { key: asName(key) })], more)
      : undefined;
  }
  return hoverText(
    known.source,
    [message('A value for {key}. {text}', { key: asName(key), text: fromReference(known.description) })],
    [known.values !== undefined && message('Values: {text}', { text: listed(known.values, 10) }), ...more],
  );
}

/** What operator, key or the form of the value tell; undefined when they tell nothing. */
function valueSays(
  place: HoverPlace,
  { key, operator }: ConditionValueSlot,
  around: Surroundings,
): HoverText | undefined {
  const { value, known } = place.token.string;
  if (readOperator(operator).family === 'Null') {
    return nullSays(key, value);
  }
  if (key.toLowerCase() === 'kms:viaservice') {
    return viaServiceSays(value);
  }
  return accountSays(key, place, around) ?? arnSays(value, known);
}

function nullSays(key: string, value: string): HoverText {
  return hoverText(pages.operators, [
    value.toLowerCase() === 'true'
      ? message('Met when the request does not carry {key}.', { key: asName(key) })
      : message('Met when the request carries {key}, whatever its value.', { key: asName(key) }),
  ]);
}

/** `s3.eu-west-1.amazonaws.com`: the service, and how it comes to call KMS. */
function viaServiceSays(value: string): HoverText {
  const [, prefix = '', region = ''] = /^([a-z0-9-]+)\.([a-z0-9*?-]+)\.amazonaws\.com$/.exec(value) ?? [];
  if (prefix === '') {
    return hoverText(pages.viaService, [
      /^\*/.test(value)
        ? message('Any service, where the operator knows wildcards.')
        : message('A name here has the form {form}, with the Region of the key.', {
            form: asCode('s3.eu-west-1.amazonaws.com'),
          }),
      /^[a-z0-9-]+\.amazonaws\.com$/.test(value) &&
        message('Without a Region it is a service principal, and never matches.'),
    ]);
  }
  const uses = serviceUsesVia(value).filter(u => u.documented);
  return hoverText(
    uses[0]?.source ?? pages.viaService,
    [
      requestsThrough(prefix, region),
      message(
        'The user or role who uses the service is the caller and needs the KMS permission; a direct call does not match.',
      ),
    ],
    uses.map(u => message('{name}: {text}.', { name: asName(u.service), text: fromReference(u.whoCallsKms) })),
  );
}

function requestsThrough(prefix: string, region: string): Message {
  const names = [...new Set(viaServiceNames.filter(v => v.prefix === prefix).map(v => v.service))];
  if (names.length === 0) {
    return message('{service} is not among the services that are known to pass requests on to KMS.', {
      service: asCode(prefix),
    });
  }
  return region.includes('*')
    ? message('Requests that come through {name}.', { name: asCodes(names) })
    : message('Requests that come through {name} in {region}.', { name: asCodes(names), region: asCode(region) });
}

const accountKeys = new Set(['kms:calleraccount', 'aws:principalaccount', 'aws:sourceaccount', 'aws:resourceaccount']);

function accountSays(key: string, { token }: HoverPlace, around: Surroundings): HoverText | undefined {
  if (!accountKeys.has(key.toLowerCase()) || !isAccountId(token.string.value)) {
    return undefined;
  }
  return hoverText(conditionKey(key)?.source ?? pages.globalKeys, [
    fromReference(conditionKey(key)?.description ?? ''),
    whichAccount(token.string, around),
  ]);
}

function whichAccount(string: PolicyString, { kind, keyAccount }: Surroundings): Message {
  const account = string.value;
  if (kind === 'key' && keyAccount?.account === account) {
    return message('{account} is the account that owns the key.', { account: asName(account) });
  }
  return kind === 'key' && isForeign(namedPrincipal('AWS', string), keyAccount)
    ? message('{account} is another account than the one that owns the key.', { account: asName(account) })
    : message('Here: account {account}.', { account: asName(account) });
}

function arnSays(value: string, whole: boolean): HoverText | undefined {
  const arn = whole ? parseArn(value) : undefined;
  if (arn === undefined) {
    return undefined;
  }
  const details: (Message | false)[] = [
    arn.region !== '' && message('Region: {region}', { region: asCode(arn.region) }),
    arn.account !== '' && message('Account: {account}', { account: asName(arn.account) }),
  ];
  return hoverText(
    pages.condition,
    [
      message('{resource}, of the service {service}.', {
        resource: asCode(arn.resource),
        service: asCode(arn.service),
      }),
    ],
    details,
  );
}
