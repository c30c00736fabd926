/** Failures that no permission cures: key states, keys that are not there, ciphertexts that do not open, errors that say too little. */
import type { Denial } from '../denial';
import { serviceUsesVia } from '../reference';
import { inlineCode } from '../text/markdown';
import { message, type Message } from '../text/message';
import { answered, type Diagnosis, type Missing } from '../diagnosis';
import { posixLine } from '../text/shell';

const noDiff = message('No edit of a policy helps, so no diff was opened.');

/**
 * The key is in a state in which the operation is impossible, or was when the error came.
 * @param known the key's state as DescribeKey shows it; undefined where it was not read
 */
export function stateStory(diagnosis: Diagnosis, known: string | undefined): Message[] {
  const {
    evidence: { denial },
  } = diagnosis;
  const action = inlineCode(denial.action ?? 'kms:?');
  const told = stateOf(denial.message);
  const state = known === 'Enabled' ? told : (known ?? told);
  if (known === 'Enabled') {
    return [
      message('**The key is enabled now**, so the error is from before: its state has changed since. Repeat the call.'),
      noDiff,
    ];
  }
  return [
    state === undefined
      ? message('**The key is in a state in which {action} is impossible.** Permissions are not the problem.', {
          action,
        })
      : message(
          '**The key’s state is {state}; in that state {action} is impossible.** Permissions are not the problem: KMS checks them first, and they held.',
          { state: inlineCode(state), action },
        ),
    ...stateCure(state, diagnosis),
    noDiff,
  ];
}

// KMS Developer Guide, "Key states of AWS KMS keys".
function stateCure(state: string | undefined, { keyArn, evidence: { denial, key } }: Diagnosis): Message[] {
  const id = keyArn ?? denial.resource ?? denial.keyId ?? '…';
  const region = keyArn?.split(':')[3] ?? denial.region;
  const run = (...words: string[]): string =>
    inlineCode(posixLine(['aws', 'kms', ...words, '--key-id', id, ...(region ? ['--region', region] : [])]));
  switch (state) {
    case 'Disabled':
      return [
        message('Somebody with {permission} enables it again: {command}. Ask first why it was disabled.', {
          permission: inlineCode('kms:EnableKey'),
          command: run('enable-key'),
        }),
      ];
    case 'PendingDeletion':
      return [
        message('Somebody with {permission} stops the deletion, {cancel}, and then enables the key: {enable}.', {
          permission: inlineCode('kms:CancelKeyDeletion'),
          cancel: run('cancel-key-deletion'),
          enable: run('enable-key'),
        }),
        urgency(answered(key)?.deletionDate),
      ];
    case 'PendingReplicaDeletion':
      return [
        message(
          'This multi-Region primary key waits for its replicas to be deleted. Somebody with {permission} can stop it: {cancel}.',
          { permission: inlineCode('kms:CancelKeyDeletion'), cancel: run('cancel-key-deletion') },
        ),
      ];
    case 'PendingImport':
      return [
        message(
          'Its key material was never imported, or has expired or been deleted. The same material has to be imported (again): {first}, then {then}.',
          {
            first: run(
              'get-parameters-for-import',
              '--wrapping-algorithm',
              'RSAES_OAEP_SHA_256',
              '--wrapping-key-spec',
              'RSA_4096',
            ),
            then: inlineCode('aws kms import-key-material'),
          },
        ),
      ];
    case 'Unavailable':
      return [
        message('Its custom key store is not connected: connect it again ({command}).', {
          command: inlineCode('aws kms connect-custom-key-store'),
        }),
      ];
    case 'Creating':
      return [message('It is still being created: try again in a moment.')];
    case 'Updating':
      return [message('It is being updated: try again in a moment.')];
    default:
      return [];
  }
}

function urgency(deletionDate: string | undefined): Message {
  return deletionDate === undefined
    ? message('**It is urgent**: after the waiting period the key, and all data under it, is gone for good.')
    : message('**It is urgent**: on {date} the key, and all data under it, is gone for good.', {
        date: deletionDate.slice(0, 10),
      });
}

function stateOf(text: string): string | undefined {
  if (/is disabled/i.test(text)) {
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
export function notFoundStory({ evidence: { denial, key }, keyArn }: Diagnosis): Message[] {
  const region = denial.region ?? denial.requestRegion;
  const where = inlineCode(region ?? '?');
  const asked = denial.resource ?? denial.keyId ?? '?';
  const list = inlineCode(
    posixLine([
      'aws',
      'kms',
      asked.includes('alias/') ? 'list-aliases' : 'list-keys',
      ...(region === null ? [] : ['--region', region]),
    ]),
  );
  if (key?.ok === true) {
    return [
      message(
        'KMS finds {key} now. It was created, or its alias set, after the error; or the call went to another Region or account than this profile’s.',
        { key: inlineCode(keyArn ?? asked) },
      ),
      message('Permission is not the problem here, so no diff was opened.'),
    ];
  }
  return [
    message(
      '**KMS does not know {key} in Region {where} of this account.** Permission is not the problem here, so no diff was opened.',
      { key: inlineCode(asked), where },
    ),
    message(
      'The **Region** comes first: keys and aliases are regional, and a bare key id or alias is looked for where the call goes. If the key was created elsewhere, call that Region; the error’s own ARN only repeats where it looked.',
    ),
    asked.includes('alias/')
      ? message(
          'Then the **alias**: it may have been renamed or deleted. {list} shows those there are. An alias of another account needs its full ARN.',
          { list },
        )
      : message(
          'Then **account and spelling**: a bare key id is looked for in the caller’s own account; a key of another account needs its full ARN. {list} shows the keys there are.',
          { list },
        ),
  ];
}

const missingName: Readonly<Record<Missing[number], Message>> = {
  action: message('the KMS operation'),
  key: message('the key'),
  principal: message('the caller'),
};

const missingOne = {
  action: message('**The error does not say which KMS operation was denied.**'),
  key: message('**The error does not say which key it was.**'),
  principal: message('**The error does not say who was denied.**'),
} as const;

/** The error does not say everything; how to find out the rest. */
export function incompleteStory({ evidence: { denial } }: Diagnosis, missing: Missing): Message[] {
  const only = missing.length === 1 ? missing[0] : undefined;
  const fromCiphertext = /ciphertext/i.test(denial.message);
  return [
    only === undefined
      ? message('**The error does not say everything that is needed to decide.** Missing: {missing}.', {
          missing: missing
            .map(m => missingName[m])
            .reduce((first, second) => message('{first}, {second}', { first, second })),
        })
      : missingOne[only],
    ...(missing.includes('principal') ? whoCallsKms(denial) : []),
    ...(missing.includes('key') ? whichKey(denial, fromCiphertext) : []),
    ...inCloudTrail(denial, missing, fromCiphertext),
    message('Fill it in with {command}, and the policies can be read.', {
      command: message('*Double Lock: Correct What Was Understood…*'),
    }),
  ];
}

function whichKey(denial: Denial, fromCiphertext: boolean): Message[] {
  return [
    whereKeyStands(denial, fromCiphertext),
    ...inContext(denial),
    ...(/does not exist in this Region, no resource-based policies/i.test(denial.message)
      ? [
          message(
            'Of the reasons the error lists, the first (another Region) and the others (the key policy) cannot be told apart without the key.',
          ),
        ]
      : []),
  ];
}

function whereKeyStands({ action, deniedBy }: Denial, fromCiphertext: boolean): Message {
  if (fromCiphertext) {
    return message(
      'The call named no key: KMS read it out of the ciphertext, and withholds it from callers of another account.',
    );
  }
  return action !== null && deniedBy === 'unknown'
    ? message(
        'KMS withholds the key’s ARN from callers of another account. What the call was made with tells it: the command line, the code, the service’s encryption setting.',
      )
    : message('What the call was made with tells it: the command line, the code, the service’s encryption setting.');
}

// A service's own error says less than KMS said to it; who called KMS follows from the service.
function whoCallsKms({ callingService, region, requestRegion }: Denial): Message[] {
  const name = callingService?.split('.')[0];
  const uses = name === undefined ? [] : serviceUsesVia(`${name}.`).filter(use => use.documented);
  const [use] = uses.filter(u => u.id.includes(name ?? '')).concat(uses);
  if (use === undefined) {
    return [];
  }
  const service = inlineCode(callingService ?? '?');
  const principal = use.models[0] === 'service-principal' ? use.servicePrincipal : undefined;
  if (principal !== undefined) {
    return [
      message(
        'The error comes from {service}, which calls KMS as itself: the caller is {principal}, and a service has no IAM policies, so the key policy has to name it.',
        {
          service,
          principal: inlineCode(principal.replace('<region>', region ?? requestRegion ?? '<region>')),
        },
      ),
    ];
  }
  return use.models.includes('forwarded')
    ? [
        message(
          'The error comes from {service}, which calls KMS in the name of whoever called it, or of the role it was given: that one is the caller.',
          { service },
        ),
      ]
    : [];
}

// Services name what they encrypt in the encryption context; its settings name the key.
function inContext({ encryptionContext }: Denial): Message[] {
  const [name, arn] = Object.entries(encryptionContext ?? {}).find(([, value]) => value.startsWith('arn:')) ?? [];
  return name === undefined || arn === undefined
    ? []
    : [
        message(
          'The encryption context names what is encrypted: {name} is {arn}. Look up its encryption key there, most likely a key of that account.',
          { name: inlineCode(name), arn: inlineCode(arn) },
        ),
      ];
}

// KMS Developer Guide, "Logging AWS KMS API calls with AWS CloudTrail": a cross-account denial is logged in the caller's account only.
function inCloudTrail(denial: Denial, missing: Missing, fromCiphertext: boolean): Message[] {
  // The event of a denied call that named no key does not name it either.
  if (fromCiphertext) {
    return [
      message(
        'CloudTrail helps little here: the denial is logged in the caller’s account only, and a call that named no key has none in its event. Whoever encrypted knows the key: ask them, or look at the encryption setting of the object, secret or table. Their own successful call is in CloudTrail of the key’s account, with the key under {resources}.',
        { resources: inlineCode('resources') },
      ),
    ];
  }
  if (missing.length === 0) {
    return [];
  }
  const account = denial.principalAccount;
  return [
    account === null
      ? message(
          '**CloudTrail** of the caller’s account has the call itself: an event from {source} with an error, at that time. Paste that event, and nothing is missing. The account that owns the key logs no denial of another account’s caller.',
          { source: inlineCode('kms.amazonaws.com') },
        )
      : message(
          '**CloudTrail** of account {account}, the caller’s, has the call itself, with the key it named under {keyId}. The account that owns the key logs no denial of another account’s caller.',
          { account: inlineCode(account), keyId: inlineCode('requestParameters.keyId') },
        ),
  ];
}

/** Not about permission, nor about the key's state. */
export function otherFailureStory({ evidence: { denial } }: Diagnosis): Message[] {
  const known = Object.entries(reasons).find(([code]) => denial.message.includes(code));
  return [
    message('**This is not about permission.** KMS refused the call for the reason below.'),
    ...(known ? [known[1]] : []),
    noDiff,
  ];
}

// KMS API Reference, "Errors" of the operations.
const reasons: Readonly<Record<string, Message>> = {
  InvalidCiphertextException: message(
    '**The ciphertext does not open with this call.** Most often the **encryption context** is another than the one it was encrypted with: names and values count to the letter, and none at all is different from an empty value. Otherwise the ciphertext was damaged on its way (Base64 decoded twice or not at all, cut off), or it was made with another key or by another tool.',
  ),
  IncorrectKeyException: message(
    '**The call names another key than the one the ciphertext was made with.** Leave out the key id of a symmetric ciphertext, or name the right key; for data under a multi-Region key, the key of the same id in this Region.',
  ),
  InvalidKeyUsageException: message(
    '**This key is for something else**: encryption, signing, MACs and key agreement each take a key of their own usage, and the algorithm must fit the key’s spec. {command} shows both.',
    { command: '`aws kms describe-key`' },
  ),
  KeyUnavailableException: message('The key is not available for the moment: try again, with back-off.'),
  InvalidGrantTokenException: message(
    'The grant token is not valid: it serves the grant’s own key and grantee only, and not for longer than some minutes.',
  ),
  KMSInvalidSignatureException: message('The signature does not belong to this message, key and algorithm.'),
  KMSInvalidMacException: message('The MAC does not belong to this message, key and algorithm.'),
  LimitExceededException: message('A quota is used up, for example of grants on the key or of keys in the account.'),
  ThrottlingException: message(
    'Too many requests: try again with back-off, cache data keys, or ask for a higher quota.',
  ),
  MalformedPolicyDocumentException: message(
    'KMS does not accept the policy: a principal that does not exist is the most frequent reason, for example a role without its path, or one just created.',
  ),
  DependencyTimeoutException: message('KMS timed out inside: try again.'),
  KMSInternalException: message('KMS had an error of its own: try again.'),
  ExpiredTokenException: message('The caller’s session had expired: sign in again and repeat the call.'),
  UnrecognizedClientException: message(
    'AWS does not know the access key: it was deleted, belongs to another partition, or the session token is missing.',
  ),
  InvalidSignatureException: message(
    'The signature of the request was not accepted: the secret key is another, or the clock of the machine is off.',
  ),
};
