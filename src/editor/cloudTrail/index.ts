import * as vscode from 'vscode';
import type { KmsEvent, LabelledSession, SearchResult, WantedEvent } from '../../live';
import { whoIs } from '../../diagnosis';
import { nothingFound } from '../../explanation';
import { failureSentence } from '../../ports';
import { asText, message } from '../../text/message';
import type { Explain } from '../explain';
import type { Need } from '../credentials';
import { type Host, needNode, registerCommand } from '../host';
import type { Shared } from '../shared';
import { systemClock } from '../systemClock';
import { askWhat, type Search } from './askWhat';
import { registerEventLenses } from './lenses';
import { pickEvent } from './pickEvent';

/** **Find the Event**, and the lens **Explain this denial** on CloudTrail events in JSON documents. */
export function registerCloudTrail({ host, credentials, current }: Shared, explain: Explain): void {
  /** The event and its context go the way of any pasted error; what was found in the sandbox is explained there without asking. */
  const explainFound = async (
    { text, keys }: KmsEvent,
    keyArn: string | undefined,
    { session }: LabelledSession,
  ): Promise<void> => {
    const own =
      session.source.kind === 'sandbox'
        ? await credentials.ofSandbox({ purpose: 'explain', keyArn: keys[0] ?? keyArn })
        : undefined;
    const source = own && ({ kind: 'session', ...own } as const);
    await explain({ text, ...(keyArn !== undefined && { keyArn }), ...(source && { source }) });
  };

  const find = async (search: Search): Promise<void> => {
    const named = await credentials.choose(toRead(search));
    if (named === undefined) {
      return;
    }
    try {
      for (let wanted: WantedEvent | undefined = search.wanted; wanted !== undefined;) {
        const picked = await pickEvent(host, named.session, wanted, systemClock);
        if (picked.kind === 'event') {
          return await explainFound(picked.event, search.keyArn, named);
        }
        if (picked.kind === 'backed-out') {
          return;
        }
        const next = await tellNothing(host, { search, wanted, named, result: picked.result });
        if (next === 'other-credentials') {
          return await find(search);
        }
        wanted = next === 'any-time' ? { ...wanted, time: undefined } : undefined;
      }
    } finally {
      named.session.close();
    }
  };

  host.context.subscriptions.push(
    registerEventLenses(host.say),
    registerCommand(host, 'doubleLock.findEvent', async () => {
      needNode(host);
      const search = await askWhat(host, current.value);
      if (search !== undefined) {
        await find(search);
      }
    }),
    registerCommand(host, 'doubleLock.explainEvent', async (text: unknown) => {
      if (typeof text === 'string') {
        await explain({ text });
      }
    }),
  );
}

/** A denial is logged in the caller's account. */
function toRead({ keyArn, callerAccount, keyAccount, region, wanted: { principal } }: Search): Need {
  const who = principal === undefined ? undefined : whoIs(principal);
  return { purpose: 'history', keyArn, account: callerAccount ?? keyAccount, region, who };
}

/** A search that found no event: for what, with whose credentials, and what was read. */
interface EmptySearch {
  readonly search: Search;
  readonly wanted: WantedEvent;
  readonly named: LabelledSession;
  readonly result: SearchResult;
}

async function tellNothing(host: Host, empty: EmptySearch): Promise<'any-time' | 'other-credentials' | undefined> {
  const {
    wanted,
    named: { session, label },
    result: { failure },
  } = empty;
  const anyTime = host.say(message('Search the Last 90 Days'));
  const other = host.say(message('Choose Other Credentials'));
  const text =
    failure === undefined
      ? await whyNothing(host, empty)
      : host.say(
          message('CloudTrail could not be read ({label}): {why}', {
            label: asText(label),
            why: failureSentence(failure),
          }),
        );
  const show = failure === undefined ? vscode.window.showInformationMessage : vscode.window.showWarningMessage;
  // What the sandbox logged is read with its own credentials, and there are no others.
  const chosen = await show(
    text,
    ...(wanted.time === undefined || failure ? [] : [anyTime]),
    ...(session.source.kind === 'sandbox' ? [] : [other]),
  );
  if (chosen === anyTime) {
    return 'any-time';
  }
  return chosen === other ? 'other-credentials' : undefined;
}

async function whyNothing(host: Host, { search, wanted, named: { session }, result }: EmptySearch): Promise<string> {
  const caller = await session.caller(new AbortController().signal);
  const place = {
    account: caller.ok ? caller.value.account : undefined,
    region: session.region,
    callerAccount: search.callerAccount,
    keyAccount: search.keyAccount,
  };
  return nothingFound(place, wanted, result.read, Date.now()).map(host.say).join(' ');
}
