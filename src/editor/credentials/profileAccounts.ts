import { type Host, needNode } from '../host';
import { whyNoCalls } from './allowed';

/** The account ids that the user's AWS profiles name, the default profile's first; none where the user's credentials are not used. Makes no call. */
export async function profileAccounts(host: Host): Promise<readonly string[]> {
  if (whyNoCalls(host) !== undefined) {
    return [];
  }
  try {
    const { profiles } = await (await needNode(host).aws()).listProfiles();
    return [...new Set(profiles.flatMap(p => p.account ?? []))];
  } catch {
    return []; // a broken AWS configuration is told where it is used
  }
}
