import { type Block, paragraphs, section } from '../../text/blocks';
import { asCode, asName, message, type Message } from '../../text/message';
import { describeKeyCommand, type Diagnosis, dryRunCommand } from '../../diagnosis';
import type { CommandLine } from '../../text/shell';
import { failureSentence } from '../../ports';
import { callerName } from '../names';
import { testerName, verificationStory } from './answer';
import type { Attempt, Verification } from '../../live';
import { keySentences } from './keyFacts';

/** The report on one verification. */
export function verificationReport(verification: Verification): Block[] {
  return [
    ...verificationStory(verification),
    ...attempts(verification),
    ...section(message('The key'), keySection(verification)),
    ...commandSection(verification),
  ];
}

/**
 * The commands that verify a denial: DescribeKey and, where the CLI has one, the operation as a dry run.
 * @param profile named on the command line, where it is the one to test with
 */
export function verifyCommands(
  { keyArn, evidence: { denial } }: Diagnosis,
  encryptionContext?: Readonly<Record<string, string>>,
  profile?: string,
): CommandLine[] {
  const key = keyArn ?? denial.resource ?? denial.keyId;
  if (key === null) {
    return [];
  }
  const region = keyArn?.split(':')[3] ?? denial.region ?? denial.requestRegion ?? undefined;
  const dryRun =
    denial.action === null
      ? undefined
      : dryRunCommand(denial.action, key, region, encryptionContext ?? denial.encryptionContext ?? undefined);
  const words = profile === undefined ? [] : ['--profile', profile];
  return [describeKeyCommand(key, region), ...(dryRun ? [dryRun] : [])].map(command => [...command, ...words]);
}

function attempts({ repetition: { attempts: all } }: Verification): Block[] {
  if (all.length < 2) {
    return [];
  }
  return section(message('How KMS answered'), [
    {
      kind: 'table',
      heads: [message('After'), message('Answer')],
      rows: all.map(attempt => [
        [message('{seconds} s', { seconds: Math.round(attempt.after / 1000) })],
        [attemptSays(attempt)],
      ]),
    },
  ]);
}

function attemptSays({ answer }: Attempt): Message {
  if (!answer.ok) {
    return failureSentence(answer.failure);
  }
  switch (answer.value.verdict) {
    case 'would-succeed':
    case 'succeeded':
      return message('would succeed');
    case 'denied':
      return message('denied');
    case 'dry-run-ignored':
      return message('the dry run was ignored');
    case 'not-possible':
      return message('not tried');
  }
}

function keySection({ key, tester, diagnosis: { evidence } }: Verification): Block[] {
  const mine = asName(testerName(tester));
  const refused = key.ok
    ? []
    : paragraphs([
        key.failure.kind === 'access-denied'
          ? message('{mine} may not look at the key ({action}), which the operation itself does not need.', {
              mine,
              action: asCode('kms:DescribeKey'),
            })
          : message('{mine} could not look at the key: {why}', { mine, why: failureSentence(key.failure) }),
      ]);
  const read = key.ok ? key : evidence.key;
  if (read?.ok !== true) {
    return refused;
  }
  return [
    ...refused,
    ...(key.ok ? [] : paragraphs([message('As it was read for the explanation:')])),
    {
      kind: 'table',
      heads: [message('Fact'), message('Value')],
      rows: keySentences(read.value).map(([name, value]) => [[name], [value]]),
    },
  ];
}

function commandSection(verification: Verification): Block[] {
  const { diagnosis, tester, encryptionContext } = verification;
  const commands = verifyCommands(diagnosis, encryptionContext, tester.as === 'denied' ? tester.profile : undefined);
  if (commands.length === 0) {
    return [];
  }
  return section(message('The same on the command line'), [
    {
      kind: 'paragraph',
      says: message('Run it as {name}. A dry run always ends with an error: {good} is the good one.', {
        name: callerName(diagnosis.who),
        good: asCode('DryRunOperationException'),
      }),
    },
    { kind: 'command', commands, shell: 'posix' },
    ...paragraphs([message('In PowerShell:')]),
    { kind: 'command', commands, shell: 'powershell' },
  ]);
}
