import type { LocatedKind } from '../../policy';
import { type Message, message } from '../../text/message';
import type { Candidate, Request } from './candidate';

const userGuide = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_';

interface ElementFact {
  readonly name: string;
  readonly value: string;
  readonly about: Message;
  readonly page: string;
  readonly goesOn?: true;
  /** Kinds of policy it does not belong to. */
  readonly notIn?: readonly LocatedKind[];
  /** The element that says the opposite: a statement has one of them. */
  readonly instead?: string;
}

const policyElements: readonly ElementFact[] = [
  {
    name: 'Version',
    value: '"2012-10-17"',
    about: message(
      'The version of the policy language, not of this policy. Without 2012-10-17 policy variables are taken literally.',
    ),
    page: 'version.html',
  },
  {
    name: 'Id',
    value: '"{cursor}"',
    about: message('A name for the whole policy. It decides nothing.'),
    page: 'id.html',
    notIn: ['identity', 'scp'],
  },
  {
    name: 'Statement',
    value: '[{cursor}]',
    about: message('The list of statements: each allows or denies something by itself.'),
    page: 'statement.html',
    goesOn: true,
  },
];

const withoutPrincipal: readonly LocatedKind[] = ['identity', 'scp'];
const statementElements: readonly ElementFact[] = [
  {
    name: 'Sid',
    value: '"{cursor}"',
    about: message('A name for the statement, unique in the policy. It decides nothing.'),
    page: 'sid.html',
  },
  {
    name: 'Effect',
    value: '"{effect}"',
    about: message('Allow or Deny. A Deny that applies wins over every Allow, whoever gave it.'),
    page: 'effect.html',
  },
  {
    name: 'Principal',
    value: '{ "AWS": "{cursor}" }',
    about: message('Whom the statement is about.'),
    page: 'principal.html',
    goesOn: true,
    notIn: withoutPrincipal,
    instead: 'NotPrincipal',
  },
  {
    name: 'Action',
    value: '"{cursor}"',
    about: message('What may, or may not, be done.'),
    page: 'action.html',
    goesOn: true,
    instead: 'NotAction',
  },
  {
    name: 'Resource',
    value: '"{cursor}"',
    about: message('On which resources. In a key policy it is always "*": this key.'),
    page: 'resource.html',
    goesOn: true,
    notIn: ['trust'],
    instead: 'NotResource',
  },
  {
    name: 'Condition',
    value: '{ {cursor} }',
    about: message('When: all of its operators and keys have to be met.'),
    page: 'condition.html',
    goesOn: true,
  },
  {
    name: 'NotAction',
    value: '"{cursor}"',
    about: message('Everything but these actions. With Allow that is a lot more than it looks like.'),
    page: 'notaction.html',
    goesOn: true,
    notIn: ['rcp'],
    instead: 'Action',
  },
  {
    name: 'NotResource',
    value: '"{cursor}"',
    about: message('Every resource but these. With Allow that is a lot more than it looks like.'),
    page: 'notresource.html',
    goesOn: true,
    notIn: ['trust', 'key'],
    instead: 'Resource',
  },
  {
    name: 'NotPrincipal',
    value: '{ "AWS": "{cursor}" }',
    about: message(
      'Everybody but these. With Deny, the account and every session have to be listed too; a Deny with a condition on aws:PrincipalArn is safer.',
    ),
    page: 'notprincipal.html',
    goesOn: true,
    notIn: [...withoutPrincipal, 'rcp', 'trust'],
    instead: 'Principal',
  },
];

/** The elements of a policy that are missing. */
export function policyElementsFor(request: Request): Candidate[] {
  return missing(policyElements, request);
}

/** The elements of a statement that are missing and allowed for this kind of policy. */
export function statementElementsFor(request: Request): Candidate[] {
  // An Allow with NotPrincipal lets in everybody else.
  const allows = request.statement?.effect?.value?.value === 'Allow';
  return missing(statementElements, request).filter(e => !(allows && e.label === 'NotPrincipal'));
}

function missing(elements: readonly ElementFact[], { policy: { kind }, cursor: { siblings } }: Request): Candidate[] {
  return elements
    .filter(
      e =>
        !siblings.has(e.name) &&
        (e.instead === undefined || !siblings.has(e.instead)) &&
        e.notIn?.includes(kind) !== true,
    )
    .map(({ name, value, about, page, goesOn }): Candidate => ({
      label: name,
      kind: 'element',
      about: () => [about],
      source: userGuide + page,
      ...(name === 'Resource' && kind === 'key' ? { value: '"*"' } : { value, ...(goesOn && { goesOn }) }),
    }));
}

/** `Allow` and `Deny`; what people write into a resource control policy is Deny. */
export function effects({ policy: { kind } }: Request): Candidate[] {
  return [
    ...(kind === 'rcp'
      ? []
      : [{ label: 'Allow', kind: 'value' as const, detail: message('lets it happen, unless something denies it') }]),
    { label: 'Deny', kind: 'value', detail: message('wins over every Allow') },
  ];
}

/** The versions of the policy language. */
export function versions(): Candidate[] {
  return [
    { label: '2012-10-17', kind: 'value', detail: message('the current version of the policy language') },
    {
      label: '2008-10-17',
      kind: 'value',
      detail: message('an old version without policy variables'),
      deprecated: true,
    },
  ];
}
