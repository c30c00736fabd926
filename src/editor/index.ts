import { registerAccess } from './access';
import { registerCompletion } from './assist/completion';
import type { CaseStore } from './caseFiles';
import { registerCloudTrail } from './cloudTrail';
import { registerCopyStatement } from './copyStatement';
import { registerExplain } from './explain';
import { CurrentDiagnosis } from './explain/current';
import type { Host } from './host';
import { registerLanguage } from './language';
import { registerNewKeyPolicy } from './newKeyPolicy';
import { SandboxHost } from './sandboxHost';
import { registerTryIt } from './tryIt';
import { registerVerify } from './verify';

export { languageModelTools } from './languageModel';
export { pageFor as rulePage } from '../rules/page';

/** Every feature, in a bundle of its own that loads when the first one is wanted; SDK, sandbox and service data load later still. */
export function registerFeatures(host: Host, store: CaseStore): void {
  const sandboxHost = new SandboxHost();
  const current = new CurrentDiagnosis();
  host.context.subscriptions.push(sandboxHost, current);
  const explain = registerExplain(host, store, sandboxHost, current);
  registerTryIt(host, sandboxHost, explain);
  registerCopyStatement(host);
  registerAccess(host, store, current);
  registerVerify(host, store, sandboxHost, current, explain);
  registerCloudTrail(host, sandboxHost, current, explain);
  registerLanguage(host, current);
  host.context.subscriptions.push(registerNewKeyPolicy(host), registerCompletion(host, current));
}
