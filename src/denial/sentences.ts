import { message, type Message } from '../text/message';
import type { Denial, DeniedBy } from './types';

/** A denial told to people. */
export interface DenialStory {
  /** What failed, in one sentence. */
  readonly headline: Message;
  /** What AWS says of the reason; null when the failure is no denied access. */
  readonly reason: Message | null;
  /** What was read, name and value, in the order to show it. */
  readonly facts: readonly { readonly label: Message; readonly value: string }[];
  /** What the text does not say, and how to find it out. */
  readonly missing: readonly Message[];
  /** What to do next. */
  readonly next: readonly Message[];
}

/** A piece that is needed to look into a denial, and that its text may lack. */
export type MissingPiece = 'principal' | 'action' | 'key' | 'region';

/** The pieces that the text lacks and that somebody has to supply before the policies can be looked into. */
export function missingPieces(denial: Denial): readonly MissingPiece[] {
  const keyless = denial.action !== null && keylessActions.has(denial.action);
  return [
    ...(denial.principal === null && denial.kind === 'access-denied' ? ['principal' as const] : []),
    ...(denial.action === null && denial.kind === 'access-denied' ? ['action' as const] : []),
    ...(denial.resource === null && denial.keyId === null && !keyless ? ['key' as const] : []),
    ...(denial.region === null && denial.requestRegion === null && !keyless ? ['region' as const] : []),
  ];
}

/** Actions on no key in particular: none can be missing. */
const keylessActions = new Set([
  'kms:CreateKey',
  'kms:ListKeys',
  'kms:ListAliases',
  'kms:GenerateRandom',
  'kms:TagResource',
]);

/** Tells a denial: what was understood, what is missing, what to do next. */
export function tellDenial(denial: Denial): DenialStory {
  return {
    headline: headline(denial),
    reason: denial.deniedBy === null ? null : reasons[denial.deniedBy],
    facts: facts(denial),
    missing: missingPieces(denial).map(piece => missing[piece]),
    next: nextSteps(denial),
  };
}

function headline({ kind, principal, action, resource, keyId }: Denial): Message {
  const key = resource ?? keyId;
  switch (kind) {
    case 'access-denied':
      return accessDenied(principal, action, key);
    case 'not-found':
      return key === null
        ? message('The KMS key or alias does not exist there.')
        : message('{key} does not exist.', { key });
    case 'disabled':
      return key === null ? message('The KMS key is disabled.') : message('{key} is disabled.', { key });
    case 'invalid-state':
      return key === null
        ? message('The state of the KMS key does not permit the request.')
        : message('The state of {key} does not permit the request.', { key });
    case 'invalid-grant':
      return message('The grant id or grant token is not valid.');
    case 'other':
      return action === null
        ? message('A request to AWS KMS failed, but not over permissions.')
        : message('{action} failed, but not over permissions.', { action });
  }
}

function accessDenied(principal: string | null, action: string | null, key: string | null): Message {
  if (action === null) {
    return message('AWS KMS denied access.');
  }
  if (principal === null) {
    return message('AWS KMS denied {action}.', { action });
  }
  return key === null
    ? message('{principal} may not do {action}; the message does not name the key.', { principal, action })
    : message('{principal} may not do {action} with {key}.', { principal, action, key });
}

const reasons: Readonly<Record<DeniedBy, Message>> = {
  'no-identity-policy': message(
    'No identity-based policy of the caller allows it. The key policy may still be shut as well: AWS names one reason only.',
  ),
  'no-resource-policy': message('The key policy does not allow it.'),
  'no-scp': message('No service control policy (SCP) of the caller’s organization allows it.'),
  'no-rcp': message('No resource control policy (RCP) of the key’s organization allows it.'),
  'no-boundary': message('The permissions boundary of the caller does not allow it.'),
  'no-session': message('The session policy that the role was assumed with does not allow it.'),
  'explicit-deny-identity': message('An identity-based policy of the caller denies it.'),
  'explicit-deny-resource': message('A statement of the key policy denies it.'),
  'explicit-deny-scp': message('A service control policy (SCP) denies it.'),
  'explicit-deny-rcp': message('A resource control policy (RCP) denies it.'),
  'explicit-deny-boundary': message('The permissions boundary of the caller denies it.'),
  'explicit-deny-session': message('The session policy that the role was assumed with denies it.'),
  'vpc-endpoint': message('The policy of the VPC endpoint that the request went through does not let it pass.'),
  unknown: message(
    'AWS does not say which policy is the reason: the key may be missing in that Region, or the key policy or an IAM policy may not allow the request.',
  ),
};

function facts(denial: Denial): DenialStory['facts'] {
  const rows: readonly (readonly [Message, string | null])[] = [
    [message('Caller'), denial.principal],
    [message('Action'), denial.action],
    [message('Key'), denial.resource ?? denial.keyId],
    [message('Key account'), denial.resourceAccount],
    [message('Region'), denial.region ?? denial.requestRegion],
    [message('VPC endpoint'), denial.vpcEndpointId],
    [message('Source IP address'), denial.sourceIp],
    [message('Calling service'), denial.callingService],
    [message('Encryption context'), denial.encryptionContext && JSON.stringify(denial.encryptionContext)],
    [message('Denying policy'), denial.denyingPolicyArn],
    [message('Authorization id'), denial.authorizationId],
    [message('Request id'), denial.requestId],
    [message('Time'), denial.time],
  ];
  return rows.flatMap(([label, value]) => (value === null ? [] : [{ label, value }]));
}

const missing: Readonly<Record<MissingPiece, Message>> = {
  principal: message(
    'Who called. With the same credentials, `aws sts get-caller-identity` tells; CloudTrail has it as userIdentity.arn.',
  ),
  action: message('Which action was denied. CloudTrail has it as eventName.'),
  key: message('Which key. It is in the configuration of whatever uses it, and in CloudTrail under resources.'),
  region: message('In which Region. A key exists in one Region only.'),
};

function nextSteps({
  kind,
  deniedBy,
  authorizationId,
  principalAccount,
  resourceAccount,
  callingService,
  message: said,
}: Denial): Message[] {
  if (kind === 'other') {
    return [otherStep(said)];
  }
  if (kind !== 'access-denied' || deniedBy === null) {
    return stateSteps[kind];
  }
  const steps: Message[] = [...reasonSteps(deniedBy)];
  if (principalAccount !== null && resourceAccount !== null && principalAccount !== resourceAccount) {
    steps.push(
      message(
        'Caller and key are in different accounts: the key policy in {keyAccount} and an IAM policy in {callerAccount} must both allow it.',
        { keyAccount: resourceAccount, callerAccount: principalAccount },
      ),
    );
  }
  if (callingService !== null) {
    steps.push(
      message('The request came through {service}: a condition such as kms:ViaService must fit it.', {
        service: callingService,
      }),
    );
  }
  if (authorizationId !== null) {
    steps.push(
      message('GetRequestAuthorizationDetails with the authorization id {id} tells all policies that took part.', {
        id: authorizationId,
      }),
    );
  }
  return steps;
}

function reasonSteps(deniedBy: DeniedBy): readonly Message[] {
  switch (deniedBy) {
    case 'no-identity-policy':
      return [
        message('Allow the action on this key in an IAM policy of the caller, or name the caller in the key policy.'),
      ];
    case 'no-resource-policy':
      return [message('Name the caller in the key policy, or let the key policy delegate to the account.')];
    case 'no-scp':
    case 'explicit-deny-scp':
    case 'no-rcp':
    case 'explicit-deny-rcp':
      return [message('Ask whoever manages the organization’s policies; nothing in the account can override them.')];
    case 'no-boundary':
    case 'explicit-deny-boundary':
      return [message('Look at the permissions boundary of the caller’s user or role.')];
    case 'no-session':
    case 'explicit-deny-session':
      return [message('Look at the policy that is passed when the role is assumed.')];
    case 'explicit-deny-identity':
      return [message('Find the Deny in the caller’s IAM policies; an Allow elsewhere does not help.')];
    case 'explicit-deny-resource':
      return [message('Find the Deny in the key policy; an Allow elsewhere does not help.')];
    case 'vpc-endpoint':
      return [message('Look at the policy of the VPC endpoint for KMS.')];
    case 'unknown':
      return [
        message(
          'Check that the key exists in that Region and account, then what the key policy and the caller’s IAM policies say of the action.',
        ),
      ];
  }
}

/** What to do about a failure that is neither a denied access nor the key's state, by the sentence that failed. */
function otherStep(said: string): Message {
  if (
    /MalformedPolicyDocument|new key policy will not allow|invalid principals|statement with no principal/i.test(said)
  ) {
    return message('Mend the key policy that was sent: it is what KMS refused, for the reason in the message.');
  }
  if (/DryRunOperation|would have succeeded/i.test(said)) {
    return message('Nothing has to be mended: it was a dry run, and without it the request would have succeeded.');
  }
  return message('Read the message itself: the policies are not what failed.');
}

const stateSteps: Readonly<Record<Exclude<Denial['kind'], 'other'>, Message[]>> = {
  'access-denied': [],
  'not-found': [
    message(
      'Check the key id or alias, the Region and the account: a key or alias of another Region or account is not found by its name alone.',
    ),
  ],
  disabled: [message('Enable the key, if it was not disabled on purpose. No policy change helps.')],
  'invalid-state': [
    message(
      'Look at the key’s state. A deletion that is still pending can be cancelled; imported key material can be imported again. A service that cannot use the key at all may report this too.',
    ),
  ],
  'invalid-grant': [message('List the grants of the key. Grant tokens are valid for a few minutes only.')],
};
