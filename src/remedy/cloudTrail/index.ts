export { type KmsEvent, readKmsEvent } from './event';
export { type EventInDocument, failedKmsEvents } from './inDocument';
export { mayHoldKmsEvent } from './mayHold';
export { type FoundEvent, searchEvents, type SearchProgress, type SearchResult } from './search';
export { eventLines, nothingFound, type SearchPlace } from './sentences';
export { historyDays, matchOf, queryFor, timeSpan, type WantedEvent, wantedBy } from './wanted';
