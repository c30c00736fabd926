import { type Block, paragraphs, points } from '../../text/blocks';
import { type Arg, asCode, asCodes, asName, message, type Message, sentences } from '../../text/message';
import { sayEnglish } from '../../text/say';
import { callerName, statementName } from '../names';
import { answered } from '../../diagnosis';
import { type Failure, failureSentence } from '../../ports';
import {
  assumableRole,
  conclusionOf,
  type Conclusion,
  type UntestedCondition,
  type UntestedKind,
  type Tester,
  type Verification,
} from '../../live';

/** What came of a test and how far it goes, most important first. */
export function verificationStory(verification: Verification): Block[] {
  const conclusion = conclusionOf(verification);
  return [
    { kind: 'verdict', ...verdictOf(verification, conclusion) },
    ...more(verification, conclusion),
    ...paragraphs([testedAs(verification), ...endpoint(verification)]),
  ];
}

/** What came of a test in one sentence, the same as in the report. */
export function verificationSentence(verification: Verification): Message {
  return verdictOf(verification, conclusionOf(verification)).says;
}

/** The denied principal and action, as plain text; `?` and `kms:?` where they are not known. */
export function plainNames({
  diagnosis: {
    who,
    evidence: { denial },
  },
}: Pick<Verification, 'diagnosis'>): { readonly name: string; readonly action: string } {
  return { name: who?.name ?? '?', action: denial.action ?? 'kms:?' };
}

interface Verdict {
  readonly says: Message;
  readonly why: readonly Message[];
}

function verdictOf(verification: Verification, conclusion: Conclusion): Verdict {
  const { name, action } = namesAsCode(verification);
  switch (conclusion.kind) {
    case 'allowed':
      return conclusion.did
        ? {
            says: message('Yes: {action} works for {name}.', { action, name }),
            why: [message('It only reads, so it was made as it is.')],
          }
        : {
            says: message('Yes: KMS says that {action} would succeed for {name}.', { action, name }),
            why: [
              message('It was a dry run ({code}): everything was checked, nothing was done.', {
                code: asCode('DryRunOperationException'),
              }),
            ],
          };
    case 'denied':
      return {
        says: message('No: KMS denies {action} to {name}.', { action, name }),
        why: [message('It says: {said}', { said: asCode(conclusion.message) })],
      };
    case 'not-reproducible':
      return {
        says: message('A direct test cannot tell whether {action} works for {name}.', { action, name }),
        why: [
          message(
            'KMS denies the direct call, which is to be expected here: the policies ask for something that only the real call has ({keys}).',
            { keys: asCodes(keysOf(conclusion.untested)) },
          ),
        ],
      };
    case 'other-tested':
      return otherTested(verification, conclusion);
    case 'dry-run-ignored':
      return {
        says: message('This endpoint does not know dry runs: nothing is proved.'),
        why: [
          message(
            'It carried the call out instead of checking it; the answer was thrown away unread, and it proves nothing about AWS.',
          ),
        ],
      };
    case 'not-possible':
      return {
        says: message('{action} cannot be tried without doing it.', { action }),
        why: [notTried(action, conclusion.why)],
      };
    case 'failed':
      return { says: message('The test came to no answer: {why}', { why: failed(conclusion.failure) }), why: [] };
    case 'cancelled':
      return { says: message('Cancelled before KMS had answered.'), why: [] };
  }
}

/** What belongs to the verdict besides. */
function more(verification: Verification, conclusion: Conclusion): Block[] {
  switch (conclusion.kind) {
    case 'allowed':
      return paragraphs([...opened(verification), ...throughService(verification)]);
    case 'denied':
      return paragraphs(spreading(verification));
    case 'not-reproducible':
      return [
        ...points(untestedList(conclusion.untested)),
        ...paragraphs([
          message('To the test KMS said: {said}', { said: asCode(conclusion.message) }),
          message('Repeat what really failed, the way it was made.'),
        ]),
      ];
    case 'other-tested':
      return paragraphs(nobodyCanTestAs(verification));
    default:
      return [];
  }
}

/** The denied principal and action in a sentence. */
function namesAsCode(verification: Verification): { readonly name: Arg; readonly action: Arg } {
  const { action } = plainNames(verification);
  return { name: callerName(verification.diagnosis.who), action: asCode(action) };
}

function otherTested(verification: Verification, conclusion: ConclusionOf<'other-tested'>): Verdict {
  const { name, action } = namesAsCode(verification);
  const mine = asName(testerName(verification.tester));
  return {
    says: conclusion.allowed
      ? message('You tested as {mine}, for whom {action} works; the error was about {name}.', { mine, action, name })
      : message('You tested as {mine}, to whom {action} is denied; the error was about {name}.', {
          mine,
          action,
          name,
        }),
    why: [
      conclusion.allowed
        ? message('That says nothing about {name}.', { name })
        : message('That says nothing about {name}: {said}', { name, said: asCode(conclusion.message) }),
    ],
  };
}

function notTried(action: Arg, why: ConclusionOf<'not-possible'>['why']): Message {
  switch (why) {
    case 'not-aws':
      return message('Where dry runs are unknown, {action} would have a side effect, and this endpoint is not AWS.', {
        action,
      });
    case 'no-dry-run':
      return message(
        'KMS has no dry run for {action}, or none without more input, and the real call could change something. Repeat what really failed.',
        { action },
      );
  }
}

type ConclusionOf<Kind extends Conclusion['kind']> = Extract<Conclusion, { readonly kind: Kind }>;

/** Codes of KMS that say more about a trial than a failure says in general (KMS API Reference, "Decrypt", Errors). */
const codes: Readonly<Record<string, Message>> = {
  InvalidCiphertextException: message(
    'this ciphertext does not open: its encryption context is another, or it is damaged. It is not about permission.',
  ),
  IncorrectKeyException: message('this ciphertext was made with another key. It is not about permission.'),
};

function failed(failure: Failure): Message {
  const known = failure.kind === 'other' && Object.hasOwn(codes, failure.code) ? codes[failure.code] : undefined;
  return known ?? failureSentence(failure);
}

function opened({ ciphertext }: Verification): Message[] {
  return ciphertext === undefined
    ? []
    : [
        message('With the ciphertext in {file}, which opens with this key and encryption context.', {
          file: asCode(ciphertext),
        }),
      ];
}

function throughService({
  diagnosis: {
    evidence: {
      denial: { callingService },
    },
  },
}: Verification): Message[] {
  return callingService === null
    ? []
    : [
        message(
          'The error came through {service}; this test went to KMS directly. A service keeps data keys and answers for a while: if it still fails there, try again in some minutes.',
          { service: asCode(callingService) },
        ),
      ];
}

function spreading({ afterChange, diagnosis: { proposal }, repetition: { end } }: Verification): Message[] {
  if (!afterChange) {
    return [
      ...(proposal === undefined
        ? []
        : [message('The proposed key policy is a draft until it is applied to the key.')]),
      message(
        'If a policy has just been changed: that takes from seconds to some minutes to spread. Verify again in a moment.',
      ),
    ];
  }
  if (end === 'cancelled') {
    return [message('You stopped waiting. A change takes from seconds to some minutes to spread.')];
  }
  return [
    message(
      'It was tried for five minutes, longer than a change takes to spread. So something else stands in the way: let the new answer be explained.',
    ),
  ];
}

const kindSays: Readonly<Record<UntestedKind, Message>> = {
  service: message('only a call that an AWS service makes has it'),
  network: message('it depends on the network a call comes from'),
  session: message('it belongs to the real session, which this test does not have'),
  request: message('it depends on what exactly the call asks for'),
  context: message('the error does not show the call’s encryption context'),
};

function untestedList(untested: readonly UntestedCondition[]): Message[] {
  const seen = new Map(untested.map(h => [`${h.key} ${sayEnglish(statementName(h.at))}`, h]));
  return [...seen.values()]
    .slice(0, 8)
    .map(({ key, kind, at }) =>
      message('{key} in {statement}: {why}', { key: asCode(key), statement: statementName(at), why: kindSays[kind] }),
    );
}

function keysOf(untested: readonly UntestedCondition[]): string[] {
  return [...new Set(untested.map(h => h.key))].slice(0, 3);
}

function nobodyCanTestAs({
  tester,
  diagnosis: {
    who,
    evidence: { identity },
  },
}: Verification): Message[] {
  if (who === undefined) {
    return [];
  }
  const name = callerName(who);
  if (who.principal.kind === 'service') {
    return [message('Nobody can test as the service {name}: repeat what it was doing.', { name })];
  }
  if (tester.refused !== undefined) {
    return [message('It was tried to become {name}: its role could not be assumed.', { name })];
  }
  return assumableRole(who, answered(identity)?.principalArn) === undefined &&
    (who.principal.kind === 'role' || who.principal.kind === 'assumed-role')
    ? [
        message(
          '{name} is a role that people cannot assume: use a profile that signs in to it, or repeat what failed.',
          { name },
        ),
      ]
    : [message('Choose a profile that is {name}, or run the commands below as {name}.', { name })];
}

function testedAs({ tester, diagnosis: { who } }: Verification): Message {
  const facts = { arn: asCode(tester.arn), label: asName(tester.label), name: callerName(who) };
  switch (tester.as) {
    case 'denied':
      return message('Tested as {arn} ({label}): that is {name} itself.', facts);
    case 'assumed':
      return message('Tested as {arn}: {label} assumed the role of {name} for it.', facts);
    case 'other':
      return sentences([
        message('Tested as {arn} ({label}).', facts),
        ...(tester.refused === undefined
          ? []
          : [message('To assume the role failed: {why}', { why: failureSentence(tester.refused) })]),
      ]);
  }
}

function endpoint({ endpoint: url }: Verification): Message[] {
  return url === undefined ? [] : [message('The calls went to {url}, which is not AWS.', { url: asCode(url) })];
}

/** `MyRole` for a role's session; for anybody else the last part of the ARN. */
export function testerName({ arn }: Tester): string {
  const [, , service, , , resource = arn] = arn.split(':');
  const parts = resource.split('/');
  return (service === 'sts' ? parts[1] : parts.at(-1)) ?? arn;
}
