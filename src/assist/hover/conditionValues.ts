import { parseArn } from '../../policy';
import { serviceUsesVia } from '../../reference';
import { conditionKey, viaServiceNames } from '../../reference/conditions';
import { isAccountId, isForeign, namedPrincipal } from '../../rules/kms/facts';
import { readOperator } from '../../rules/operators';
import { fromReference, type Message, message } from '../../text/message';
import type { Slot } from '../place';
import { pages } from './pages';
import type { HoverPlace, Surroundings } from './surroundings';
import { type HoverText, hoverText, listed } from './text';
import { variablesIn } from './variables';

/** A value of a condition: what it stands for. */
export function hoverOverConditionValue(
  place: HoverPlace,
  { key, operator }: Extract<Slot, { kind: 'condition-value' }>,
  around: Surroundings,
): HoverText | undefined {
  const known = conditionKey(key);
  const test = readOperator(operator);
  const { value, known: whole } = place.token.string;
  const said =
    test.family === 'Null'
      ? nullSays(key, value)
      : key.toLowerCase() === 'kms:viaservice'
        ? viaServiceSays(value)
        : (accountSays(key, place, around) ?? arnSays(value, whole));
  const more = [
    ...variablesIn(place),
    /[*?]/.test(value.replace(/\$\{[^}]*\}/g, '')) &&
      test.family === 'String' &&
      !test.wildcards &&
      message('{operator} knows no wildcards: * and ? stand for themselves. {like} does.', {
        operator,
        like: operator.replace(/Equals(IgnoreCase)?/, 'Like'),
      }),
  ];
  if (said) {
    return { ...said, details: [...said.details, ...more.filter(m => m !== false)] };
  }
  if (known === undefined) {
    return more.some(Boolean)
      ? hoverText(pages.condition, [message('A value that {key} is compared with.', { key })], more)
      : undefined;
  }
  return hoverText(
    known.source,
    [message('A value for {key}. {text}', { key, text: fromReference(known.description) })],
    [known.values !== undefined && message('Values: {text}', { text: listed(known.values, 10) }), ...more],
  );
}

function nullSays(key: string, value: string): HoverText {
  return hoverText(pages.operators, [
    value.toLowerCase() === 'true'
      ? message('Met when the request does not carry {key}.', { key })
      : message('Met when the request carries {key}, whatever its value.', { key }),
  ]);
}

/** `s3.eu-west-1.amazonaws.com`: the service, and how it comes to call KMS. */
function viaServiceSays(value: string): HoverText {
  const [, prefix = '', region = ''] = /^([a-z0-9-]+)\.([a-z0-9*?-]+)\.amazonaws\.com$/.exec(value) ?? [];
  const names = [...new Set(viaServiceNames.filter(v => v.prefix === prefix).map(v => v.service))];
  if (prefix === '') {
    return hoverText(pages.viaService, [
      /^\*/.test(value)
        ? message('Any service, where the operator knows wildcards.')
        : message('A name here has the form {form}, with the Region of the key.', {
            form: 's3.eu-west-1.amazonaws.com',
          }),
      /^[a-z0-9-]+\.amazonaws\.com$/.test(value) &&
        message('Without a Region it is a service principal, and never matches.'),
    ]);
  }
  const uses = serviceUsesVia(value).filter(u => u.documented);
  return hoverText(
    uses[0]?.source ?? pages.viaService,
    [
      names.length === 0
        ? message('{service} is not among the services that are known to pass requests on to KMS.', { service: prefix })
        : region.includes('*')
          ? message('Requests that come through {name}.', { name: names.join(', ') })
          : message('Requests that come through {name} in {region}.', { name: names.join(', '), region }),
      message(
        'The user or role who uses the service is the caller and needs the KMS permission; a direct call does not match.',
      ),
    ],
    uses.map(u => message('{name}: {text}.', { name: u.service, text: fromReference(u.whoCallsKms) })),
  );
}

const accountKeys = new Set(['kms:calleraccount', 'aws:principalaccount', 'aws:sourceaccount', 'aws:resourceaccount']);

function accountSays(key: string, place: HoverPlace, { kind, keyAccount }: Surroundings): HoverText | undefined {
  const { value } = place.token.string;
  if (!accountKeys.has(key.toLowerCase()) || !isAccountId(value)) {
    return undefined;
  }
  const foreign = kind === 'key' && isForeign(namedPrincipal('AWS', place.token.string), keyAccount);
  const own = kind === 'key' && keyAccount?.account === value;
  return hoverText(conditionKey(key)?.source ?? pages.globalKeys, [
    fromReference(conditionKey(key)?.description ?? ''),
    own
      ? message('{account} is the account that owns the key.', { account: value })
      : foreign
        ? message('{account} is another account than the one that owns the key.', { account: value })
        : message('Here: account {account}.', { account: value }),
  ]);
}

function arnSays(value: string, whole: boolean): HoverText | undefined {
  const arn = whole ? parseArn(value) : undefined;
  if (arn === undefined) {
    return undefined;
  }
  const details: (Message | false)[] = [
    arn.region !== '' && message('Region: {region}', { region: arn.region }),
    arn.account !== '' && message('Account: {account}', { account: arn.account }),
  ];
  return hoverText(
    pages.condition,
    [message('{resource}, of the service {service}.', { resource: arn.resource, service: arn.service })],
    details,
  );
}
