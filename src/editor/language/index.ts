import type { CurrentDiagnosis } from '../explain/current';
import type { Host } from '../host';
import { Checker } from './checker';
import { offerCodeActions } from './codeActions';
import { Configuration } from './configuration';
import { showDiagnostics } from './diagnostics';
import { registerFixCommands } from './fixCommands';
import { servicesFrom } from '../services';
import { showKinds } from './status';
import { registerTreatAs } from './treatAs';

/** The policy language in JSON documents: findings, their fixes, and what the policies are taken for. */
export function registerLanguage(host: Host, current: CurrentDiagnosis): Checker {
  const configuration = new Configuration(host);
  const checker = new Checker(host, configuration, servicesFrom(host), current);
  host.context.subscriptions.push(
    configuration,
    checker,
    showDiagnostics(checker, host.say),
    offerCodeActions(checker, host.say),
    showKinds(checker, host.say),
    registerFixCommands(host),
    registerTreatAs(host, configuration),
  );
  return checker;
}
