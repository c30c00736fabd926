import { type AbilityChange, type AccessChange, uses } from '../access';
import { cellCode, escapeMarkdown, inlineCode, markdownTable } from '../text/markdown';
import { message, type Message, type Say } from '../text/message';
import { operationNames, principalName } from './whoCanUse';

/** The two key policies of a comparison. */
export interface ChangeInQuestion {
  readonly change: AccessChange;
  /** What the policies are called; plain text. */
  readonly before: string;
  readonly after: string;
  /** The edited text is no valid JSON. */
  readonly broken: boolean;
}

/** The report **What Would Change** as Markdown for the built-in preview, the worst first. All outside text is code or escaped. */
export function whatChangesMarkdown({ change, before, after, broken }: ChangeInQuestion, say: Say): string {
  const { gains, losses, lockedOut } = change;
  const blocks = [
    '<div class="double-lock"></div>',
    `# ${say(message('What would change'))}`,
    say(message('If {after} took the place of {before}:', { after: inlineCode(after), before: inlineCode(before) })),
    ...(broken
      ? [
          say(
            message(
              '**The new policy is not valid JSON**: KMS would refuse it, and what stands behind the fault may be missing here.',
            ),
          ),
        ]
      : []),
    summary(change)
      .map(m => `- ${say(m)}`)
      .join('\n'),
    ...section(message('Who gains'), gains, say),
    ...section(message('Who loses'), losses, say),
    ...(lockedOut.length === 0
      ? []
      : [`## ${say(message('Who could do nothing any more'))}`, lockedOut.map(n => `- ${inlineCode(n)}`).join('\n')]),
    say(
      message(
        'Key policies alone were compared. Grants stay as they are; IAM, service control and resource control policies were not looked at.',
      ),
    ),
  ];
  return `${blocks.join('\n\n')}\n`;
}

/** The change in a few sentences, worst first. Markdown without outside text. */
export function summary({
  gains,
  losses,
  lockedOut,
  nobodyManagesPolicy,
  callerKeepsPutKeyPolicy,
}: AccessChange): Message[] {
  return [
    ...(nobodyManagesPolicy
      ? [
          message(
            '**Nobody could change the key policy any more**: nobody named has `kms:PutKeyPolicy`. The key would be unmanageable until AWS Support helps.',
          ),
        ]
      : []),
    ...(callerKeepsPutKeyPolicy === 'no'
      ? [
          message(
            '**You would lock yourself out**: your identity could no longer change this key policy. KMS refuses that unless its safety check is bypassed.',
          ),
        ]
      : []),
    ...(callerKeepsPutKeyPolicy === 'unknown'
      ? [message('Whether you could still change this key policy depends on your IAM policies.')]
      : []),
    ...(gains.length === 0 && losses.length === 0 ? [message('Nobody gains and nobody loses access.')] : []),
    ...(gains.length > 0 ? [message('Gain access: {count}', { count: principals(gains) })] : []),
    ...(losses.length > 0 ? [message('Lose access: {count}', { count: principals(losses) })] : []),
    lockedOut.length === 0
      ? message('Nobody is locked out.')
      : message('Could do nothing any more: {count}', { count: lockedOut.length }),
  ];
}

function principals(changes: readonly AbilityChange[]): number {
  return new Set(changes.map(c => c.name)).size;
}

function section(title: Message, changes: readonly AbilityChange[], say: Say): string[] {
  if (changes.length === 0) {
    return [];
  }
  const heads = [message('Principal'), message('What')].map(m => say(m));
  const lines = changes.map(({ name, principal, abilities, conditionsOnly }) => {
    const label = escapeMarkdown(say(principalName(principal, name)));
    const what = uses
      .flatMap(u => {
        const of = abilities.filter(a => a.use === u);
        return of.length === 0 ? [] : [operationNames(of, say)];
      })
      .join(', ');
    const accounts = [...new Set(abilities.flatMap(a => a.dependsOnIamOf ?? []))];
    return [
      label === escapeMarkdown(name) ? label : `**${label}**<br>${cellCode(name)}`,
      [
        what,
        ...(conditionsOnly ? [`*${say(message('the conditions change'))}*`] : []),
        ...accounts.map(
          account => `*${say(message('depends on IAM in account {account}', { account: escapeMarkdown(account) }))}*`,
        ),
      ].join('<br>'),
    ];
  });
  return [`## ${say(title)}`, markdownTable(heads, lines)];
}
