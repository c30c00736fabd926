import { type Block, paragraphs, section } from '../text/blocks';
import { inMarkdown } from '../text/inMarkdown';
import { asCode, message, type Message } from '../text/message';
import type { Translate } from '../text/say';
import { type CommandLine, posixLine } from '../text/shell';
import { statementsAs } from '../policy';
import type { Diagnosis, Remedy } from '../diagnosis';
import { explainCause } from './causes';
import { factsOf } from './explanation';
import { callerName } from './names';
import { verifyCommands } from './verify/report';

/**
 * A message for whoever owns the key, for those who may not change it themselves: what failed, why, what would help with the commands for
 * it, and how to check. Markdown that stands by itself in a mail, a ticket or a chat.
 * @param masked account and key ids are replaced by names such as ACCOUNT-1, the same id by the same name
 */
export function handOverMarkdown(diagnosis: Diagnosis, masked: boolean, translate: Translate): string {
  const text = inMarkdown(handOver(diagnosis), translate);
  return masked ? maskIds(text, diagnosis) : text;
}

function handOver(diagnosis: Diagnosis): Block[] {
  const { who, keyArn, evidence } = diagnosis;
  const { denial } = evidence;
  const name = callerName(who);
  const { says, why } = explainCause(diagnosis);
  return [
    {
      kind: 'title',
      says:
        denial.action === null
          ? message('{name} cannot use a KMS key', { name })
          : message('{name} cannot use {action} on a KMS key', { name, action: asCode(denial.action) }),
    },
    ...section(message('What failed'), [
      {
        kind: 'table',
        heads: [message('Fact'), message('Value')],
        rows: factsOf({
          ...denial,
          principal: who?.arn ?? denial.principal,
          resource: keyArn ?? denial.resource,
        }),
      },
      ...(denial.message === '' ? [] : [{ kind: 'code' as const, text: denial.message, language: 'text' }]),
    ]),
    ...section(message('Why'), paragraphs([says, ...why])),
    ...section(message('What would help'), whatWouldHelp(diagnosis)),
    ...howToCheck(diagnosis),
  ];
}

function whatWouldHelp(diagnosis: Diagnosis): Block[] {
  const {
    remedy,
    keyArn,
    evidence: { denial },
  } = diagnosis;
  // Where permission is no remedy, the cause itself says what to do.
  if (remedy === undefined) {
    const { step, details } = explainCause(diagnosis);
    return [{ kind: 'step', ...step }, ...paragraphs(details)];
  }
  return [
    ...keySide(remedy, keyArn ?? denial.resource ?? denial.keyId ?? ''),
    ...iamSide(diagnosis, remedy),
    ...(remedy.command === undefined
      ? []
      : [
          ...paragraphs([message('A grant would do, without any edit of the key policy:')]),
          { kind: 'command' as const, commands: [remedy.command], shell: 'posix' as const },
        ]),
  ];
}

function keySide({ proposal, keyStatements }: Remedy, key: string): Block[] {
  const statements = proposal?.statements ?? keyStatements;
  if (statements.length === 0) {
    return [];
  }
  const says: Message =
    statements.length > 1
      ? message(
          'The key policy would need these statements, each in place of the one of the same Sid where there is one:',
        )
      : message('The key policy would need this statement, in place of the one of the same Sid where there is one:');
  return [
    { kind: 'paragraph', says },
    { kind: 'code', text: statementsAs('json', statements), language: 'json' },
    {
      kind: 'paragraph',
      says: message(
        'The commands for it. PutKeyPolicy replaces the whole key policy, so the present one is fetched first and kept:',
      ),
    },
    { kind: 'code', text: putCommands(key).join('\n'), language: 'sh' },
  ];
}

function iamSide({ who }: Diagnosis, { iamStatements }: Remedy): Block[] {
  return iamStatements.length === 0
    ? []
    : [
        {
          kind: 'paragraph',
          says: message('An IAM policy of {name} would need this, in the account of {name}:', {
            name: callerName(who),
          }),
        },
        { kind: 'code', text: statementsAs('json', iamStatements), language: 'json' },
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

function howToCheck(diagnosis: Diagnosis): Block[] {
  const commands = verifyCommands(diagnosis);
  return commands.length === 0
    ? []
    : section(message('How to check'), [
        {
          kind: 'paragraph',
          says: message(
            'As {name}; a test as anybody else proves nothing about it. {good} means that the call would succeed. A changed policy can take from seconds to a few minutes to reach all of KMS.',
            { name: callerName(diagnosis.who), good: asCode('DryRunOperationException') },
          ),
        },
        { kind: 'command', commands, shell: 'posix' },
      ]);
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
