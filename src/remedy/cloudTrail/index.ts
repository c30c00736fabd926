export { type KmsEvent, readKmsEvent } from './event';
export { failedKmsEvents } from './inDocument';
export { mayHoldKmsEvent } from './mayHold';
export { type FoundEvent, searchEvents, type SearchProgress, type SearchResult } from './search';
export { eventLines, nothingFound } from './sentences';
export { matchOf, queryFor, timeSpan, type WantedEvent, wantedBy } from './wanted';
