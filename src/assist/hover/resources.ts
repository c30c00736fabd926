import { parseArn, parseKeyArn } from '../../policy';
import { kmsOperation } from '../../reference';
import { isAccountId, operationsOf } from '../../rules/facts';
import { asCode, asName, message, type Message } from '../../text/message';
import { pages } from './pages';
import type { HoverPlace, Surroundings } from './surroundings';
import { type HoverText, hoverText, listed } from './text';
import { variablesIn } from './variables';

/** One entry of Resource or NotResource. */
export function hoverOverResource(place: HoverPlace, not: boolean, around: Surroundings): HoverText {
  const { value } = place.token.string;
  const excepted = not && message('Excepted: the statement is about everything else.');
  const said = value === '*' ? star(place, around) : resource(place, around);
  return { ...said, lead: [...(excepted ? [excepted] : []), ...said.lead] };
}

/** `"*"`: what it means depends on the kind of policy more than anything else. */
function star(place: HoverPlace, around: Surroundings): HoverText {
  switch (around.kind) {
    case 'key':
      return hoverText(
        pages.keyPolicy,
        [
          message('This KMS key, the one that the policy is attached to; not every key in AWS.'),
          message('A key policy belongs to one key and cannot reach another, so AWS has its Resource written as "*".'),
        ],
        [around.keyArn !== undefined && message('Here: {key}', { key: asName(around.keyArn) })],
      );
    case 'identity':
      return starInIdentityPolicy(place, around);
    case 'trust':
      return hoverText(pages.resource, [
        message('A trust policy has no Resource: it is about the role that it belongs to. Here AWS refuses it.'),
      ]);
    case 'scp':
      return hoverText(pages.scp, [
        message('Every resource, in every account that the service control policy is attached to.'),
      ]);
    case 'rcp':
      return hoverText(pages.rcp, [
        message(
          'Every resource of the services that resource control policies cover, in every account that this one is attached to.',
        ),
      ]);
    case 'resource':
      return hoverText(pages.resource, [
        message('Whatever this policy is attached to: a resource-based policy cannot reach other resources.'),
        message(
          'Many services want the ARN of the resource here instead (an S3 bucket policy: the bucket, and the bucket with {suffix}).',
          { suffix: asCode('/*') },
        ),
      ]);
    case 'unknown':
      return hoverText(pages.resource, [
        message(
          'In a key policy: this one KMS key. In an identity-based policy: every resource that the actions apply to, so every KMS key.',
        ),
      ]);
  }
}

function starInIdentityPolicy({ statement }: HoverPlace, { effect }: Surroundings): HoverText {
  const { actions } = statement === undefined ? { actions: new Set<string>() } : operationsOf(statement);
  const onKeys = [...actions].filter(a => kmsOperation(a)?.resourceTypes.includes('key'));
  const onlyStar = [...actions].filter(a => kmsOperation(a)?.resourceTypes.includes('*'));
  if (effect === 'Deny') {
    return hoverText(pages.keyInIam, [
      message('Every resource that the actions apply to: for a Deny that is mostly what is meant.'),
    ]);
  }
  const others =
    statement?.action?.value.strings.some(s => !/^kms:/i.test(s.value)) ?? statement?.notAction !== undefined;
  if (actions.size === 0) {
    return hoverText(pages.resource, [
      message('Every resource that the actions apply to. Name the ARNs that are meant, where the actions take one.'),
    ]);
  }
  if (onKeys.length === 0) {
    return hoverText(pages.keyInIam, [
      message('These actions are about no particular key, so "*" is the only Resource they take: {actions}.', {
        actions: listed(onlyStar, 6),
      }),
    ]);
  }
  return hoverText(
    pages.keyInIam,
    [
      others
        ? message(
            'Every resource that the actions apply to. Of KMS that is every key that lets this identity or its account in, also keys of other accounts.',
          )
        : message(
            'Every KMS key that lets this identity or its account in: in the account, and in other accounts whose key policies trust it.',
          ),
      message('Name the keys instead: {arn}.', { arn: asCode('arn:aws:kms:REGION:ACCOUNT:key/KEY-ID') }),
    ],
    [
      message('Or keep "*" and limit it by a condition on {keys}.', {
        keys: asCode('kms:ViaService, kms:ResourceAliases, aws:ResourceTag/…'),
      }),
      message('Every one of these keys still has a key policy, which has to let the account or the identity in.'),
      onlyStar.length > 0 &&
        message('These take no ARN and need "*", in a statement of their own: {actions}.', {
          actions: listed(onlyStar, 6),
        }),
    ],
  );
}

function resource(place: HoverPlace, around: Surroundings): HoverText {
  const { string } = place.token;
  const { value, known } = string;
  const arn = parseArn(string.parts.map(p => (typeof p === 'string' ? p : p.hole.replaceAll(':', '.'))).join(''));
  const more = [
    ...variablesIn(place),
    !known && message('A template fills in a part of it, so what it will be cannot be told here.'),
  ];
  if (arn === undefined) {
    return hoverText(
      around.kind === 'key' ? pages.keyPolicy : pages.resource,
      [
        known
          ? message('This is no ARN. Resource takes ARNs, with * and ? as wildcards, or "*".')
          : message('A resource that a template fills in.'),
        known &&
          /^(mrk-)?[0-9a-f-]{32,}$/i.test(value) &&
          message('A key id does not name a key in a policy: write its key ARN.'),
        known &&
          value.startsWith('alias/') &&
          message('An alias does not name a key in a policy: write the key ARN, or limit by {key}.', {
            key: asName('kms:ResourceAliases'),
          }),
      ],
      more,
    );
  }
  if (arn.service === 'kms') {
    const alias = parseKeyArn(value)?.alias ?? (arn.resource.startsWith('alias/') ? arn.resource : undefined);
    return kmsArn({ ...arn, value, alias }, around, more);
  }
  return hoverText(
    pages.resource,
    [
      message('{resource}, a resource of the service {service}.', {
        resource: asCode(arn.resource),
        service: asCode(arn.service),
      }),
      around.kind === 'key' && message('A key policy speaks about its own key only, so this never matches.'),
    ],
    [
      ...where(arn),
      /[*?]/.test(value) && message('* stands for any text, also across slashes; ? for one character.'),
      ...more,
    ],
  );
}

/** An ARN of KMS, taken apart. */
interface KmsResource {
  readonly value: string;
  readonly region: string;
  readonly account: string;
  readonly resource: string;
  readonly alias: string | undefined;
}

type Details = readonly (Message | false)[];

function kmsArn(arn: KmsResource, around: Surroundings, more: Details): HoverText {
  if (arn.alias !== undefined) {
    return aliasArn(arn.alias, around, [...where(arn), ...more]);
  }
  return around.kind === 'key'
    ? keyArnInKeyPolicy(arn, around, [...where(arn), ...more])
    : keyArnElsewhere(arn, around, more);
}

function aliasArn(alias: string, { kind }: Surroundings, details: Details): HoverText {
  return hoverText(
    pages.keyInIam,
    [
      message('The alias {alias}, not the key behind it: an alias ARN only serves {actions}.', {
        alias: asCode(alias),
        actions: asCode('kms:CreateAlias, kms:UpdateAlias, kms:DeleteAlias'),
      }),
      kind === 'key'
        ? message('A key policy never allows anything on an alias.')
        : message('For using the key write its key ARN, or a condition on {key}.', {
            key: asName('kms:ResourceAliases'),
          }),
    ],
    details,
  );
}

function keyArnInKeyPolicy(arn: KmsResource, around: Surroundings, details: Details): HoverText {
  return hoverText(
    pages.keyPolicy,
    [
      isOtherKey(arn, around)
        ? message('Another key than the one this policy belongs to: it never matches.')
        : message(
            'A key policy speaks about its own key only: with that key\'s ARN this means the same as "*", with any other it never matches.',
          ),
      message('Write "*": in a key policy it means this one key.'),
    ],
    details,
  );
}

/** Whether it is certain that the ARN names another key than the policy's own. */
function isOtherKey({ value, account }: KmsResource, { keyArn, keyAccount }: Surroundings): boolean {
  if (keyArn !== undefined && keyArn !== value) {
    return true;
  }
  return (
    keyAccount?.certain === true &&
    isAccountId(keyAccount.account) &&
    isAccountId(account) &&
    keyAccount.account !== account
  );
}

function keyArnElsewhere(arn: KmsResource, { kind }: Surroundings, more: Details): HoverText {
  const key = arn.resource;
  const many = /[*?]/.test(key);
  return hoverText(
    pages.keyInIam,
    [
      many
        ? message('Every KMS key that fits {key}, also keys created later.', { key: asName(key) })
        : message('The KMS key {key}.', { key: asName(key.replace(/^key\//, '')) }),
      (kind === 'identity' || kind === 'unknown') &&
        message('The key policy of that key has to let the account or the identity in as well.'),
    ],
    [
      ...where(arn),
      key.startsWith('key/mrk-') &&
        message('A multi-Region key: primary and replicas have the same id, and each its own ARN and key policy.'),
      ...more,
    ],
  );
}

/** Region and account, as far as the ARN has them. */
function where({ region, account }: { readonly region: string; readonly account: string }): Details {
  return [
    region !== '' && message('Region: {region}', { region: asCode(region) }),
    account !== '' && message('Account: {account}', { account: asName(account) }),
  ];
}
