import type { Answer, CloudTrailSource, EventPage, EventQuery, Failure } from '../../ports';
import type { Clock } from '../verify/repeat';
import { type KmsEvent, readKmsEvent } from './event';
import { matchOf, queryFor, type WantedEvent } from './wanted';

/** Two requests a second are what AWS takes (CloudTrail API Reference, "LookupEvents"); others in the account may ask too. */
const betweenPages = 550;
/** More, and people are better served by a narrower question. */
const mostFound = 100;

/** An event that may be the denial’s. */
export interface FoundEvent {
  readonly event: KmsEvent;
  /** Its request id is the error's. */
  readonly certain: boolean;
}

/** How far a search has come. */
export interface SearchProgress {
  /** Newest first. */
  readonly found: readonly FoundEvent[];
  /** How many events were gone through. */
  readonly read: number;
}

/** What a search found. `found`: an event that is certain; `enough`: as many as a list is of use for. */
export interface SearchResult extends SearchProgress {
  readonly end: 'all-read' | 'found' | 'enough' | 'cancelled';
  /** Why it ended early; what was found until then still counts. */
  readonly failure?: Failure;
}

/** How a search waits, ends and reports. */
export interface SearchOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Told after each page. */
  readonly progress: (so: SearchProgress) => void;
}

/**
 * Goes through the history page by page, not faster than AWS allows, until the event with the error's request id is found, all are
 * read, or the signal is aborted. Never throws for a cancellation.
 */
export async function searchEvents(
  source: CloudTrailSource,
  wanted: WantedEvent,
  { clock, signal, progress }: SearchOptions,
): Promise<SearchResult> {
  const found: FoundEvent[] = [];
  let read = 0;
  const query = queryFor(wanted);
  for (let token: string | undefined; ;) {
    const began = clock.now();
    const answer = await pageOf(source, token === undefined ? query : { ...query, token }, signal);
    if (answer === undefined) {
      return { found, read, end: 'cancelled' };
    }
    if (!answer.ok) {
      return { found, read, end: 'all-read', failure: answer.failure };
    }
    read += answer.value.events.length;
    found.push(...answer.value.events.flatMap(text => asFound(text, wanted)));
    progress({ found: [...found], read });
    if (found.some(f => f.certain)) {
      return { found, read, end: 'found' };
    }
    if (found.length >= mostFound) {
      return { found, read, end: 'enough' };
    }
    token = answer.value.next;
    if (token === undefined) {
      return { found, read, end: 'all-read' };
    }
    await clock.pause(Math.max(0, betweenPages - (clock.now() - began)), signal);
  }
}

async function pageOf(
  source: CloudTrailSource,
  query: EventQuery,
  signal: AbortSignal,
): Promise<Answer<EventPage> | undefined> {
  if (signal.aborted) {
    return undefined;
  }
  try {
    return await source.lookUpEvents(query, signal);
  } catch (error) {
    if (signal.aborted) {
      return undefined;
    }
    throw error;
  }
}

function asFound(text: string, wanted: WantedEvent): FoundEvent[] {
  const event = readKmsEvent(text);
  const match = event && matchOf(event, wanted);
  return event === undefined || match === undefined ? [] : [{ event, certain: match === 'certain' }];
}
