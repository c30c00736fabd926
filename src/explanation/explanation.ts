import { codeBlock, inlineCode } from '../text/markdown';
import { message, type Say } from '../text/message';
import type { Denial } from '../denial';
import { describeKeyCommand, type Diagnosis, dryRunCommand } from '../diagnosis';
import { posixLine } from '../text/shell';
import { locksTable } from './locksTable';
import { locksPicture } from './picture';
import { remedySection } from './remedySection';
import { story } from './story';
import { whatWasRead } from './whatWasRead';

/** Marks our documents for the preview's script, which adds the copy buttons. */
export const marker = '<div class="double-lock"></div>';

/**
 * The explanation of one denial as Markdown, for the built-in preview: what is shut and why, what to do on which side, and the next
 * commands. All outside text is code or escaped, so that nothing in it becomes a link, a command or HTML.
 */
export function explanationMarkdown(diagnosis: Diagnosis, say: Say): string {
  const blocks = [
    marker,
    `# ${title(diagnosis, say)}`,
    ...story(diagnosis).map(m => say(m)),
    ...locksPicture(diagnosis, say),
    ...locksTable(diagnosis, say),
    ...remedySection(diagnosis, say),
    ...nextCommands(diagnosis, say),
    ...whatWasRead(diagnosis, say),
    ...whatTheErrorSaid(diagnosis, say),
  ];
  return `${blocks.join('\n\n')}\n`;
}

/** One line that names the case: `MyRole · kms:Decrypt · abc-123`. Plain text. */
export function caseTitle({ who, evidence: { denial }, keyArn }: Diagnosis): string {
  const key = denial.keyId ?? (keyArn ?? denial.resource)?.split(/[:/]/).pop();
  return [who?.name, denial.action, key].filter(Boolean).join(' · ') || 'KMS';
}

function title({ who, evidence: { denial } }: Diagnosis, say: Say): string {
  const name = inlineCode(who?.name ?? '?');
  const action = inlineCode(denial.action ?? 'kms:?');
  switch (denial.kind) {
    case 'access-denied':
      return who
        ? say(message('Why {principal} may not use {action} here', { principal: name, action }))
        : say(message('Why {action} is denied here', { action }));
    case 'disabled':
    case 'invalid-state':
      return say(message('The key is not in a state in which it can be used'));
    case 'not-found':
      return say(message('KMS does not find this key'));
    case 'invalid-grant':
      return say(message('A grant is the problem'));
    case 'other':
      return say(message('KMS refused {action}, and not for lack of permission', { action }));
  }
}

function nextCommands(diagnosis: Diagnosis, say: Say): string[] {
  const {
    evidence: { denial },
    keyArn,
    who,
    cause,
  } = diagnosis;
  const key = keyArn ?? denial.resource ?? denial.keyId;
  if (key === null || key === undefined || cause.kind === 'incomplete') {
    return [];
  }
  const region = keyArn?.split(':')[3] ?? denial.region ?? undefined;
  if (who !== undefined && (who.principal.kind === 'service' || who.serviceLinked)) {
    return [
      `## ${say(message('Check it'))}`,
      say(
        message(
          'Nobody can run commands as {name}: make the change, wait up to a few minutes for it to reach all of KMS, then repeat what the service was doing.',
          { name: inlineCode(who.name) },
        ),
      ),
    ];
  }
  return [
    `## ${say(message('Check it'))}`,
    say(
      message('{command} does it for you, as the identity that was denied where it can. By hand:', {
        command: message('*Double Lock: Verify Access*'),
      }),
    ),
    who
      ? say(
          message('Run these as {name}, not as yourself: a test with your own user proves nothing about it.', {
            name: inlineCode(who.name),
          }),
        )
      : say(message('Run these as the identity that was denied.')),
    codeBlock(posixLine(describeKeyCommand(key, region)), 'sh'),
    ...trialRun(denial, key, region, say),
    say(message('A changed policy can take from seconds to a few minutes to reach all of KMS.')),
  ];
}

/** The command that repeats the call without doing anything, where KMS can try it. */
function trialRun({ action, encryptionContext }: Denial, key: string, region: string | undefined, say: Say): string[] {
  const command = action === null ? undefined : dryRunCommand(action, key, region, encryptionContext ?? undefined);
  if (command === undefined) {
    return [];
  }
  return [
    say(
      message('A trial run: {good} means that the real call would succeed; nothing is decrypted.', {
        good: inlineCode('DryRunOperationException'),
      }),
    ),
    codeBlock(posixLine(command), 'sh'),
  ];
}

function whatTheErrorSaid({ evidence: { denial } }: Diagnosis, say: Say): string[] {
  return [`## ${say(message('What the error said'))}`, codeBlock(denial.message, 'text')];
}
