import { registerAccess } from './access';
import { registerApply } from './apply';
import { registerAssist } from './assist';
import { registerCompletion } from './assist/completion';
import type { CaseStore } from './caseFiles';
import { registerCloudTrail } from './cloudTrail';
import { registerCopyStatement } from './copyStatement';
import { registerDrift } from './drift';
import { registerExplain } from './explain';
import { CurrentDiagnosis } from './explain/current';
import { registerHandOver } from './handOver';
import type { Host } from './host';
import { KeySessions } from './keySessions';
import { registerLanguage } from './language';
import { registerLiveKeyPolicy } from './liveKeyPolicy';
import { registerNewKeyPolicy } from './newKeyPolicy';
import { SandboxHost } from './sandboxHost';
import type { Shared } from './shared';
import { registerTryIt } from './tryIt';
import { registerVerify } from './verify';

export { languageModelTools } from './languageModel';
export { pageFor as rulePage } from '../rules/page';

/** Every feature, in a bundle of its own that loads when the first one is wanted; SDK, sandbox and service data load later still. */
export function registerFeatures(host: Host, store: CaseStore): void {
  const sandboxHost = new SandboxHost(host);
  const current = new CurrentDiagnosis();
  const sessions = new KeySessions(host, sandboxHost);
  const shared: Shared = { host, store, sandboxHost, current, sessions };
  host.context.subscriptions.push(sandboxHost, current, sessions);
  const explain = registerExplain(shared);
  registerTryIt(host, sandboxHost, explain);
  registerCopyStatement(host);
  registerLiveKeyPolicy(host, store, sandboxHost);
  registerAccess(host, store, current);
  const verify = registerVerify(shared, explain);
  registerCloudTrail(host, sandboxHost, current, explain);
  const checker = registerLanguage(host, current);
  registerAssist(host, current);
  host.context.subscriptions.push(registerNewKeyPolicy(host), registerCompletion(host, current));
  registerHandOver(host, current);
  registerApply(shared, checker, verify);
  registerDrift(shared);
}
