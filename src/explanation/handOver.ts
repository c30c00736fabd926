import { codeBlock, inlineCode, markdownTable } from '../text/markdown';
import { message, type Message, type Say } from '../text/message';
import { type CommandLine, posixLine } from '../text/shell';
import { statementsAs } from '../policy';
import type { Diagnosis } from '../diagnosis';
import { causeStory } from './story';
import { verifyCommands } from './verify/report';

/**
 * A message for whoever owns the key, for those who may not change it themselves: what failed, why, what would help with the commands for
 * it, and how to check. Markdown that stands by itself in a mail, a ticket or a chat; all outside text is code.
 * @param masked account and key ids are replaced by names such as ACCOUNT-1, the same id by the same name
 */
export function handOverMarkdown(diagnosis: Diagnosis, masked: boolean, say: Say): string {
  const {
    who,
    evidence: { denial },
  } = diagnosis;
  const name = inlineCode(who?.name ?? '?');
  const [why] = causeStory(diagnosis);
  const blocks = [
    `# ${say(denial.action === null ? message('{name} cannot use a KMS key', { name }) : message('{name} cannot use {action} on a KMS key', { name, action: inlineCode(denial.action) }))}`,
    `## ${say(message('What failed'))}`,
    facts(diagnosis, say),
    ...(denial.message === '' ? [] : [codeBlock(denial.message, 'text')]),
    ...(why ? [`## ${say(message('Why'))}`, say(why)] : []),
    ...whatWouldHelp(diagnosis, say),
    ...howToCheck(diagnosis, say),
  ];
  const text = `${blocks.join('\n\n')}\n`;
  return masked ? maskIds(text, diagnosis) : text;
}

function facts({ who, keyArn, evidence: { denial } }: Diagnosis, say: Say): string {
  const rows: [Message, string | null | undefined][] = [
    [message('Caller'), who?.arn],
    [message('Operation'), denial.action],
    [message('Key'), keyArn ?? denial.resource ?? denial.keyId],
    [message('Through'), denial.callingService],
    [message('Encryption context'), denial.encryptionContext && JSON.stringify(denial.encryptionContext)],
    [message('Time'), denial.time],
    [message('Request id'), denial.requestId],
  ];
  const told = rows.flatMap(([name, value]) => (value ? [[say(name), inlineCode(value).replaceAll('|', '\\|')]] : []));
  return markdownTable([say(message('Fact')), say(message('Value'))], told);
}

function whatWouldHelp(diagnosis: Diagnosis, say: Say): string[] {
  const {
    remedy,
    keyArn,
    who,
    evidence: { denial },
  } = diagnosis;
  const heading = `## ${say(message('What would help'))}`;
  // Without a cure by permission the rest of the story says what to do.
  if (remedy === undefined) {
    const rest = causeStory(diagnosis).slice(1);
    return rest.length === 0 ? [] : [heading, ...rest.map(say)];
  }
  const name = inlineCode(who?.name ?? '?');
  const key = keyArn ?? denial.resource ?? denial.keyId ?? '';
  const statements = remedy.proposal?.statements ?? remedy.keyStatements;
  return [
    heading,
    ...(statements.length === 0
      ? []
      : [
          say(
            statements.length > 1
              ? message(
                  'The key policy would need these statements, each in place of the one of the same Sid where there is one:',
                )
              : message(
                  'The key policy would need this statement, in place of the one of the same Sid where there is one:',
                ),
          ),
          codeBlock(statementsAs('json', statements), 'json'),
          say(
            message(
              'The commands for it. PutKeyPolicy replaces the whole key policy, so the present one is fetched first and kept:',
            ),
          ),
          codeBlock(putCommands(key).join('\n'), 'sh'),
        ]),
    ...(remedy.iamStatements.length === 0
      ? []
      : [
          say(message('An IAM policy of {name} would need this, in the account of {name}:', { name })),
          codeBlock(statementsAs('json', remedy.iamStatements), 'json'),
        ]),
    ...(remedy.command === undefined
      ? []
      : [
          say(message('A grant would do, without any edit of the key policy:')),
          codeBlock(posixLine(remedy.command), 'sh'),
        ]),
  ];
}

function putCommands(key: string): string[] {
  const region = key.startsWith('arn:') ? ['--region', key.split(':')[3] ?? ''] : [];
  const get: CommandLine = [
    'aws',
    'kms',
    'get-key-policy',
    '--key-id',
    key,
    '--policy-name',
    'default',
    '--query',
    'Policy',
    '--output',
    'text',
    ...region,
  ];
  const put: CommandLine = [
    'aws',
    'kms',
    'put-key-policy',
    '--key-id',
    key,
    '--policy-name',
    'default',
    '--policy',
    'file://key-policy.json',
    ...region,
  ];
  return [
    `${posixLine(get)} > key-policy.json`,
    'cp key-policy.json key-policy.before.json',
    '# put the statement into "Statement" of key-policy.json, then:',
    posixLine(put),
  ];
}

function howToCheck(diagnosis: Diagnosis, say: Say): string[] {
  const commands = verifyCommands(diagnosis);
  if (commands.length === 0) {
    return [];
  }
  return [
    `## ${say(message('How to check'))}`,
    say(
      message(
        'As {name}; a test as anybody else proves nothing about it. {good} means that the call would succeed. A changed policy can take from seconds to a few minutes to reach all of KMS.',
        {
          name: inlineCode(diagnosis.who?.name ?? '?'),
          good: inlineCode('DryRunOperationException'),
        },
      ),
    ),
    codeBlock(commands.map(posixLine).join('\n'), 'sh'),
  ];
}

/**
 * Replaces account and key ids, wherever they stand, by names that shells and JSON take as they are. What AWS encoded cannot be looked
 * into, so it goes.
 */
function maskIds(text: string, { keyArn, evidence: { denial } }: Diagnosis): string {
  const keyIds = new Set(
    [...text.matchAll(/\bkey\/([A-Za-z0-9-]+)/g)]
      .map(m => m[1] ?? '')
      .concat([denial.keyId ?? '', keyArn?.split('/')[1] ?? ''])
      .filter(id => id !== '' && !id.startsWith('alias/')),
  );
  const open = text.replace(/(Encoded authorization failure message:\s*)[^\s`]+/gi, '$1…');
  const keys = numbered(
    open,
    [...keyIds]
      .sort((a, b) => b.length - a.length)
      .map(id => new RegExp(`(?<![A-Za-z0-9-])${escapeRegExp(id)}(?![A-Za-z0-9-])`, 'g')),
    'KEY',
  );
  return numbered(keys, [/(?<!\d)\d{12}(?!\d)/g, /(?<![\w-])\d{4}-\d{4}-\d{4}(?![\w-])/g], 'ACCOUNT');
}

function numbered(text: string, patterns: readonly RegExp[], name: string): string {
  const names = new Map<string, string>();
  return patterns.reduce(
    (masked, pattern) =>
      masked.replace(pattern, id => {
        const plain = id.replace(/^(\d{4})-(\d{4})-(\d{4})$/, '$1$2$3');
        names.set(plain, names.get(plain) ?? `${name}-${names.size + 1}`);
        return names.get(plain) ?? name;
      }),
    text,
  );
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
