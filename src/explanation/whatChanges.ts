import { type AbilityChange, type AccessChange, uses } from '../access';
import { type Block, paragraphs, points, section } from '../text/blocks';
import { asCode, asName, asSeries, asText, message, type Message, verbatim } from '../text/message';
import { operationNames, principalCell } from './whoCanUse';

/** The two key policies of a comparison. */
export interface ChangeInQuestion {
  readonly change: AccessChange;
  /** What the policies are called; plain text. */
  readonly before: string;
  readonly after: string;
  /** The edited text is no valid JSON. */
  readonly broken: boolean;
}

/** The report **What Would Change**, the worst first. */
export function whatChangesReport({ change, before, after, broken }: ChangeInQuestion): Block[] {
  const { gains, losses, lockedOut } = change;
  return [
    { kind: 'title', says: message('What would change') },
    ...paragraphs([
      message('If {after} took the place of {before}:', { after: asName(after), before: asName(before) }),
      ...(broken
        ? [
            message(
              '**The new policy is not valid JSON**: KMS would refuse it, and what stands behind the fault may be missing here.',
            ),
          ]
        : []),
    ]),
    ...points(summary(change)),
    ...section(message('Who gains'), changesTable(gains)),
    ...section(message('Who loses'), changesTable(losses)),
    ...section(message('Who could do nothing any more'), points(lockedOut.map(name => verbatim(asCode(name))))),
    ...paragraphs([
      message(
        'Key policies alone were compared. Grants stay as they are; IAM, service control and resource control policies were not looked at.',
      ),
    ]),
  ];
}

/** The change in a few sentences, worst first. */
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

function changesTable(changes: readonly AbilityChange[]): Block[] {
  if (changes.length === 0) {
    return [];
  }
  const rows = changes.map(({ name, principal, abilities, conditionsOnly }) => {
    const what = uses.flatMap(u => {
      const of = abilities.filter(a => a.use === u);
      return of.length === 0 ? [] : [operationNames(of)];
    });
    const accounts = [...new Set(abilities.flatMap(a => a.dependsOnIamOf ?? []))];
    return [
      principalCell(principal, name),
      [
        asSeries(what),
        ...(conditionsOnly ? [message('*the conditions change*')] : []),
        ...accounts.map(account => message('*depends on IAM in account {account}*', { account: asText(account) })),
      ],
    ];
  });
  return [{ kind: 'table', heads: [message('Principal'), message('What')], rows }];
}
