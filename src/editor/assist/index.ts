import type { CurrentDiagnosis } from '../explain/current';
import type { Host } from '../host';
import { provideColours } from './colours';
import { registerGoToStatement } from './goToStatement';
import { provideHovers } from './hovers';
import { provideLinks } from './links';
import { provideReferences } from './references';

/** Reading and writing policies: hovers, colours, navigation. */
export function registerAssist(host: Host, current: CurrentDiagnosis): void {
  host.context.subscriptions.push(
    provideHovers(host, current),
    provideColours(),
    provideLinks(host.say),
    provideReferences(),
    registerGoToStatement(host),
  );
}
