import { hasWildcardPrefix, isEveryServiceAction, type LocatedKind, matchesWildcard } from '../../policy';
import { kmsOperation, type KmsOperation, kmsOperations } from '../../reference';
import {
  accessLevels,
  type ActionDescription,
  type ServiceDescriptions,
  servicePage,
} from '../../reference/descriptions';
import { isForeign, isPattern, operationsNamed, principalsOf, wildcardPrefixSays } from '../../rules/facts';
import { asCode, asName, asText, fromReference, type Message, message, verbatim } from '../../text/message';
import { pages } from './pages';
import type { HoverPlace, Surroundings } from './surroundings';
import { type HoverText, hoverText, listed } from './text';

/** One entry of Action or NotAction. */
export function hoverOverAction(place: HoverPlace, not: boolean, around: Surroundings): HoverText {
  const said = actionSays(place, around);
  return not ? { ...said, lead: [message('Excepted: the statement is about everything else.'), ...said.lead] } : said;
}

function actionSays(place: HoverPlace, around: Surroundings): HoverText {
  const { string } = place.token;
  if (!string.known) {
    return hoverText(pages.action, [message('An action that a template fills in.')]);
  }
  if (isEveryServiceAction(string.value)) {
    return everything(around);
  }
  if (hasWildcardPrefix(string.value)) {
    return hoverText(pages.action, [wildcardPrefixSays(around.kind, string.value)]);
  }
  const colon = string.value.indexOf(':');
  if (colon < 0) {
    return hoverText(pages.action, [
      message('An action is written as {form}, or "*".', { form: asCode('service:Operation') }),
    ]);
  }
  const prefix = string.value.slice(0, colon).toLowerCase();
  if (prefix !== 'kms') {
    return otherService({ value: string.value, prefix, name: string.value.slice(colon + 1) }, around);
  }
  if (isPattern(string.value)) {
    return severalOf(place, around);
  }
  const operation = kmsOperation(string.value);
  return operation === undefined
    ? hoverText(pages.permissions, [
        message('KMS has no permission of this name, so it has no effect.'),
        /^kms:reencrypt$/i.test(string.value) &&
          message('For ReEncrypt there are two: {actions}.', { actions: asCode('kms:ReEncryptFrom, kms:ReEncryptTo') }),
      ])
    : oneOf(operation, place, around);
}

function everything({ kind }: Surroundings): HoverText {
  switch (kind) {
    case 'key':
      return hoverText(pages.action, [
        message('Every KMS permission for this key, also managing it and changing this policy.'),
      ]);
    case 'trust':
      return hoverText(pages.action, [message('Every way to assume the role, and tagging its sessions.')]);
    default:
      return hoverText(pages.action, [message('Every action of every AWS service, also those that AWS adds later.')]);
  }
}

function oneOf(operation: KmsOperation, { statement }: HoverPlace, around: Surroundings): HoverText {
  const { action, accessLevel, crossAccountUse, grantOperation, supportsDryRun, policyType, conditionKeys, note } =
    operation;
  const idleHere = around.kind === 'key' && policyType === 'IAM policy';
  const foreign =
    around.kind === 'key' &&
    statement !== undefined &&
    !crossAccountUse &&
    principalsOf(statement).some(p => isForeign(p, around.keyAccount));
  return hoverText(
    operation.source,
    [
      fromReference(operation.description),
      idleHere
        ? message('In a key policy {action} has no effect: only an IAM policy can allow it.', {
            action: asCode(action),
          })
        : risk(operation),
      foreign && message('It never works from another account, so not for every principal here.'),
    ],
    [
      message('Access level: {text}', { text: fromReference(accessLevel) }),
      crossAccountUse
        ? message('Works from other accounts: yes')
        : message('Works from other accounts: no, whatever the policies say'),
      grantOperation ? message('Can be given by a grant: yes') : message('Can be given by a grant: no'),
      supportsDryRun ? message('Can be tried with DryRun: yes') : message('Can be tried with DryRun: no'),
      conditionKeys.length > 0 &&
        message('Condition keys: {keys}', {
          keys: listed(
            [...conditionKeys].sort((a, b) => Number(b.startsWith('kms:')) - Number(a.startsWith('kms:'))),
            8,
          ),
        }),
      note !== undefined && fromReference(note),
    ],
  );
}

// What makes a permission more than it seems.
const risks: Readonly<Record<string, Message>> = {
  'kms:PutKeyPolicy': message('Who has it can give everything on this key to anybody in the account, itself included.'),
  'kms:CreateGrant': message(
    'Who has it can hand out any operation that grants can give, also to other accounts, unless {keys} limit it.',
    { keys: asCode('kms:GrantOperations, kms:GranteePrincipal, kms:GrantIsForAWSResource') },
  ),
  'kms:ScheduleKeyDeletion': message('Limit the waiting period by {key}.', {
    key: asName('kms:ScheduleKeyDeletionPendingWindowInDays'),
  }),
};

function risk({ action }: KmsOperation): Message | undefined {
  return risks[action];
}

// The riskiest first: who decides about the key, what may lose data or stop the use of it, and what gives plain text away.
const riskiest: readonly string[] = [
  'kms:PutKeyPolicy',
  'kms:CreateGrant',
  'kms:ScheduleKeyDeletion',
  'kms:DeleteImportedKeyMaterial',
  'kms:DisableKey',
  'kms:Decrypt',
  'kms:ReEncryptFrom',
];

function rank({ action, accessLevel, cryptographic }: KmsOperation): number {
  const place = riskiest.indexOf(action);
  if (place >= 0) {
    return 100 - place;
  }
  return cryptographic ? 10 : accessLevels.indexOf(accessLevel as (typeof accessLevels)[number]);
}

const most = 12;

function severalOf({ token: { string } }: HoverPlace, { kind }: Surroundings): HoverText {
  const all = operationsNamed(string)
    .map(a => kmsOperation(a))
    .filter(o => o !== undefined);
  const usable = kind === 'key' ? all.filter(o => o.policyType !== 'IAM policy') : all;
  const idle = all.length - usable.length;
  const sorted = [...usable].sort((a, b) => rank(b) - rank(a) || a.action.localeCompare(b.action));
  if (all.length === 0) {
    return hoverText(pages.permissions, [message('No KMS permission fits this pattern, so it has no effect.')]);
  }
  const whole = all.length === kmsOperations.length;
  return hoverText(
    pages.permissions,
    [
      whole
        ? message('Every KMS permission: {count}, the riskiest first, and those that AWS adds later.', {
            count: usable.length,
          })
        : message('{count} KMS permissions, the riskiest first, and those that AWS adds later under such a name.', {
            count: usable.length,
          }),
      kind === 'key' &&
        usable.some(o => o.action === 'kms:PutKeyPolicy') &&
        message('Among them is {action}: who has it decides about the key.', { action: asCode('kms:PutKeyPolicy') }),
      kind === 'key' &&
        idle > 0 &&
        message('{count} more fit, but have no effect in a key policy: only IAM policies can allow them.', {
          count: idle,
        }),
    ],
    [
      ...sorted
        .slice(0, most)
        .map(o => message('{action}: {text}', { action: asCode(o.action), text: fromReference(o.description) })),
      sorted.length > most && message('… and {count} more', { count: sorted.length - most }),
    ],
  );
}

/** `s3:Get*`, taken apart. */
interface ActionName {
  readonly value: string;
  /** Before the colon, in lower case: the service. */
  readonly prefix: string;
  readonly name: string;
}

function otherService(action: ActionName, around: Surroundings): HoverText {
  const service = around.descriptions?.service(action.prefix);
  if (service === undefined) {
    return undescribedService(action, around);
  }
  return /[*?]/.test(action.name) ? severalOfService(action, service, around) : oneOfService(action, service, around);
}

function undescribedService({ prefix }: ActionName, { kind, descriptions, services }: Surroundings): HoverText {
  const known = services?.service(prefix) !== undefined;
  return hoverText(pages.services, [
    descriptions === undefined || known
      ? message('An action of the service {service}.', { service: asCode(prefix) })
      : message('No AWS service has the prefix {service}, as far as is known.', { service: asCode(prefix) }),
    idleIn(kind),
  ]);
}

function oneOfService({ name }: ActionName, service: ServiceDescriptions, { kind }: Surroundings): HoverText {
  const page = servicePage(service.name);
  const action = service.action(name);
  return action === undefined
    ? hoverText(page, [
        message('{name} has no action {action}, as far as is known.', {
          name: asName(service.name),
          action: asCode(name),
        }),
        idleIn(kind),
      ])
    : hoverText(
        page,
        [verbatim(asText(action.description)), idleIn(kind)],
        [
          message('Access level: {text}', { text: fromReference(action.accessLevel) }),
          message('Service: {name}', { name: asName(service.name) }),
        ],
      );
}

function severalOfService(
  { value, prefix, name }: ActionName,
  service: ServiceDescriptions,
  { kind }: Surroundings,
): HoverText {
  const pattern = name.toLowerCase();
  const fitting = service.actions
    .filter(a => matchesWildcard(pattern, a.name.toLowerCase()))
    .sort(
      (a, b) =>
        accessLevels.indexOf(b.accessLevel) - accessLevels.indexOf(a.accessLevel) || a.name.localeCompare(b.name),
    );
  return hoverText(
    servicePage(service.name),
    [
      fitting.length === 0
        ? message('{name} has no action that fits {pattern}, as far as is known.', {
            name: asName(service.name),
            pattern: asCode(value),
          })
        : message('{count} actions of {name}, the riskiest first ({text}), and those that AWS adds later.', {
            count: fitting.length,
            name: asName(service.name),
            text: countedByLevel(fitting),
          }),
      idleIn(kind),
    ],
    [
      ...fitting
        .slice(0, most)
        .map(a => message('{action}: {text}', { action: asCode(`${prefix}:${a.name}`), text: asText(a.description) })),
      fitting.length > most && message('… and {count} more', { count: fitting.length - most }),
    ],
  );
}

/** `Write 3, Read 5`: how many there are of each access level. */
function countedByLevel(actions: readonly ActionDescription[]): Message {
  return accessLevels
    .toReversed()
    .flatMap(level => {
      const count = actions.filter(a => a.accessLevel === level).length;
      return count === 0 ? [] : [message('{level} {count}', { level: fromReference(level), count })];
    })
    .reduce((first, second) => message('{first}, {second}', { first, second }));
}

function idleIn(kind: LocatedKind): Message | undefined {
  return kind === 'key' ? message('It is no KMS action: in a key policy it has no effect.') : undefined;
}
