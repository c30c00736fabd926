import type { Statement } from '../../policy';
import { kmsOperation, kmsOperations } from '../../reference';
import type { ServiceDescriptions } from '../../reference/descriptions';
import { providerOf } from '../../rules/facts';
import { asText, fromReference, type Message, message, verbatim } from '../../text/message';
import type { Candidate, Request } from './candidate';

// What people ask of a key most, and first.
const common = [
  'kms:Decrypt',
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:GenerateDataKey*',
  'kms:ReEncrypt*',
  'kms:DescribeKey',
  'kms:CreateGrant',
];

/** Actions: those of the service that is being typed; before the colon KMS's own, and the names of services. */
export function actionsFor(request: Request): Candidate[] {
  const {
    prefix,
    cursor: { items },
  } = request;
  const colon = prefix.indexOf(':');
  const found = colon < 0 ? beforeColon(request) : actionsOf(prefix.slice(0, colon).toLowerCase(), request);
  return found.filter(c => c.goesOn || !items.has(c.text ?? c.label) || (c.text ?? c.label) === prefix);
}

function beforeColon({ policy: { kind }, known: { services, descriptions }, slot, statement }: Request): Candidate[] {
  if (kind === 'trust') {
    return trustActionsFor(statement);
  }
  const not = 'not' in slot && slot.not;
  const star: Candidate = { label: '*', kind: 'wildcard', detail: message('every action of every service') };
  const prefixes =
    kind === 'key'
      ? []
      : (services?.prefixes ?? [])
          .filter(p => p !== 'kms' && (kind !== 'rcp' || services?.rcpServices.has(p) === true))
          .map((prefix): Candidate => {
            const name = descriptions?.service(prefix)?.name;
            return {
              label: `${prefix}:`,
              kind: 'service',
              goesOn: true,
              ...(name !== undefined && { detail: verbatim(asText(name)) }),
            };
          });
  const own =
    kind === 'scp' || kind === 'rcp' || kind === 'identity' || kind === 'resource' || kind === 'unknown'
      ? [{ label: 'kms:', kind: 'service' as const, goesOn: true, detail: message('AWS Key Management Service') }]
      : [];
  return [
    ...kmsActions(kind === 'key'),
    ...own,
    ...prefixes,
    ...(kind === 'key' || kind === 'rcp' || not ? [] : [star]),
  ];
}

const trustActions: Candidate[] = Object.entries({
  'sts:AssumeRole': message('Roles, users, accounts and services take the role on.'),
  'sts:AssumeRoleWithWebIdentity': message('Whoever signed in at an OIDC provider takes the role on.'),
  'sts:AssumeRoleWithSAML': message('Whoever signed in at a SAML provider takes the role on.'),
  'sts:TagSession': message('The caller may pass session tags.'),
  'sts:SetSourceIdentity': message('The caller may set a source identity.'),
  'sts:SetContext': message('The caller may set a session context (trusted identity propagation).'),
} satisfies Readonly<Record<string, Message>>).map(([label, about]): Candidate => ({
  label,
  kind: 'action',
  about: () => [about],
}));

/** Those that fit the principals, as far as they are there: users of an identity provider come by calls of their own. */
function trustActionsFor(statement: Statement | undefined): Candidate[] {
  const principals = statement?.principal?.value;
  if (principals?.complete !== true || principals.star !== undefined || principals.entries.length === 0) {
    return trustActions;
  }
  const providers = principals.entries
    .filter(e => e.name === 'Federated')
    .flatMap(e => e.value.strings.map(providerOf));
  const others = principals.entries.some(e => e.name !== 'Federated');
  const known = providers.every(p => p === 'saml' || p === 'oidc');
  const idle = [
    ...(others ? [] : ['sts:AssumeRole']),
    ...(providers.includes('saml') ? [] : ['sts:AssumeRoleWithSAML']),
    ...(providers.includes('oidc') ? [] : ['sts:AssumeRoleWithWebIdentity']),
  ];
  return known ? trustActions.filter(a => !idle.includes(a.label)) : trustActions;
}

let inKeyPolicies: Candidate[] | undefined;
let everywhere: Candidate[] | undefined;

function kmsActions(keyPolicy: boolean): Candidate[] {
  return keyPolicy ? (inKeyPolicies ??= makeKmsActions(true)) : (everywhere ??= makeKmsActions(false));
}

/** @param keyPolicy leaves out what a key policy can never give */
function makeKmsActions(keyPolicy: boolean): Candidate[] {
  const operations = kmsOperations.filter(o => !keyPolicy || o.policyType !== 'IAM policy');
  const actions = operations.map((o): Candidate => ({
    label: o.action,
    kind: 'action',
    detail: fromReference(o.accessLevel),
    source: o.source,
    about: () => [
      fromReference(o.description),
      ...(o.crossAccountUse ? [] : [message('It never works across accounts.')]),
      ...(o.note === undefined ? [] : [fromReference(o.note)]),
    ],
  }));
  const wildcards = wildcardsOf(
    'kms',
    operations.map(o => o.action.slice(4)),
  );
  const rank = ({ label }: Candidate): number => {
    const at = common.indexOf(label);
    return at < 0 ? common.length : at;
  };
  return [...actions, ...wildcards].sort((a, b) => rank(a) - rank(b));
}

function actionsOf(
  prefix: string,
  { policy: { kind }, known: { services, descriptions }, statement }: Request,
): Candidate[] {
  if (prefix === 'kms') {
    return kmsActions(kind === 'key');
  }
  if (kind === 'trust' && prefix === 'sts') {
    return trustActionsFor(statement);
  }
  const facts = services?.service(prefix);
  if (facts === undefined) {
    return [];
  }
  const words: ServiceDescriptions | undefined = descriptions?.service(prefix);
  return [
    ...facts.actions.map((name): Candidate => {
      const action = words?.action(name);
      return {
        label: `${prefix}:${name}`,
        kind: 'action',
        ...(action && {
          detail: fromReference(action.accessLevel),
          about: () => [verbatim(asText(action.description))],
        }),
        ...(words && { source: words.page }),
      };
    }),
    ...wildcardsOf(prefix, facts.actions),
  ];
}

// Words that several actions begin with and that say what kind of access it is.
const verbs = [
  'Get',
  'List',
  'Describe',
  'BatchGet',
  'GenerateDataKey',
  'GenerateDataKeyPair',
  'ReEncrypt',
  'Put',
  'Create',
  'Update',
  'Delete',
  'Tag',
  'Untag',
  'Start',
  'Stop',
  'Send',
  'Receive',
  'Query',
  'Scan',
];

/** Wildcards worth having: all of a service, and all that begin with the same verb. */
function wildcardsOf(prefix: string, actions: readonly string[]): Candidate[] {
  const begins = verbs.flatMap((verb): Candidate[] => {
    const covered = actions.filter(a => a.startsWith(verb));
    return covered.length < 2 ? [] : [wildcard(`${prefix}:${verb}*`, covered, prefix)];
  });
  return [...begins, wildcard(`${prefix}:*`, actions, prefix)];
}

function wildcard(label: string, covered: readonly string[], prefix: string): Candidate {
  return {
    label,
    kind: 'wildcard',
    detail: message('{count} actions', { count: covered.length }),
    about: (): Message[] => [
      verbatim(asText(covered.slice(0, 40).join(', ') + (covered.length > 40 ? ' …' : ''))),
      ...(prefix === 'kms' &&
      covered.some(c => kmsOperation(`kms:${c}`)?.accessLevel.startsWith('Permissions') === true)
        ? [message('Among them are some that change who has access.')]
        : []),
    ],
  };
}
