import { codeBlock, inlineCode, markdownTable } from '../../text/markdown';
import { message, type Say } from '../../text/message';
import { describeKeyCommand, type Diagnosis, dryRunCommand } from '../../diagnosis';
import { type CommandLine, posixLine, powerShellLine } from '../../text/shell';
import { marker } from '../explanation';
import { failureSentence } from '../../ports';
import { plainNames, testerName, verificationStory } from './answer';
import type { Attempt, Verification } from '../../live';
import { keySentences } from './keyFacts';

/** The report on one verification as Markdown. Outside text is code, so that nothing in it becomes a link, a command or HTML. */
export function verificationMarkdown(verification: Verification, say: Say): string {
  const { name, action } = plainNames(verification);
  const blocks = [
    marker,
    `# ${say(message('Verify access: {action} for {name}', { name: inlineCode(name), action: inlineCode(action) }))}`,
    ...verificationStory(verification, say),
    ...attempts(verification, say),
    `## ${say(message('The key'))}`,
    ...keySection(verification, say),
    ...commandSection(verification, say),
  ];
  return `${blocks.join('\n\n')}\n`;
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

function attempts({ repetition: { attempts: all } }: Verification, say: Say): string[] {
  if (all.length < 2) {
    return [];
  }
  const rows = all.map(attempt => [
    say(message('{seconds} s', { seconds: Math.round(attempt.after / 1000) })),
    attemptSays(attempt, say),
  ]);
  return [
    `## ${say(message('How KMS answered'))}`,
    markdownTable([say(message('After')), say(message('Answer'))], rows),
  ];
}

function attemptSays({ answer }: Attempt, say: Say): string {
  if (!answer.ok) {
    return say(failureSentence(answer.failure)).replaceAll('|', '\\|');
  }
  switch (answer.value.verdict) {
    case 'would-succeed':
    case 'succeeded':
      return say(message('would succeed'));
    case 'denied':
      return say(message('denied'));
    case 'dry-run-ignored':
      return say(message('the dry run was ignored'));
    case 'not-possible':
      return say(message('not tried'));
  }
}

function keySection({ key, tester, diagnosis: { evidence } }: Verification, say: Say): string[] {
  const mine = inlineCode(testerName(tester));
  const refused = key.ok
    ? []
    : [
        say(
          key.failure.kind === 'access-denied'
            ? message('{mine} may not look at the key ({action}), which the operation itself does not need.', {
                mine,
                action: '`kms:DescribeKey`',
              })
            : message('{mine} could not look at the key: {why}', { mine, why: say(failureSentence(key.failure)) }),
        ),
      ];
  const read = key.ok ? key : evidence.key;
  if (read?.ok !== true) {
    return refused;
  }
  const [head, ...rest] = keySentences(read.value, say).map(([name, value]) => [name, value.replaceAll('|', '\\|')]);
  return [
    ...refused,
    ...(key.ok ? [] : [say(message('As it was read for the explanation:'))]),
    ...(head ? [markdownTable(head, rest)] : []),
  ];
}

function commandSection(verification: Verification, say: Say): string[] {
  const { diagnosis, tester, encryptionContext } = verification;
  const commands = verifyCommands(diagnosis, encryptionContext, tester.as === 'denied' ? tester.profile : undefined);
  if (commands.length === 0) {
    return [];
  }
  const lines = (line: (command: CommandLine) => string): string => commands.map(line).join('\n');
  return [
    `## ${say(message('The same on the command line'))}`,
    say(
      message('Run it as {name}. A dry run always ends with an error: {good} is the good one.', {
        name: inlineCode(plainNames(verification).name),
        good: '`DryRunOperationException`',
      }),
    ),
    codeBlock(lines(posixLine), 'sh'),
    say(message('In PowerShell:')),
    codeBlock(lines(powerShellLine), 'powershell'),
  ];
}
