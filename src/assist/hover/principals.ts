import { accountArn, isServiceLinked, permissionSetOf, type Principal, roleArn, type Statement } from '../../policy';
import { isForeign, isUnknownPrincipal, type NamedPrincipal, namedPrincipal, operationsOf } from '../../rules/facts';
import { kmsOperation } from '../../reference';
import { asCode, asName, message, type Message } from '../../text/message';
import type { Slot } from '../place';
import { hoverOverProvider } from './federated';
import { pages } from './pages';
import { hoverOverService } from './servicePrincipals';
import type { HoverPlace, Surroundings } from './surroundings';
import { type HoverText, hoverText, listed } from './text';

/** A key of the principal map: `AWS`, `Service`, `Federated`, `CanonicalUser`. Undefined for any other. */
export function hoverOverPrincipalType({ token, policy: { kind } }: HoverPlace, not: boolean): HoverText | undefined {
  switch (token.string.value) {
    case 'AWS':
      return hoverText(
        pages.principal,
        [
          not
            ? message('The accounts, roles, users and sessions that are excepted.')
            : message('Accounts (as id or …:root), roles, users and sessions, by ARN. "*" is everyone.'),
        ],
        [message('No groups, and no wildcard inside an ARN.')],
      );
    case 'Service':
      return hoverText(pages.principal, [
        message('AWS services that call as themselves, by their service principal such as {example}.', {
          example: asCode('cloudtrail.amazonaws.com'),
        }),
        kind === 'key' &&
          message(
            'A service that passes on the request of a user or role is not one of them: there the user or role is the principal, and {key} names the service.',
            { key: asName('kms:ViaService') },
          ),
      ]);
    case 'Federated':
      return hoverText(pages.principal, [
        kind === 'trust'
          ? message('Identity providers (SAML or OIDC) whose users may assume the role.')
          : message(
              'Identity providers. They belong into trust policies; who comes through one calls as the session of a role, so name that role.',
            ),
      ]);
    case 'CanonicalUser':
      return hoverText(pages.principal, [message('The canonical id of an account, which only Amazon S3 takes.')]);
    default:
      return undefined;
  }
}

/** One principal of Principal or NotPrincipal. */
export function hoverOverPrincipal(
  place: HoverPlace,
  { type, not }: Extract<Slot, { kind: 'principal' }>,
  around: Surroundings,
): HoverText | undefined {
  const said = principalSays(type, place, around);
  return said && not
    ? { ...said, lead: [message('Excepted: the statement is about everybody else.'), ...said.lead.slice(0, 1)] }
    : said;
}

/** @param type the key of the principal map; undefined for the value of Principal itself */
function principalSays(type: string | undefined, place: HoverPlace, around: Surroundings): HoverText | undefined {
  if (type === 'Federated') {
    return hoverOverProvider(place, around);
  }
  const named = namedPrincipal(type ?? 'AWS', place.token.string);
  if (type === 'Service' || named.principal.kind === 'service') {
    return hoverOverService(place, around);
  }
  return type === 'AWS' || type === undefined ? overAws(named, place, around) : undefined;
}

function overAws(named: NamedPrincipal, place: HoverPlace, around: Surroundings): HoverText {
  const { principal } = named;
  if (isUnknownPrincipal(named)) {
    return hoverText(pages.principal, [message('A principal that a template fills in.')]);
  }
  return hoverText(
    pageAbout(named, around),
    [...identity(principal, around), refusal(around) ?? standing(named, place, around)],
    [...where(named, around), ...noEffect(named, place, around), ...notes(principal)],
  );
}

function pageAbout(named: NamedPrincipal, { kind, keyAccount }: Surroundings): string {
  if (kind === 'key' && isForeign(named, keyAccount)) {
    return pages.otherAccounts;
  }
  return kind === 'key' && named.principal.kind === 'account' ? pages.defaultKeyPolicy : pages.principal;
}

/** Policies of some kinds cannot name principals. */
function refusal({ kind }: Surroundings): Message | undefined {
  switch (kind) {
    case 'identity':
      return message('An identity-based policy cannot name principals: AWS refuses this.');
    case 'scp':
      return message('A service control policy cannot name principals: AWS refuses this.');
    default:
      return undefined;
  }
}

/** Who that is. */
function identity(principal: Principal, around: Surroundings): Message[] {
  switch (principal.kind) {
    case 'anyone':
      return [
        around.effect === 'Deny'
          ? message('Everyone: every account, user, role and service.')
          : message('Everyone in every AWS account, unless conditions narrow it.'),
      ];
    case 'account':
      return [
        message('The whole account {account}, not just its root user.', { account: asName(principal.account) }),
        ...forWholeAccount(around),
      ];
    case 'role':
      return [roleSays(principal)];
    case 'user':
      return [userSays(principal)];
    case 'group':
      return [message('An IAM group. Groups are never principals: AWS refuses this. Name its users, or a role.')];
    case 'instance-profile':
      return [message('An instance profile. It is no principal: name the role in it.')];
    case 'assumed-role':
      return [
        message('One session of the role {role}: the one called {session}.', {
          role: asName(principal.name),
          session: asCode(principal.session),
        }),
        message(
          'A session with any other name, also a later one of the same person, does not match. Mostly the role is meant: {arn}.',
          { arn: asCode(roleArn(principal)) },
        ),
      ];
    case 'federated-user':
      return [
        message('The federated user session {user} of account {account} (GetFederationToken).', {
          user: asName(principal.name),
          account: asName(principal.account),
        }),
      ];
    case 'unique-id':
      return [
        ownerOfId(principal.id),
        message(
          'It matches nobody any more, also not a new one of the same name. Remove it, or write the ARN of the one that is meant.',
        ),
      ];
    case 'other':
      return [
        message(
          'This names no principal that can be recognized: an account id, an ARN of a role, user or session, or "*" is expected.',
        ),
      ];
    case 'service':
      return [];
  }
}

function userSays({ name, account }: { readonly name: string; readonly account: string }): Message {
  return message('The IAM user {user} of account {account}.', { user: asName(name), account: asName(account) });
}

function forWholeAccount({ effect, kind }: Surroundings): Message[] {
  if (effect === 'Deny') {
    return [message('With Deny it is about everybody in that account.')];
  }
  return kind === 'key' || kind === 'resource'
    ? [message('It leaves the decision to that account: IAM policies there say who gets access.')]
    : [];
}

function ownerOfId(id: string): Message {
  if (id.startsWith('AROA')) {
    return message('The id of a role that has been deleted: AWS shows it in place of the ARN.');
  }
  return id.startsWith('AIDA')
    ? message('The id of a user that has been deleted: AWS shows it in place of the ARN.')
    : message('A unique id, which AWS shows in place of the ARN of something that has been deleted.');
}

function roleSays(role: Extract<Principal, { name: string; path: string }>): Message {
  const { path, name, account } = role;
  const service = /^\/aws-service-role\/([^/]+)\//.exec(path)?.[1];
  if (service !== undefined) {
    return message('The service-linked role {role} of account {account}, which {service} uses by itself.', {
      role: asName(name),
      account: asName(account),
      service: asCode(service),
    });
  }
  const set = permissionSetOf(role);
  if (set !== undefined) {
    return message(
      'The role of the IAM Identity Center permission set {set} in account {account}: everybody assigned to it.',
      { set: asCode(set), account: asName(account) },
    );
  }
  return message('The role {role} of account {account}: every session of it.', {
    role: asName(name),
    account: asName(account),
  });
}

/** What else has to allow it. */
function standing(named: NamedPrincipal, { statement }: HoverPlace, around: Surroundings): Message | undefined {
  const { principal } = named;
  if (
    around.effect === 'Deny' ||
    ['group', 'instance-profile', 'unique-id', 'other', 'service'].includes(principal.kind)
  ) {
    return undefined;
  }
  switch (around.kind) {
    case 'trust':
      return principal.kind === 'account' || principal.kind === 'anyone'
        ? message('Who may assume the role also needs an IAM policy that allows {action}.', {
            action: asCode('sts:AssumeRole'),
          })
        : message('From another account it also needs an IAM policy there that allows {action}.', {
            action: asCode('sts:AssumeRole'),
          });
    case 'rcp':
      return principal.kind === 'anyone' ? undefined : message('A resource control policy takes no principal but "*".');
    case 'key':
      return standingInKeyPolicy(named, statement, around);
    default:
      return principal.kind === 'account'
        ? undefined
        : message(
            'Within the account of the resource this is enough; from another account an IAM policy there has to allow it too.',
          );
  }
}

function standingInKeyPolicy(
  named: NamedPrincipal,
  statement: Statement | undefined,
  { keyAccount }: Surroundings,
): Message | undefined {
  const { kind } = named.principal;
  const conditional = (statement?.condition?.value.operators.length ?? 0) > 0;
  if (kind === 'anyone') {
    return conditional
      ? message(
          'Who meets the conditions and belongs to the account of the key needs nothing else; from another account an IAM policy there has to allow it too.',
        )
      : message(
          'No condition narrows it: everybody in the account of the key is let in, and everybody elsewhere whose own IAM policies allow it.',
        );
  }
  if (isForeign(named, keyAccount)) {
    return kind === 'account'
      ? message("It is another account than the key's, so those policies have to name the key's ARN.")
      : message(
          "It belongs to another account than the key: an IAM policy there has to allow this on the key's ARN as well.",
        );
  }
  if (kind === 'account') {
    return undefined;
  }
  if (keyAccount === undefined) {
    return message(
      'In the account of the key it needs no IAM policy; from another account an IAM policy there has to allow it too.',
    );
  }
  return conditional
    ? message(
        "It belongs to the key's account, so where the conditions are met this statement is enough: no IAM policy is needed. A Deny, a permissions boundary or an SCP can still stand against it.",
      )
    : message(
        "It belongs to the key's account, so this statement is enough: no IAM policy is needed. A Deny, a permissions boundary or an SCP can still stand against it.",
      );
}

function where({ account, principal }: NamedPrincipal, { kind, keyAccount }: Surroundings): Message[] {
  const of = kind === 'key' && account !== undefined && keyAccount !== undefined && principal.kind !== 'unique-id';
  if (!of) {
    return [];
  }
  if (account === keyAccount.account) {
    return [
      keyAccount.certain
        ? message('Account {account}: the one that owns the key.', { account: asName(account) })
        : message('Account {account}: the one that owns the key, as far as this policy tells.', {
            account: asName(account),
          }),
    ];
  }
  return [
    message('Account {account}; the key belongs to {owner}.', {
      account: asName(account),
      owner: asCode(keyAccount.account),
    }),
  ];
}

/** The actions of the statement that never work from another account. */
function noEffect(
  named: NamedPrincipal,
  { statement }: HoverPlace,
  { kind, keyAccount, effect }: Surroundings,
): Message[] {
  if (kind !== 'key' || effect !== 'Allow' || statement === undefined || !isForeign(named, keyAccount)) {
    return [];
  }
  const idle = [...operationsOf(statement).actions].filter(a => kmsOperation(a)?.crossAccountUse === false);
  return idle.length === 0
    ? []
    : [message('These never work from another account: {actions}', { actions: listed(idle, 6) })];
}

function notes(principal: Principal): Message[] {
  switch (principal.kind) {
    case 'role':
      return [
        message(
          'When the role is deleted an id such as {id} takes its place, and a new role of the same name is not let in.',
          { id: asCode('AROA…') },
        ),
        ...(isServiceLinked(principal) === true
          ? [message('Its IAM policies cannot be changed: the key policy, or a grant, has to let it in.')]
          : []),
      ];
    case 'user':
      return [
        message(
          'When the user is deleted an id such as {id} takes its place, and a new user of the same name is not let in.',
          { id: asCode('AIDA…') },
        ),
      ];
    case 'account':
      return principal.partition === undefined
        ? [message('The id alone means the same as {arn}.', { arn: asCode(accountArn(principal.account)) })]
        : [];
    case 'other':
      return /[*?]/.test(principal.text) && principal.text !== '*'
        ? [
            message(
              'Part of a principal cannot be a wildcard: write Principal "*" and a condition {operator} on {key}.',
              { operator: asCode('ArnLike'), key: asName('aws:PrincipalArn') },
            ),
          ]
        : [];
    default:
      return 'name' in principal && /[*?]/.test(principal.name)
        ? [
            message(
              'Part of a principal cannot be a wildcard: write Principal "*" and a condition {operator} on {key}.',
              { operator: asCode('ArnLike'), key: asName('aws:PrincipalArn') },
            ),
          ]
        : [];
  }
}
