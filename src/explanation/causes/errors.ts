/** Errors that say too little, and errors that are not about access. */
import { type Denial, isKeyless } from '../../denial';
import { blameOf, type Cause, type Diagnosis, type Missing } from '../../diagnosis';
import type { PolicyKind } from '../../access';
import { type Arg, asCode, message, type Message, sentences } from '../../text/message';
import type { CommandLine } from '../../text/shell';
import { commands } from '../commands';
import { callerName, policyTitle } from '../names';

import { type ExplainedCause, namesIn, type Step, step } from './explained';
import { knownFailure } from './failures';
import { deniedSomewhere, policyOwner, saysExplicitDeny } from './policies';
import { whoCallsKms } from './service';
import { listsThreeReasons, threeReasons } from './threeReasons';

const missingName: Readonly<Record<Missing[number], Message>> = {
  action: message('the KMS operation'),
  key: message('the key'),
  principal: message('the caller'),
};

/** The error does not say everything. What it does say is told; how to find out the rest. */
export function incomplete(
  diagnosis: Diagnosis,
  { missing }: Extract<Cause, { readonly kind: 'incomplete' }>,
): ExplainedCause {
  const { denial } = diagnosis.evidence;
  if (saysExplicitDeny(denial)) {
    return deniedSomewhere(diagnosis);
  }
  const blame = blameOf(denial.deniedBy)?.policy;
  const keyless = missing.length === 1 && missing[0] === 'key' && isKeyless(denial);
  const lacks = listOf(missing);
  return {
    says: keptOutBy(blame, callerName(diagnosis.who)),
    why: [
      whyKeptOut(blame, diagnosis),
      ...(keyless
        ? [message('{action} is about no key that is there already, so only IAM has a say.', namesIn(diagnosis))]
        : [message('The error does not name {missing}.', { missing: lacks })]),
    ],
    step: keyless ? allowOnEvery(diagnosis) : cureAndFindOut(blame, diagnosis, missing),
    details: [
      ...(missing.includes('principal') || denial.callingService !== null ? whoCallsKms(denial) : []),
      ...(missing.includes('key') && !keyless ? whichKey(denial) : []),
      ...(keyless ? [] : inCloudTrail(denial)),
    ],
  };
}

function listOf(missing: Missing): Arg {
  const [first, second, third] = missing.map(m => missingName[m]);
  if (first === undefined || second === undefined) {
    return first ?? message('nothing');
  }
  return third === undefined
    ? message('{first} and {second}', { first, second })
    : message('{first}, {second} and {third}', { first, second, third });
}

/** AWS's words blame a policy; the key policy is the likely one where they blame none. */
function keptOutBy(blame: PolicyKind | undefined, name: Arg): Message {
  switch (blame) {
    case undefined:
      return message('Most likely the key policy keeps {name} out.', { name });
    case 'key-policy':
      return message('The key policy keeps {name} out.', { name });
    case 'identity-policy':
      return message('IAM keeps {name} out.', { name });
    default:
      return message('{policy} keeps {name} out.', { name, policy: policyTitle(blame) });
  }
}

function whyKeptOut(blame: PolicyKind | undefined, diagnosis: Diagnosis): Message {
  const names = namesIn(diagnosis);
  switch (blame) {
    case undefined:
      return noReasonGiven(diagnosis.evidence.denial);
    case 'key-policy':
      return message(
        'AWS says that no resource-based policy allows {action}, and the resource-based policy of a key is its key policy.',
        names,
      );
    case 'identity-policy':
      return message('AWS says that no identity-based policy of {name} allows {action}.', names);
    default:
      return message('AWS says so.');
  }
}

function noReasonGiven(denial: Denial): Message {
  if (listsThreeReasons(denial)) {
    return threeReasons;
  }
  return isFromCiphertext(denial)
    ? message(
        'AWS gave no reason: the key may be another account’s, whose key policy does not name the caller, or be gone.',
      )
    : message('AWS gave no reason; a key policy that does not name the caller is the usual one.');
}

function allowOnEvery(diagnosis: Diagnosis): Step {
  return step(
    message(
      'Allow {action} on {star} in an IAM policy of {name}. Whoever manages IAM in account {callerAccount} can:',
      { ...namesIn(diagnosis), star: asCode('"Resource": "*"') },
    ),
    putInlinePolicy(diagnosis),
  );
}

/** The command that gives an identity one action on every resource, as an inline policy of its own. */
function putInlinePolicy({ who, evidence: { denial } }: Diagnosis): CommandLine {
  const [kind, option] = who?.principal.kind === 'user' ? ['user', '--user-name'] : ['role', '--role-name'];
  const policy = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: denial.action, Resource: '*' }],
  };
  return [
    'aws',
    'iam',
    `put-${kind}-policy`,
    option,
    who?.name ?? 'ROLE',
    '--policy-name',
    'kms',
    '--policy-document',
    JSON.stringify(policy),
  ];
}

/** What cures it, as far as AWS's words go; then how the missing pieces are found, the quickest way first. */
function cureAndFindOut(blame: PolicyKind | undefined, diagnosis: Diagnosis, missing: Missing): Step {
  const { denial } = diagnosis.evidence;
  const { principalAccount, callingService } = denial;
  const cure = cureOf(blame, diagnosis);
  const fill = message('Find out {missing} and enter it ({correct}): then the policies can be read.', {
    missing: listOf(missing),
    correct: commands.correct,
  });
  if (missing.includes('principal') && callingService === null) {
    return step(sentences([...cure, fill, message('With the credentials that were denied, this tells who it was:')]), [
      'aws',
      'sts',
      'get-caller-identity',
    ]);
  }
  if (isFromCiphertext(denial)) {
    return step(
      sentences([
        ...cure,
        fill,
        message(
          'Whoever encrypted the data knows the key, and the encryption setting of the object, secret or table names it.',
        ),
      ]),
    );
  }
  return step(
    sentences([
      ...cure,
      fill,
      principalAccount === null
        ? message('Whoever may read CloudTrail in the caller’s account finds the call there:')
        : message('Whoever may read CloudTrail in account {account} finds the call there:', {
            account: asCode(principalAccount),
          }),
    ]),
    inEventHistory(denial),
  );
}

function cureOf(blame: PolicyKind | undefined, diagnosis: Diagnosis): Message[] {
  const names = namesIn(diagnosis);
  switch (blame) {
    case undefined:
      return [];
    case 'key-policy':
      return [message('Let {name} in by the key policy; only the key’s administrators can.', names)];
    case 'identity-policy':
      return [message('Allow {action} on the key in an IAM policy of {name}; whoever manages IAM there can.', names)];
    default:
      return [
        message('Have {action} allowed in that policy; {owner} can.', {
          ...names,
          owner: policyOwner(blame, diagnosis),
        }),
      ];
  }
}

function inEventHistory({ action, region, requestRegion }: Denial): CommandLine {
  const where = region ?? requestRegion;
  return [
    'aws',
    'cloudtrail',
    'lookup-events',
    '--lookup-attributes',
    action === null
      ? 'AttributeKey=EventSource,AttributeValue=kms.amazonaws.com'
      : `AttributeKey=EventName,AttributeValue=${action.replace(/^kms:/, '')}`,
    ...(where === null ? [] : ['--region', where]),
  ];
}

function whichKey(denial: Denial): Message[] {
  const fromCiphertext = isFromCiphertext(denial);
  return [whereKeyStands(denial, fromCiphertext), ...inContext(denial)];
}

function isFromCiphertext({ message: said }: Denial): boolean {
  return /ciphertext/i.test(said);
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
    : message(
        'What the call was made with tells the key: the command line, the code, the service’s encryption setting.',
      );
}

// Services name what they encrypt in the encryption context; its settings name the key.
function inContext({ encryptionContext }: Denial): Message[] {
  const [name, arn] = Object.entries(encryptionContext ?? {}).find(([, value]) => value.startsWith('arn:')) ?? [];
  return name === undefined || arn === undefined
    ? []
    : [
        message(
          'The encryption context names what is encrypted: {name} is {arn}. Look up its encryption key there, most likely a key of that account.',
          { name: asCode(name), arn: asCode(arn) },
        ),
      ];
}

// KMS Developer Guide, "Logging AWS KMS API calls with AWS CloudTrail": a cross-account denial is logged in the caller's account only.
function inCloudTrail(denial: Denial): Message[] {
  // The event of a denied call that named no key does not name it either.
  if (isFromCiphertext(denial)) {
    return [
      message(
        'CloudTrail helps little here: the denial is logged in the caller’s account only, and a call that named no key has none in its event. The successful call of whoever encrypted is in CloudTrail of the key’s account, with the key under {resources}.',
        { resources: asCode('resources') },
      ),
    ];
  }
  return [
    message(
      'CloudTrail has the key under {keyId}. The account that owns the key logs no denial of another account’s caller.',
      { keyId: asCode('requestParameters.keyId') },
    ),
  ];
}

/** Not about access, nor about the key's state. */
export function otherFailure(diagnosis: Diagnosis): ExplainedCause {
  const { denial } = diagnosis.evidence;
  const known = knownFailure(denial);
  if (known !== undefined) {
    return { says: known.says, why: known.why, step: known.step(denial), details: [] };
  }
  return {
    says:
      denial.action === null
        ? message('A request to KMS failed, but not over permissions.')
        : message('{action} failed, but not over permissions.', namesIn(diagnosis)),
    why: [message('AWS’s own words, below, tell the reason; no policy is to blame for it.')],
    step: step(
      message(
        'Look the code in AWS’s words up on the page of the operation ({page}); the words say what the call lacks.',
        {
          page: asCode('https://docs.aws.amazon.com/kms/latest/APIReference/CommonErrors.html'),
        },
      ),
    ),
    details: [],
  };
}
