import type { LocatedKind } from '../../policy';
import { kmsOperation } from '../../reference';
import { asCode, asName, message, type Message } from '../../text/message';
import { operationsOf } from '../../rules/facts';
import { hoverOverEffect } from './effects';
import { pages } from './pages';
import type { HoverPlace, Surroundings } from './surroundings';
import { type HoverText, hoverText, listed } from './text';

/**
 * The name of an element of a policy or statement: what it does here, and how it is often misread. Undefined for a name
 * that is no element's.
 */
export function hoverOverElement(place: HoverPlace, around: Surroundings): HoverText | undefined {
  switch (place.token.string.value) {
    case 'Version':
      return hoverOverVersion(place);
    case 'Id':
      return hoverOverId();
    case 'Statement':
      return hoverText(
        pages.statement,
        [
          message(
            'The statements of the policy. Their order does not matter: a request is allowed when one of them allows it and none denies it.',
          ),
        ],
        [message('One statement may stand here without a list around it.')],
      );
    case 'Sid':
      return hoverOverSid(place);
    case 'Effect':
      return hoverOverEffect(place, around);
    case 'Principal':
      return principal(around);
    case 'NotPrincipal':
      return notPrincipal(around);
    case 'Action':
      return hoverText(
        pages.action,
        [
          message(
            'What the statement is about, as service:Operation. Upper and lower case do not matter; * and ? are wildcards.',
          ),
        ],
        [reached(place, around)],
      );
    case 'NotAction':
      return notAction(place, around);
    case 'Resource':
      return resource(around);
    case 'NotResource':
      return notResource(around);
    case 'Condition':
      return hoverText(pages.condition, [
        message(
          'When the statement applies. All operators and all keys have to be met (and); the values of one key are alternatives (or).',
        ),
        message(
          'A key that the request does not carry fails a plain operator, but meets a negated one such as StringNotEquals and every …IfExists.',
        ),
      ]);
    default:
      return undefined;
  }
}

/** `Version` and its value. */
export function hoverOverVersion({ token }: HoverPlace): HoverText {
  const old = token.string.value === '2008-10-17';
  return hoverText(pages.version, [
    message('The version of the policy language, not a date to keep current: 2012-10-17 is the newest there is.'),
    old
      ? message('In this one, policy variables such as ${aws:username} are plain text.')
      : message('Without it AWS takes 2008-10-17, in which policy variables such as ${aws:username} are plain text.'),
  ]);
}

/** `Id` and its value. */
export function hoverOverId(): HoverText {
  return hoverText(pages.id, [message('A name for the policy. AWS does not look at it when it decides.')]);
}

/** `Sid` and its value. */
export function hoverOverSid({ policy: { kind } }: HoverPlace): HoverText {
  return hoverText(pages.sid, [
    message('A name for the statement, for people. It has no effect on access.'),
    whatSidHolds(kind),
  ]);
}

function whatSidHolds(kind: LocatedKind): Message | undefined {
  switch (kind) {
    case 'key':
      return message('In a key policy it may hold spaces.');
    case 'identity':
    case 'trust':
    case 'scp':
    case 'rcp':
      return message('It holds letters and digits only, and stands once in a policy.');
    case 'resource':
    case 'unknown':
      return undefined;
  }
}

const noPrincipalHere: Readonly<Partial<Record<Surroundings['kind'], Message>>> = {
  identity: message(
    'An identity-based policy has no Principal: it speaks about the user, group or role it is attached to. Here AWS refuses it.',
  ),
  scp: message(
    'A service control policy has no Principal: it speaks about everybody in the accounts it is attached to. Here AWS refuses it.',
  ),
};

function principal({ kind }: Surroundings): HoverText {
  const no = noPrincipalHere[kind];
  if (no) {
    return hoverText(kind === 'scp' ? pages.scp : pages.principal, [no]);
  }
  switch (kind) {
    case 'key':
      return hoverText(
        pages.keyPolicy,
        [
          message(
            'Whom the statement is about: accounts, users, roles, sessions or AWS services. Only whom a key policy names, or whose account it names, can get at the key (besides grants).',
          ),
        ],
        [
          message('{form} is the whole account: its IAM policies decide.', {
            form: asCode('arn:aws:iam::ACCOUNT:root'),
          }),
          message('Groups are never principals, and part of an ARN cannot be a wildcard.'),
        ],
      );
    case 'trust':
      return hoverText(pages.principal, [
        message(
          'Who may assume the role: accounts, users, roles, AWS services, or identity providers under Federated.',
        ),
      ]);
    case 'rcp':
      return hoverText(pages.rcp, [
        message(
          'In a resource control policy Principal is "*": everybody, also from outside the organization. Exempt people by conditions.',
        ),
      ]);
    default:
      return hoverText(pages.principal, [
        message('Whom the statement is about. Groups are never principals, and part of an ARN cannot be a wildcard.'),
      ]);
  }
}

function notPrincipal(around: Surroundings): HoverText {
  const { kind, effect } = around;
  const no = noPrincipalHere[kind];
  if (no) {
    return hoverText(kind === 'scp' ? pages.scp : pages.principal, [
      message('NotPrincipal is not supported here.'),
      no,
    ]);
  }
  if (kind === 'rcp') {
    return hoverText(pages.rcp, [
      message(
        'NotPrincipal is not supported in a resource control policy: write Principal "*" and exempt people by conditions.',
      ),
    ]);
  }
  return hoverText(
    pages.notPrincipal,
    effect === 'Allow'
      ? [
          message(
            'Everybody except those listed: with Allow that lets in everyone else, in every AWS account. It does not deny those listed anything.',
          ),
          message('AWS does not support NotPrincipal with Allow.'),
        ]
      : [
          message(
            'Everybody except those listed. To exempt a role from a Deny its account and, for a session, the session have to be listed too; a principal with a permissions boundary is always denied.',
          ),
          message('Clearer: Principal "*" and a condition {operator} on {key}.', {
            operator: asCode('ArnNotLike'),
            key: asName('aws:PrincipalArn'),
          }),
        ],
  );
}

function notAction(place: HoverPlace, around: Surroundings): HoverText {
  return hoverText(
    pages.notAction,
    around.effect === 'Allow'
      ? [
          message(
            'Everything except what is listed, also actions that AWS adds later. It does not deny what is listed: another statement may allow it.',
          ),
        ]
      : [message('Everything except what is listed is denied. It does not allow what is listed.')],
    [reached(place, around)],
  );
}

function reached({ statement }: HoverPlace, { kind }: Surroundings): Message | undefined {
  if (kind !== 'key' || statement === undefined) {
    return undefined;
  }
  const { actions, complete } = operationsOf(statement);
  const effective = [...actions].filter(a => kmsOperation(a)?.policyType !== 'IAM policy');
  return effective.length === 0 || !complete
    ? undefined
    : message('Here that is {count} KMS permissions: {actions}', {
        count: effective.length,
        actions: listed(effective, 8),
      });
}

function resource({ kind }: Surroundings): HoverText {
  switch (kind) {
    case 'key':
      return hoverText(pages.keyPolicy, [
        message(
          'In a key policy Resource is "*": this KMS key, the one the policy is attached to. A statement without it has no effect.',
        ),
      ]);
    case 'identity':
      return hoverText(pages.resource, [
        message('What the actions may be used on, as ARNs. * and ? are wildcards.'),
        message('A KMS key is named by its key ARN; an alias ARN names an alias, not the key behind it.'),
      ]);
    case 'trust':
      return hoverText(pages.resource, [
        message('A trust policy has no Resource: it is about the role that it belongs to. Here AWS refuses it.'),
      ]);
    case 'scp':
      return hoverText(pages.scp, [
        message('Which resources the statement is about, in every account the policy is attached to.'),
      ]);
    case 'rcp':
      return hoverText(pages.rcp, [
        message('Which resources of the accounts in the organization the statement is about.'),
      ]);
    default:
      return hoverText(pages.resource, [
        message('What the statement is about, as ARNs: the resource that the policy is attached to, or a part of it.'),
      ]);
  }
}

function notResource({ kind, effect }: Surroundings): HoverText {
  if (kind === 'key') {
    return hoverText(pages.notResource, [
      message(
        'Everything except what is listed. A key policy speaks about one key only, so this reaches that key or nothing: write Resource "*".',
      ),
    ]);
  }
  return hoverText(pages.notResource, [
    effect === 'Allow'
      ? message(
          'Everything except what is listed: with Allow that is nearly all of AWS, also what is created later. It does not deny what is listed.',
        )
      : message('Everything except what is listed is denied. It does not allow what is listed.'),
  ]);
}
