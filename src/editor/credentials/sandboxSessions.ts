import type { LabelledSession } from '../../live';
import { parseKeyArn } from '../../policy';
import { asName, message } from '../../text/message';
import type { Host } from '../host';
import type { Need } from './need';
import type { SessionChoice } from './profiles';
import type { SandboxHost } from './sandboxHost';

/** The sandbox's own credentials for what is wanted; undefined when it is not about the sandbox. @throws NotPossible in a browser's worker */
export async function sandboxSession(sandboxHost: SandboxHost, need: Need): Promise<LabelledSession | undefined> {
  const { scenario, denied } = await inSandbox(sandboxHost, need);
  switch (need.purpose) {
    case 'explain':
    case 'read':
    case 'change':
      return scenario && sandboxHost.sessionFor(scenario);
    case 'test':
      return scenario && sandboxHost.sessionAs(denied ?? scenario.readerArn, scenario.region);
    case 'history':
      return (scenario ?? denied) === undefined ? undefined : historySession(sandboxHost, need, scenario?.region);
    case 'open':
    case 'compare':
      return undefined;
  }
}

/** The scenario of the key, and the identity that was denied, where they are the sandbox's. */
async function inSandbox(sandboxHost: SandboxHost, { keyArn, who }: Need) {
  return {
    scenario: keyArn === undefined ? undefined : await sandboxHost.scenarioOf(keyArn),
    denied: who && (await sandboxHost.identityOf(who.arn)),
  };
}

async function historySession(
  sandboxHost: SandboxHost,
  { account, region }: Need,
  keyRegion = 'ap-northeast-1',
): Promise<LabelledSession | undefined> {
  const reader = account === undefined ? undefined : await sandboxHost.administratorOf(account);
  return reader === undefined ? undefined : sandboxHost.sessionAs(reader, region ?? keyRegion);
}

/** The sandbox's accounts and Regions, each seen by the administrator of its keys, where any key may be meant. */
export async function sandboxPlaces(host: Host, sandboxHost: SandboxHost, need: Need): Promise<SessionChoice[]> {
  if (need.purpose !== 'open' && need.purpose !== 'compare') {
    return [];
  }
  const places = new Map(
    (await sandboxHost.scenarios())
      .filter(s => s.readerArn !== s.principalArn)
      .map(s => {
        const { account = '', region = '' } = parseKeyArn(s.keyArn) ?? {};
        return [`${account} ${region}`, { account, region, reader: s.readerArn }] as const;
      }),
  );
  return [...places.values()].map(({ account, region, reader }) => ({
    label: `$(beaker) ${host.say(message('Sandbox'))}`,
    description: [host.say(message('account {account}', { account: asName(account) })), region].join(' · '),
    open: () => sandboxHost.sessionAs(reader, region),
  }));
}
