import { readDenials } from '../denial';
import { asCode, asName, message, type Message, type Say } from '../text/message';
import { blamedPolicy } from '../diagnosis';
import { policyName } from './names';
import { historyDays, type KmsEvent, type WantedEvent } from '../live';

/** An event in three lines of plain text, as a list of choices shows it. */
export function eventLines(
  event: KmsEvent,
  say: Say,
): { readonly label: string; readonly description: string; readonly detail: string } {
  const name = event.principal?.split(/[:/]/).slice(-2).join('/');
  const context = Object.entries(event.encryptionContext ?? {})
    .map(([pair, value]) => `${pair}=${value}`)
    .join(', ');
  const via = [
    ...(event.service === undefined ? [] : [say(message('through {service}', { service: asCode(event.service) }))]),
    ...(event.service !== undefined || event.userAgent === undefined
      ? []
      : [say(message('with {agent}', { agent: asCode(event.userAgent.split(' ')[0] ?? '') }))]),
    ...(event.sourceIp === undefined ? [] : [say(message('from {address}', { address: asCode(event.sourceIp) }))]),
    ...(event.vpcEndpoint === undefined ? [] : [event.vpcEndpoint]),
    ...(context === '' ? [] : [say(message('encryption context {context}', { context: asCode(context) }))]),
  ];
  return {
    label: [
      event.action,
      event.errorCode ?? say(message('succeeded')),
      ...(event.dryRun ? [say(message('dry run'))] : []),
    ].join(' · '),
    description: [event.time?.replace('T', ' ').replace(/Z$/, ' UTC'), name].filter(Boolean).join(' · '),
    detail: [whoSaidNo(event, say), ...via, ...(event.errorMessage === undefined ? [] : [event.errorMessage])]
      .filter(Boolean)
      .join(' · '),
  };
}

/** Which policy said no, where AWS's words tell. */
function whoSaidNo({ text }: KmsEvent, say: Say): string {
  const policy = blamedPolicy(readDenials(text)[0]?.deniedBy ?? null);
  return policy === undefined ? '' : say(message('{policy} said no', { policy: policyName(policy) }));
}

/** Where and how it was looked for. */
export interface SearchPlace {
  readonly account: string | undefined;
  readonly region: string;
  /** The caller's account, where a denial is logged. */
  readonly callerAccount: string | undefined;
  readonly keyAccount: string | undefined;
}

/**
 * Why nothing was found, the most likely reason first. Plain text.
 * @param read how many events were looked at
 * @param now in milliseconds since 1970
 */
export function nothingFound(
  { account, region, callerAccount, keyAccount }: SearchPlace,
  { time }: WantedEvent,
  read: number,
  now: number,
): Message[] {
  const crossAccount = callerAccount !== undefined && keyAccount !== undefined && callerAccount !== keyAccount;
  return [
    message('No such event in CloudTrail of account {account}, Region {region} ({read} events read).', {
      account: asName(account ?? '?'),
      region: asCode(region),
      read,
    }),
    ...(callerAccount !== undefined && account !== undefined && account !== callerAccount
      ? [
          crossAccount
            ? message(
                'A call that is denied across accounts is logged in the caller’s account only: use a profile of account {callerAccount}.',
                { callerAccount: asCode(callerAccount) },
              )
            : message('It is logged in the caller’s account: use a profile of account {callerAccount}.', {
                callerAccount: asCode(callerAccount),
              }),
        ]
      : []),
    ...(time !== undefined && time.to < now - historyDays * 86_400_000
      ? [message('The history goes back {days} days; this error is older.', { days: historyDays })]
      : [
          message(
            'Events come some minutes late, and only into the Region that was called; the history goes back {days} days. Calls that a VPC endpoint policy refuses are not in it.',
            { days: historyDays },
          ),
        ]),
  ];
}
