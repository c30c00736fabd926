/** Causes that lie in the key: its state, that it is not there, that it is AWS's. */
import { answered, type Cause, type Diagnosis } from '../../diagnosis';
import { asCode, asText, message, type Message, sentences } from '../../text/message';
import { type ExplainedCause, namesIn, type Step, step } from './explained';

/** The key is in a state in which the operation is impossible, or was when the error came; its state is known where DescribeKey showed it. */
export function keyState(
  diagnosis: Diagnosis,
  { state: known }: Extract<Cause, { readonly kind: 'key-state' }>,
): ExplainedCause {
  const { denial } = diagnosis.evidence;
  const names = namesIn(diagnosis);
  const told = denial.kind === 'disabled' ? 'Disabled' : stateOf(denial.message);
  const state = known === 'Enabled' ? told : (known ?? told);
  if (known === 'Enabled') {
    return {
      says: message('The key is enabled now, so the error is from before.'),
      why: [message('Its state has changed since.')],
      step: step(message('Repeat the call: nothing has to be changed.')),
      details: [],
    };
  }
  return {
    says: verdictOf(state, names),
    why: [message('Permissions are not the problem: in this state {action} fails for everybody.', names)],
    step: cureOf(state, diagnosis),
    details: state === 'PendingDeletion' ? [urgency(answered(diagnosis.evidence.key)?.deletionDate)] : [],
  };
}

function verdictOf(state: string | undefined, { action }: ReturnType<typeof namesIn>): Message {
  switch (state) {
    case 'Disabled':
      return message('The key is disabled; nobody can use it.');
    case 'PendingDeletion':
      return message('The key is waiting to be deleted; nobody can use it.');
    case 'PendingImport':
      return message('The key has no key material; nobody can use it.');
    case 'Unavailable':
      return message('The key’s custom key store is not connected; nobody can use the key.');
    case undefined:
      return message('The key is in a state in which {action} is impossible.', { action });
    default:
      return message('The key’s state is {state}; in that state {action} is impossible.', {
        state: asCode(state),
        action,
      });
  }
}

/** What brings a key out of a state: a sentence, and the words of the commands after `aws kms`, which name the key where `key` stands. */
interface Cure {
  readonly says: Message;
  readonly commands: readonly (readonly string[])[];
}

// KMS Developer Guide, "Key states of AWS KMS keys".
const cures: Readonly<Record<string, Cure>> = {
  Disabled: {
    says: message('Enable the key. Whoever has {permission} on it can; ask first why it was disabled.', {
      permission: asCode('kms:EnableKey'),
    }),
    commands: [['enable-key', 'key']],
  },
  PendingDeletion: {
    says: message('Stop the deletion, then enable the key. Whoever has {cancel} and {enable} on it can.', {
      cancel: asCode('kms:CancelKeyDeletion'),
      enable: asCode('kms:EnableKey'),
    }),
    commands: [
      ['cancel-key-deletion', 'key'],
      ['enable-key', 'key'],
    ],
  },
  PendingReplicaDeletion: {
    says: message(
      'Stop the deletion, if the key is needed: it is a multi-Region primary key that waits for its replicas to be deleted. Whoever has {permission} on it can.',
      { permission: asCode('kms:CancelKeyDeletion') },
    ),
    commands: [['cancel-key-deletion', 'key']],
  },
  PendingImport: {
    says: message(
      'Import the key material (again): it was never imported, or has expired or been deleted, and it has to be the same. Whoever has {get} and {import} on the key can.',
      { get: asCode('kms:GetParametersForImport'), import: asCode('kms:ImportKeyMaterial') },
    ),
    commands: [
      [
        'get-parameters-for-import',
        '--wrapping-algorithm',
        'RSAES_OAEP_SHA_256',
        '--wrapping-key-spec',
        'RSA_4096',
        'key',
      ],
      ['import-key-material', 'help'],
    ],
  },
  Unavailable: {
    says: message('Connect its custom key store again. Whoever has {permission} can.', {
      permission: asCode('kms:ConnectCustomKeyStore'),
    }),
    commands: [['describe-custom-key-stores']],
  },
  Creating: {
    says: message('Nothing to do: it is still being created. Try again in a moment.'),
    commands: [],
  },
  Updating: { says: message('Nothing to do: it is being updated. Try again in a moment.'), commands: [] },
};

const lookAtState: Cure = {
  says: message('Look at the key’s state. Whoever has {permission} on it can:', {
    permission: asCode('kms:DescribeKey'),
  }),
  commands: [['describe-key', 'key']],
};

function cureOf(state: string | undefined, { keyArn, evidence: { denial } }: Diagnosis): Step {
  const id = keyArn ?? denial.resource ?? denial.keyId ?? 'KEY';
  const region = keyArn?.split(':')[3] ?? denial.region;
  const key = ['--key-id', id, ...(region ? ['--region', region] : [])];
  const { says, commands } =
    state !== undefined && Object.hasOwn(cures, state) ? (cures[state] ?? lookAtState) : lookAtState;
  return step(
    says,
    ...commands.map(words => ['aws', 'kms', ...words.flatMap(word => (word === 'key' ? key : [word]))]),
  );
}

function urgency(deletionDate: string | undefined): Message {
  return deletionDate === undefined
    ? message('**It is urgent**: after the waiting period the key, and all data under it, is gone for good.')
    : message('**It is urgent**: on {date} the key, and all data under it, is gone for good.', {
        date: asText(deletionDate.slice(0, 10)),
      });
}

function stateOf(text: string): string | undefined {
  if (/is disabled|KMSKeyDisabled/i.test(text)) {
    return 'Disabled';
  }
  if (/pending deletion/i.test(text)) {
    return 'PendingDeletion';
  }
  if (/pending import/i.test(text)) {
    return 'PendingImport';
  }
  return /is unavailable/i.test(text) ? 'Unavailable' : undefined;
}

/** KMS knows no such key or alias where it was asked. */
export function notFound({ evidence: { denial, key }, keyArn }: Diagnosis): ExplainedCause {
  const region = denial.region ?? denial.requestRegion;
  const asked = denial.resource ?? denial.keyId;
  const called = asked === null ? message('the key') : asCode(asked);
  const alias = asked?.includes('alias/') === true;
  if (key?.ok === true) {
    return {
      says: message('KMS finds {key} now.', { key: keyArn === undefined ? called : asCode(keyArn) }),
      why: [
        message(
          'It was created, or its alias set, after the error; or the call went to another Region or account than this profile’s.',
        ),
      ],
      step: step(message('Nothing to change here: repeat the call, in the Region and account of the key.')),
      details: [],
    };
  }
  return {
    says:
      region === null
        ? message('KMS does not know {key} in the Region and account that was called.', { key: called })
        : message('KMS does not know {key} in Region {where} of the account that was called.', {
            key: called,
            where: asCode(region),
          }),
    why: [message('Permission is not the problem here.')],
    step: step(
      alias
        ? message('Look up the aliases there are, in the Region and account in which the alias was made:')
        : message('Look up the keys there are, in the Region and account in which the key was made:'),
      ['aws', 'kms', alias ? 'list-aliases' : 'list-keys', ...(region === null ? [] : ['--region', region])],
    ),
    details: [
      message(
        'The **Region** comes first: keys and aliases are regional, and a bare key id or alias is looked for where the call goes. If the key was created elsewhere, call that Region; the error’s own ARN only repeats where it looked.',
      ),
      alias
        ? message(
            'Then the **alias**: it may have been renamed or deleted. An alias of another account needs its full ARN.',
          )
        : message(
            'Then **account and spelling**: a bare key id is looked for in the caller’s own account; a key of another account needs its full ARN.',
          ),
    ],
  };
}

/** AWS wrote the key's policy, and nobody can edit it. */
export function awsManagedKey(diagnosis: Diagnosis): ExplainedCause {
  const names = namesIn(diagnosis);
  return {
    says: message('This is an AWS managed key; its policy cannot be edited.'),
    why: [message('AWS wrote it so that only the service it belongs to can use it, for identities of this account.')],
    step: step(
      sentences([
        diagnosis.crossAccount
          ? message(
              'Have account {account} put the data under a customer managed key (copy the object, snapshot or secret under that key), and give {name} access to that one.',
              names,
            )
          : message(
              'Go through the service the key belongs to, within account {account}: direct calls to KMS are refused. Or put the data under a customer managed key, whose policy can be edited.',
              names,
            ),
        message('To create one:'),
      ]),
      ['aws', 'kms', 'create-key'],
    ),
    details: [],
  };
}
