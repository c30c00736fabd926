import { inlineCode } from '../../text/markdown';
import { message, type Message, type Say } from '../../text/message';
import { markdownName } from '../reasonName';
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

/** The paragraphs that say what came of a test and how far it goes, most important first. Markdown. */
export function verificationStory(verification: Verification, say: Say): string[] {
  const conclusion = conclusionOf(verification);
  return [...answer(verification, conclusion, say), testedAs(verification, say), ...endpoint(verification).map(say)];
}

/** The same in one sentence of plain text, for a notification. */
export function verificationSentence(verification: Verification, say: Say): string {
  const conclusion = conclusionOf(verification);
  const { name, action } = plainNames(verification);
  const mine = testerName(verification.tester);
  switch (conclusion.kind) {
    case 'allowed':
      return say(message('KMS agrees: {action} works for {name}.', { action, name }));
    case 'denied':
      return say(message('KMS still denies {action} to {name}.', { action, name }));
    case 'not-reproducible':
      return say(
        message('A direct test cannot tell whether {action} works for {name}: the policies ask for {keys}.', {
          action,
          name,
          keys: keysOf(conclusion.untested).join(', '),
        }),
      );
    case 'other-tested':
      return say(
        conclusion.allowed
          ? message('You tested as {mine}, for whom {action} works; the error was about {name}.', {
              mine,
              action,
              name,
            })
          : message('You tested as {mine}, to whom {action} is denied; the error was about {name}.', {
              mine,
              action,
              name,
            }),
      );
    case 'dry-run-ignored':
      return say(message('This endpoint does not know dry runs: nothing is proved.'));
    case 'not-possible':
      return say(message('{action} cannot be tried without doing it.', { action }));
    case 'failed':
      return say(
        message('The test came to no answer: {why}', { why: failed(conclusion.failure, say).replaceAll('`', '') }),
      );
    case 'cancelled':
      return say(message('Cancelled before KMS had answered.'));
  }
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

function answer(verification: Verification, conclusion: Conclusion, say: Say): string[] {
  const { name, action } = namesAsCode(verification);
  switch (conclusion.kind) {
    case 'allowed':
      return [
        conclusion.did
          ? message('**Yes: {action} works for {name}.** It only reads, so it was made as it is.', { action, name })
          : message(
              '**Yes: KMS says that {action} would succeed for {name}.** It was a dry run ({code}): everything was checked, nothing was done.',
              { action, name, code: '`DryRunOperationException`' },
            ),
        ...opened(verification),
        ...throughService(verification),
      ].map(say);
    case 'denied':
      return [
        message('**No: KMS denies {action} to {name}.** It says: {said}', {
          action,
          name,
          said: inlineCode(conclusion.message),
        }),
        ...spreading(verification),
      ].map(say);
    case 'not-reproducible':
      return [
        say(
          message(
            '**This test cannot tell.** KMS denies the direct call, which is to be expected here: the policies ask for something that only the real call has.',
          ),
        ),
        untestedList(conclusion.untested, say),
        say(message('To the test KMS said: {said}', { said: inlineCode(conclusion.message) })),
        say(message('Repeat what really failed, the way it was made.')),
      ];
    case 'other-tested':
      return [otherTested(verification, conclusion), ...nobodyCanTestAs(verification)].map(say);
    case 'dry-run-ignored':
      return [
        say(
          message(
            '**This endpoint does not know dry runs.** It carried the call out instead of checking it; the answer was thrown away unread, and it proves nothing about AWS.',
          ),
        ),
      ];
    case 'not-possible':
      return [say(notTried(action, conclusion.why))];
    case 'failed':
      return [say(message('**The test came to no answer**: {why}', { why: failed(conclusion.failure, say) }))];
    case 'cancelled':
      return [say(message('**Cancelled** before KMS had answered.'))];
  }
}

/** The denied principal and action, as code in Markdown. */
function namesAsCode(verification: Verification): { readonly name: string; readonly action: string } {
  const { name, action } = plainNames(verification);
  return { name: inlineCode(name), action: inlineCode(action) };
}

function otherTested(verification: Verification, conclusion: ConclusionOf<'other-tested'>): Message {
  const { name, action } = namesAsCode(verification);
  const mine = inlineCode(testerName(verification.tester));
  return conclusion.allowed
    ? message(
        '**You tested as {mine}; the error was about {name}.** {action} would succeed for {mine}, which says nothing about {name}.',
        { mine, name, action },
      )
    : message(
        '**You tested as {mine}; the error was about {name}.** KMS denies {action} to {mine}, which says nothing about {name}: {said}',
        { mine, name, action, said: inlineCode(conclusion.message) },
      );
}

function notTried(action: string, why: ConclusionOf<'not-possible'>['why']): Message {
  switch (why) {
    case 'not-aws':
      return message(
        '**Not tried.** Where dry runs are unknown, {action} would have a side effect, and this endpoint is not AWS.',
        { action },
      );
    case 'no-dry-run':
      return message(
        '**Not tried.** KMS has no dry run for {action}, or none without more input, and the real call could change something. Repeat what really failed.',
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

function failed(failure: Failure, say: Say): string {
  const known = failure.kind === 'other' && Object.hasOwn(codes, failure.code) ? codes[failure.code] : undefined;
  return say(known ?? failureSentence(failure));
}

function opened({ ciphertext }: Verification): Message[] {
  return ciphertext === undefined
    ? []
    : [
        message('With the ciphertext in {file}, which opens with this key and encryption context.', {
          file: inlineCode(ciphertext),
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
          { service: inlineCode(callingService) },
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

function untestedList(untested: readonly UntestedCondition[], say: Say): string {
  const seen = new Map(untested.map(h => [`${h.key} ${markdownName(h.at)}`, h]));
  return [...seen.values()]
    .slice(0, 8)
    .map(
      ({ key, kind, at }) =>
        `- ${say(message('{key} in {statement}: {why}', { key: inlineCode(key), statement: markdownName(at), why: say(kindSays[kind]) }))}`,
    )
    .join('\n');
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
  const name = inlineCode(who.name);
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

function testedAs({ tester, diagnosis: { who } }: Verification, say: Say): string {
  const facts = { arn: inlineCode(tester.arn), label: inlineCode(tester.label), name: inlineCode(who?.name ?? '?') };
  switch (tester.as) {
    case 'denied':
      return say(message('Tested as {arn} ({label}): that is {name} itself.', facts));
    case 'assumed':
      return say(message('Tested as {arn}: {label} assumed the role of {name} for it.', facts));
    case 'other':
      return (
        say(message('Tested as {arn} ({label}).', facts)) +
        (tester.refused === undefined
          ? ''
          : ` ${say(message('To assume the role failed: {why}', { why: say(failureSentence(tester.refused)) }))}`)
      );
  }
}

function endpoint({ endpoint: url }: Verification): Message[] {
  return url === undefined ? [] : [message('The calls went to {url}, which is not AWS.', { url: inlineCode(url) })];
}

/** `MyRole` for a role's session; for anybody else the last part of the ARN. */
export function testerName({ arn }: Tester): string {
  const [, , service, , , resource = arn] = arn.split(':');
  const parts = resource.split('/');
  return (service === 'sts' ? parts[1] : parts.at(-1)) ?? arn;
}
