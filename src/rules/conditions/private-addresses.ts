import { inNetwork, type Network, parseNetwork, type PolicyString } from '../../policy';
import { message } from '../../text/message';
import { effectOfFewerValues, type PolicyView, takeOut } from '../facts';
import type { Report } from '../rule';

// RFC 1918 and RFC 4193; loopback and link-local never arrive from the internet either.
const privateNetworks = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '127.0.0.0/8',
  '169.254.0.0/16',
  'fc00::/7',
  'fe80::/10',
].flatMap(text => parseNetwork(text) ?? []);

function isPrivate(network: Network): boolean {
  return privateNetworks.some(p => network.bits >= p.bits && inNetwork(network.address, p));
}

const privateAddress = message(
  'aws:SourceIp is a public address: private ranges never match. For these use aws:VpcSourceIp.',
);

/** Reports private ranges among the values of aws:SourceIp, which is always a public address: all of them, or a part. */
export function checkPrivate(policy: PolicyView, report: Report, negated: boolean, part: 'all' | 'some'): void {
  for (const test of policy.conditions) {
    if (test.lower !== 'aws:sourceip' || test.family !== 'IpAddress' || test.negated !== negated) {
      continue;
    }
    const { node } = test.key;
    const { strings } = test.key.value;
    const read = strings.flatMap((string): { string: PolicyString; network: Network }[] => {
      const network = string.known ? parseNetwork(string.value) : undefined;
      return network ? [{ string, network }] : [];
    });
    const privates = read.filter(r => isPrivate(r.network));
    const all = privates.length > 0 && privates.length === strings.length;
    if (part === 'all' && all && node) {
      report({ at: node, message: privateAddress });
    }
    if (part === 'some' && privates.length > 0 && !all) {
      for (const { string } of privates) {
        report({
          at: string,
          tag: 'unnecessary',
          message: privateAddress,
          fixes: takeOut(string, effectOfFewerValues(test)),
        });
      }
    }
  }
}
