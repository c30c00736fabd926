export {
  applyKeyPolicy,
  type ApplyMeans,
  type Outcome,
  type PreviousPolicy,
  type Question,
  type Written,
} from './apply/applyKeyPolicy';
export { type Application, maximumBytes, type Obstacle } from './apply/check';
export type { Suspect } from './apply/suspects';
export { type KmsEvent, readKmsEvent } from './cloudTrail/event';
export { failedKmsEvents } from './cloudTrail/inDocument';
export { type FoundEvent, searchEvents, type SearchProgress, type SearchResult } from './cloudTrail/search';
export { historyDays, matchOf, queryFor, timeSpan, type WantedEvent, wantedBy } from './cloudTrail/wanted';
export { compareWithLive } from './drift';
export { ciphertextIn, largestCiphertextFile } from './verify/ciphertext';
export { conclusionOf, mayStillSpread, type Conclusion, type Verification, untestedIn } from './verify/conclusion';
export { readEncryptionContext } from './verify/encryptionContext';
export { type Attempt, type Clock, repeat } from './verify/repeat';
export { assumableRole, becomeTester, isSamePrincipal, isProfileOf, type Tester } from './verify/tester';
export type { LabelledSession } from './verify/tester';
export type { UntestedCondition, UntestedKind } from './verify/untestedConditions';
export { tryOperation, assumedKey } from './verify/trial';
