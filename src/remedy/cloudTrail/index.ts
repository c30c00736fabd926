export { type KmsEvent, readKmsEvent } from '../../live/cloudTrail/event';
export { failedKmsEvents } from '../../live/cloudTrail/inDocument';
export { mayHoldKmsEvent } from '../../live/cloudTrail/mayHold';
export { type FoundEvent, searchEvents, type SearchProgress, type SearchResult } from '../../live/cloudTrail/search';
export { eventLines, nothingFound } from './sentences';
export { matchOf, queryFor, timeSpan, type WantedEvent, wantedBy } from '../../live/cloudTrail/wanted';
