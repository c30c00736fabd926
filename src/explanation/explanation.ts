import { type Block, paragraphs, section } from '../text/blocks';
import { type Arg, asCode, message, type Message } from '../text/message';
import type { CommandLine } from '../text/shell';
import type { Denial } from '../denial';
import { describeKeyCommand, type Diagnosis, dryRunCommand } from '../diagnosis';
import { alsoShut } from './alsoShut';
import { explainCause } from './causes';
import { commands } from './commands';
import { callerName } from './names';
import { locksTable } from './locksTable';
import { locksPicture } from './picture';
import { remedySection } from './remedySection';
import { whatWasRead } from './whatWasRead';

/**
 * The explanation of one denial, the same for page, chat and command line: which lock or policy keeps whom out, what to do and who
 * can, then what it rests on.
 */
export function explanation(diagnosis: Diagnosis): Block[] {
  const { says, why, step, details } = explainCause(diagnosis);
  return [
    { kind: 'verdict', says, why },
    { kind: 'step', ...step },
    ...locksPicture(diagnosis),
    ...locksTable(diagnosis),
    ...paragraphs([...alsoShut(diagnosis), ...details, ...disagreement(diagnosis)]),
    ...remedySection(diagnosis),
    ...howToCheck(diagnosis),
    ...whatWasRead(diagnosis),
    ...whatTheErrorSaid(diagnosis),
  ];
}

/** One line that names the case: `MyRole · kms:Decrypt · abc-123`. Plain text. */
export function caseTitle({ who, evidence: { denial }, keyArn }: Diagnosis): string {
  const key = denial.keyId ?? (keyArn ?? denial.resource)?.split(/[:/]/).pop();
  return [who?.name, denial.action, key].filter(Boolean).join(' · ') || 'KMS';
}

function disagreement({ disagreement: disagrees, cause }: Diagnosis): Message[] {
  return disagrees && cause.kind !== 'allowed-now'
    ? [
        message(
          '**The error and the policies as they are now do not agree.** The policies may have changed since, a change may still be spreading, or the error comes from another account or Region. Repeat the call before you change anything.',
        ),
      ]
    : [];
}

function howToCheck(diagnosis: Diagnosis): Block[] {
  const {
    evidence: { denial },
    keyArn,
    who,
    cause,
  } = diagnosis;
  const key = keyArn ?? denial.resource ?? denial.keyId;
  // Nothing to try where nobody can act as the caller, and where the call did not fail over access.
  const nobodyCan = who !== undefined && (who.principal.kind === 'service' || who.serviceLinked);
  if (key === null || key === undefined || notToCheck.has(cause.kind) || nobodyCan) {
    return [];
  }
  const region = keyArn?.split(':')[3] ?? denial.region ?? undefined;
  const trial = trialRun(denial, key, region);
  return section(message('Check it'), [
    ...paragraphs([
      message('{command} does it for you, as the identity that was denied where it can. By hand:', {
        command: commands.verify,
      }),
      who === undefined
        ? message('Run these as the identity that was denied.')
        : message('Run these as {name}, not as yourself: a test with your own user proves nothing about it.', {
            name: callerName(who),
          }),
    ]),
    { kind: 'command', commands: [describeKeyCommand(key, region), ...trial], shell: 'posix' },
    ...paragraphs([
      ...(trial.length === 0
        ? []
        : [
            message('A trial run: {good} means that the real call would succeed; nothing is decrypted.', {
              good: asCode('DryRunOperationException'),
            }),
          ]),
      message('A changed policy can take from seconds to a few minutes to reach all of KMS.'),
    ]),
  ]);
}

const notToCheck: ReadonlySet<Diagnosis['cause']['kind']> = new Set(['incomplete', 'other-failure', 'not-found']);

/** The command that repeats the call without doing anything, where KMS can try it. */
function trialRun({ action, encryptionContext }: Denial, key: string, region: string | undefined): CommandLine[] {
  const command = action === null ? undefined : dryRunCommand(action, key, region, encryptionContext ?? undefined);
  return command === undefined ? [] : [command];
}

function whatTheErrorSaid({ evidence: { denial } }: Diagnosis): Block[] {
  const rows = factsOf(denial);
  return section(message('What the error said'), [
    ...(rows.length === 0 ? [] : [{ kind: 'table' as const, heads: [message('Fact'), message('Value')], rows }]),
    ...(denial.message === '' ? [] : [{ kind: 'code' as const, text: denial.message, language: 'text' }]),
    ...(denial.authorizationId === null
      ? []
      : paragraphs([
          message('{operation} with the authorization id tells all policies that took part.', {
            operation: asCode('GetRequestAuthorizationDetails'),
          }),
        ])),
  ]);
}

/** What was read of an error, name and value, in the order to show it. */
export function factsOf(denial: Denial): [readonly [Message], readonly [Arg]][] {
  const facts: readonly (readonly [Message, string | null])[] = [
    [message('Caller'), denial.principal],
    [message('Operation'), denial.action],
    [message('Key'), denial.resource ?? denial.keyId],
    [message('Key account'), denial.resourceAccount],
    [message('Region'), denial.region ?? denial.requestRegion],
    [message('VPC endpoint'), denial.vpcEndpointId],
    [message('Source IP address'), denial.sourceIp],
    [message('Through'), denial.callingService],
    [message('Encryption context'), denial.encryptionContext && JSON.stringify(denial.encryptionContext)],
    [message('Denying policy'), denial.denyingPolicyArn],
    [message('Authorization id'), denial.authorizationId],
    [message('Request id'), denial.requestId],
    [message('Time'), denial.time],
  ];
  return facts.flatMap(([name, value]): [readonly [Message], readonly [Arg]][] =>
    value === null ? [] : [[[name], [asCode(value)]]],
  );
}
