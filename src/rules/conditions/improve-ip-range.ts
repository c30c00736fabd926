import { parseNetwork } from '../../policy';
import { asCode, message } from '../../text/message';
import { identityPolicy } from '../examples';
import { analyzerCheck, changeTo } from '../facts';
import { everyKind, type Rule } from '../rule';

export const improveIpRange: Rule = {
  code: 'improve-ip-range',
  severity: 'information',
  summary: 'The range has bits behind its mask',
  why: 'In a range such as 203.0.113.7/24 only the first 24 bits count: it means 203.0.113.0/24, or the single address 203.0.113.7 was meant.',
  source: analyzerCheck('suggestion', 'improve-ip-range'),
  kinds: everyKind,
  check(policy, report) {
    for (const { family, key } of policy.conditions) {
      if (family !== 'IpAddress') {
        continue;
      }
      for (const string of key.value.strings) {
        const better = string.known ? withoutHostBits(string.value) : undefined;
        if (better === undefined) {
          continue;
        }
        report({
          at: string,
          message: message('The bits behind the mask are ignored: {value} means {better}.', {
            value: asCode(string.value),
            better: asCode(better),
          }),
          fixes: changeTo(string, better, 'safe'),
        });
      }
    }
  },
  wrong: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "*", "Condition": {"NotIpAddress": {"aws:SourceIp": «"203.0.113.7/24"»}}}',
    ),
  ],
  right: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "*", "Condition": {"NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"}}}',
    ),
  ],
};

/** The same IPv4 range with zeros behind the mask; undefined when it is so already. */
function withoutHostBits(text: string): string | undefined {
  const network = text.includes('/') && !text.includes(':') ? parseNetwork(text) : undefined;
  if (network === undefined) {
    return undefined;
  }
  const [high = 0, low = 0] = network.address;
  const address = high * 65_536 + low;
  const size = 2 ** (32 - network.bits);
  if (address % size === 0) {
    return undefined;
  }
  const first = address - (address % size);
  return `${[24, 16, 8, 0].map(shift => Math.floor(first / 2 ** shift) % 256).join('.')}/${network.bits}`;
}
