import { parsePrincipal } from '../../policy';
import { servicePrincipalNames, serviceUses } from '../../reference';
import { asText, fromReference, type Message, message, verbatim } from '../../text/message';
import type { Candidate, Request } from './candidate';

/** `AWS`, `Service` …: the keys of a principal map that are missing and mean something in this kind of policy. */
export function principalTypes({ policy: { kind }, cursor: { siblings } }: Request): Candidate[] {
  const types: Candidate[] = [
    {
      label: 'AWS',
      kind: 'element',
      value: '"{cursor}"',
      goesOn: true,
      about: () => [message('Accounts, roles, users and sessions, by ARN or account id.')],
    },
    {
      label: 'Service',
      kind: 'element',
      value: '"{cursor}"',
      goesOn: true,
      about: () => [message('AWS services that call as themselves.')],
    },
    ...(kind === 'key'
      ? []
      : [
          {
            label: 'Federated',
            kind: 'element',
            value: '"{cursor}"',
            goesOn: true,
            about: () => [message('Identity providers: OIDC or SAML.')],
          } satisfies Candidate,
        ]),
    ...(kind === 'resource' || kind === 'unknown'
      ? [
          {
            label: 'CanonicalUser',
            kind: 'element',
            value: '"{cursor}"',
            about: () => [message('An S3 canonical user id.')],
          } satisfies Candidate,
        ]
      : []),
  ];
  return kind === 'rcp' ? [] : types.filter(t => !siblings.has(t.label));
}

/** Principals: for the value of Principal itself, or of one of its keys. */
export function principalsFor(request: Request): Candidate[] {
  const {
    slot,
    policy: { kind },
    cursor: { items },
    prefix,
  } = request;
  if (slot.kind !== 'principal') {
    return [];
  }
  if (kind === 'rcp') {
    return [everybody];
  }
  return principalsOfType(slot.type, request).filter(c => !items.has(c.text ?? c.label) || c.label === prefix);
}

const everybody: Candidate = { label: '*', kind: 'wildcard', detail: message('everybody, in every account') };

/** @param type the key of the principal map; undefined for the value of Principal itself */
function principalsOfType(type: string | undefined, request: Request): Candidate[] {
  switch (type) {
    case undefined:
      return [...principalMaps(), everybody];
    case 'AWS':
      return [...awsPrincipals(request), everybody];
    case 'Service':
      return servicePrincipals(request);
    case 'Federated':
      return federated();
    default:
      return [];
  }
}

function principalMaps(): Candidate[] {
  return [
    {
      label: '{ "AWS": … }',
      kind: 'principal',
      json: '{ "AWS": "{cursor}" }',
      goesOn: true,
      detail: message('accounts, roles and users'),
    },
    {
      label: '{ "Service": … }',
      kind: 'principal',
      json: '{ "Service": "{cursor}" }',
      goesOn: true,
      detail: message('an AWS service'),
    },
  ];
}

function awsPrincipals({ known: { seen }, policy: { kind } }: Request): Candidate[] {
  const names = seen.principals.map((arn): Candidate => ({ label: arn, kind: 'principal', detail: whatIs(arn) }));
  const shapes: Candidate[] = [
    {
      label: 'arn:…:root',
      text: 'arn:{partition}:iam::{account}:root',
      kind: 'principal',
      detail: message(kind === 'key' ? 'the account: its IAM policies decide' : 'the account'),
    },
    {
      label: 'arn:…:role/',
      text: 'arn:{partition}:iam::{account}:role/{role}',
      kind: 'principal',
      detail: message('a role'),
    },
    {
      label: 'arn:…:user/',
      text: 'arn:{partition}:iam::{account}:user/{user}',
      kind: 'principal',
      detail: message('a user'),
    },
  ];
  return [...names, ...shapes];
}

function whatIs(arn: string): Message {
  switch (parsePrincipal(arn).kind) {
    case 'account':
      return message('the whole account: IAM policies decide');
    case 'user':
      return message('user');
    default:
      return message('role');
  }
}

/** Service principals; those that call KMS as themselves come first in a key policy. */
function servicePrincipals({ policy: { kind } }: Request): Candidate[] {
  const calling =
    kind !== 'key'
      ? []
      : serviceUses.flatMap(use =>
          (use.servicePrincipal ?? '')
            .split(/[\s,|]+/)
            .filter(p => /^[\w.<>-]+\.amazonaws\.com$/.test(p))
            .map(name => ({ name, use })),
        );
  const first = new Map(calling.map(({ name, use }) => [name, use]));
  return [
    ...[...first].map(([name, use]): Candidate => ({
      label: name.replace('<region>', 'REGION'),
      text: name.replace('<region>', '{region}'),
      kind: 'principal',
      detail: verbatim(asText(use.service)),
      source: use.source,
      about: () => [message('Who calls KMS: {who}.', { who: fromReference(use.whoCallsKms) })],
    })),
    ...[...servicePrincipalNames]
      .map(name => `${name}.amazonaws.com`)
      .filter(name => !first.has(name))
      .map((label): Candidate => ({ label, kind: 'principal' })),
  ];
}

function federated(): Candidate[] {
  return [
    {
      label: 'arn:…:oidc-provider/',
      text: 'arn:{partition}:iam::{account}:oidc-provider/{oidcProvider}',
      kind: 'principal',
      detail: message('an OIDC provider, such as GitHub Actions or an EKS cluster'),
    },
    {
      label: 'arn:…:saml-provider/',
      text: 'arn:{partition}:iam::{account}:saml-provider/{samlProvider}',
      kind: 'principal',
      detail: message('a SAML provider'),
    },
    ...['cognito-identity.amazonaws.com', 'accounts.google.com', 'graph.facebook.com', 'www.amazon.com'].map(
      (label): Candidate => ({ label, kind: 'principal' }),
    ),
  ];
}
