import type { CaseStore } from './caseFiles';
import type { CurrentDiagnosis } from './explain/current';
import type { Host } from './host';
import type { KeySessions } from './keySessions';
import type { SandboxHost } from './sandboxHost';

/** What the features have in common: one of each for a window. */
export interface Shared {
  readonly host: Host;
  readonly store: CaseStore;
  readonly sandboxHost: SandboxHost;
  readonly current: CurrentDiagnosis;
  readonly sessions: KeySessions;
}
