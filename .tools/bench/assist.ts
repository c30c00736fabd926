/** What a hover costs once the document has been parsed, at the end of a policy as big as a key policy may be. */
import { readFileSync } from 'node:fs';
import { hoverAt, hoverMarkdown } from '../../src/assist/hover';
import { tokensOf } from '../../src/assist/tokens';
import { locate } from '../../src/policy/locate';
import { type CompactDescriptions, readDescriptions } from '../../src/reference/descriptions';
import { type CompactServices, readServiceData } from '../../src/reference/servicesData';
import type { Row } from '../bench';
import { descriptionsFile, servicesFile } from '../iamData';
import { keyPolicy, milliseconds } from './rules';

/** The rows of `npm run bench` about reading policies. */
export function benchmarks(): Row[] {
  const services = readServiceData(JSON.parse(readFileSync(servicesFile, 'utf8')) as CompactServices);
  const descriptions = readDescriptions(
    JSON.parse(readFileSync(descriptionsFile, 'utf8')) as CompactDescriptions,
    services,
  );
  return [
    ['32 KiB', 32_000],
    ['1 MB', 1_000_000],
  ].flatMap(([size, bytes]) => {
    const text = keyPolicy(Number(bytes));
    const policies = locate(text);
    const offset = text.lastIndexOf('kms:GenerateDataKey*');
    const hover = () => {
      const found = hoverAt(policies, offset, { services, descriptions });
      return found && hoverMarkdown(found.text);
    };
    if (hover() === undefined) {
      throw new Error('There is no hover to measure.');
    }
    return [
      {
        name: `a warm hover in a key policy of ${size}`,
        value: milliseconds(hover, 20),
        unit: 'ms',
        ...(size === '32 KiB' ? { limit: 20 } : {}),
      },
      {
        name: `the colours of a key policy of ${size}`,
        value: milliseconds(() => {
          tokensOf(policies);
        }, 20),
        unit: 'ms',
      },
    ];
  });
}
