import { type Arg, asCode, message, type Message } from '../text/message';
import type { Failure, NetworkReason } from './session';

/** What went wrong with one question to AWS and what to do next: one or two sentences. */
export function failureSentence(failure: Failure): Message {
  const said = asCode(failure.message.slice(0, 300));
  switch (failure.kind) {
    case 'access-denied':
      return deniedSentence(failure.action);
    case 'expired-token':
      return expiredSentence(failure);
    case 'mfa-needed':
      return mfaSentence(failure);
    case 'network':
      return networkSentence(failure.reason, failure.host);
    case 'other-account':
      return message(
        'the caller belongs to account {account}, this profile to {mine}: its IAM policies can only be read over there.',
        {
          account: asCode(failure.account),
          mine: asCode(failure.sessionAccount),
        },
      );
    case 'other':
      return message('{operation} failed: {code}, {said}', {
        operation: asCode(failure.operation),
        code: asCode(failure.code),
        said,
      });
    default:
      return sentences[failure.kind](said);
  }
}

/** The failures of which nothing is known but what AWS or the SDK said. */
const sentences: Readonly<
  Record<
    Exclude<Failure['kind'], 'access-denied' | 'expired-token' | 'mfa-needed' | 'network' | 'other-account' | 'other'>,
    (said: Arg) => Message
  >
> = {
  'not-found': said => message('not found ({said}). Check Region and account of the profile.', { said }),
  'invalid-key-id': said =>
    message('KMS does not understand this key id ({said}). It takes a key id, a key ARN, or an alias as {example}.', {
      said,
      example: asCode('alias/name'),
    }),
  'key-state': said => message('the key’s state forbids it ({said}).', { said }),
  'no-credentials': () =>
    message('no AWS credentials were found. Choose a profile, or sign in ({command}).', {
      command: asCode('aws configure sso'),
    }),
  'invalid-credentials': said =>
    message('AWS does not accept these credentials ({said}). The access key may have been deleted or replaced.', {
      said,
    }),
  configuration: said => message('the AWS configuration cannot be followed: {said}', { said }),
  throttled: () => message('AWS asks to slow down (throttling). Try again in a moment.'),
  service: said => message('AWS had an error of its own ({said}). Try again in a moment.', { said }),
  malformed: said =>
    message('what came back is not an answer of AWS ({said}). A proxy or a wrong endpoint may stand in between.', {
      said,
    }),
  'clock-skew': () =>
    message('the clock of this machine is off, so AWS refuses the signature. Set the time right and try again.'),
  'no-identity-policies': () => message('this kind of caller has no IAM policies of its own.'),
};

function deniedSentence(denied: string): Message {
  const action = asCode(denied);
  return denied.startsWith('kms:')
    ? message('not allowed: this identity may not {action}. Ask the key’s owner, or choose another profile.', {
        action,
      })
    : message(
        'not allowed: this identity may not {action}. Ask the administrators of its account, or choose another profile.',
        { action },
      );
}

function expiredSentence({ renew, profile }: Extract<Failure, { readonly kind: 'expired-token' }>): Message {
  if (renew === 'other') {
    return message('the session has expired. Get new temporary credentials and try again.');
  }
  const command = [renew, ...(profile === undefined ? [] : ['--profile', profile])].join(' ');
  return message('the session has expired. Run {command} and try again.', { command: asCode(command) });
}

function mfaSentence({ serial: device, reason }: Extract<Failure, { readonly kind: 'mfa-needed' }>): Message {
  const serial = asCode(device);
  return reason === 'wrong-code'
    ? message('AWS did not accept the MFA code of {serial}. Try again with a fresh one.', { serial })
    : message('this profile needs an MFA code of {serial}.', { serial });
}

function networkSentence(reason: NetworkReason, host: string | undefined): Message {
  const where = asCode(host ?? 'AWS');
  switch (reason) {
    case 'offline':
      return message('no network.');
    case 'dns':
      return message('the name {host} cannot be resolved. Check the network, the VPN and the Region’s spelling.', {
        host: where,
      });
    case 'refused':
      return message('{host} refuses the connection. Check the endpoint and the proxy.', { host: where });
    case 'reset':
      return message('the connection to {host} broke off. Try again.', { host: where });
    case 'timeout':
      return message('no answer from {host} in time. Check network and proxy, or try again.', { host: where });
    case 'tls':
      return message(
        'no trusted connection to {host}: the certificate is not accepted. A company proxy may need its certificate set up.',
        { host: where },
      );
  }
}

/** Whether a repeated question may be answered where this one failed: nobody has to give a permission first. */
export function isPassing({ kind }: Failure): boolean {
  return passing.has(kind);
}

const passing: ReadonlySet<Failure['kind']> = new Set<Failure['kind']>([
  'throttled',
  'network',
  'service',
  'malformed',
  'clock-skew',
  'expired-token',
  'invalid-credentials',
  'no-credentials',
  'mfa-needed',
  'configuration',
]);
