import { registerAccess } from './access';
import { registerApply } from './apply';
import { registerAssist } from './assist';
import { registerCompletion } from './assist/completion';
import type { CaseStore } from './caseFiles';
import { registerCloudTrail } from './cloudTrail';
import { registerCopyStatement } from './copyStatement';
import { credentialsOf } from './credentials';
import { KeySessions } from './credentials/keySessions';
import { registerDrift } from './drift';
import { registerExplain } from './explain';
import { CurrentDiagnosis } from './explain/current';
import { registerHandOver } from './handOver';
import type { Host } from './host';
import { registerLanguage } from './language';
import { registerLiveKeyPolicy } from './liveKeyPolicy';
import { registerNewKeyPolicy } from './newKeyPolicy';
import type { Shared } from './shared';
import { registerTryIt } from './tryIt';
import { registerVerify } from './verify';

export { languageModelTools } from './languageModel';
export { pageFor as rulePage } from '../rules/page';

/** Every feature, in a bundle of its own that loads when the first one is wanted; SDK, sandbox and service data load later still. */
export function registerFeatures(host: Host, store: CaseStore): void {
  const credentials = credentialsOf(host);
  const current = new CurrentDiagnosis();
  const sessions = new KeySessions(host, credentials);
  const shared: Shared = { host, store, credentials, current, sessions };
  host.context.subscriptions.push(current, sessions);
  const explain = registerExplain(shared);
  registerTryIt(host, credentials.sandboxHost, explain);
  registerCopyStatement(host);
  registerLiveKeyPolicy(host, store, credentials);
  registerAccess(host, store, current);
  const verify = registerVerify(shared, explain);
  registerCloudTrail(shared, explain);
  const checker = registerLanguage(host, current);
  registerAssist(host, current);
  host.context.subscriptions.push(registerNewKeyPolicy(host), registerCompletion(host, current));
  registerHandOver(host, current);
  registerApply(shared, checker, verify);
  registerDrift(shared);
}
