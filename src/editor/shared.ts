import type { CaseStore } from './caseFiles';
import type { Credentials } from './credentials';
import type { KeySessions } from './credentials/keySessions';
import type { CurrentDiagnosis } from './explain/current';
import type { Host } from './host';

/** What the features have in common: one of each for a window. */
export interface Shared {
  readonly host: Host;
  readonly store: CaseStore;
  readonly credentials: Credentials;
  readonly current: CurrentDiagnosis;
  readonly sessions: KeySessions;
}
