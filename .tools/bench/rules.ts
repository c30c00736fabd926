/** What finding policies and mistakes costs, in multiples of parsing the same text. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseTree } from 'jsonc-parser';
import { locate, mayHoldPolicy } from '../../src/policy/locate';
import { type CompactServices, readServiceData } from '../../src/reference/servicesData';
import { checkPolicies } from '../../src/rules/check';

interface Row {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly limit?: number;
}

/** A key policy of about so many bytes, of the kind that people write. */
export function keyPolicy(bytes: number): string {
  const statements: object[] = [];
  for (let n = 0, size = 0; size < bytes; n++) {
    const statement = {
      Sid: `Allow team ${n}`,
      Effect: 'Allow',
      Principal: { AWS: [`arn:aws:iam::111122223333:role/team-${n}`, 'arn:aws:iam::111122223333:role/ops'] },
      Action: ['kms:Decrypt', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
      Resource: '*',
      Condition: {
        StringEquals: { 'kms:ViaService': `s3.eu-west-1.amazonaws.com`, 'kms:EncryptionContext:project': `p${n}` },
      },
    };
    statements.push(statement);
    size += JSON.stringify(statement, null, 2).length;
  }
  return JSON.stringify({ Version: '2012-10-17', Statement: statements }, null, 2);
}

export function milliseconds(work: () => void, rounds: number): number {
  const times: number[] = [];
  for (let i = 0; i < rounds; i++) {
    const start = performance.now();
    work();
    times.push(performance.now() - start);
  }
  return times.sort((a, b) => a - b)[Math.floor(rounds / 2)] ?? 0;
}

/** A JSON file without a policy in it. */
function lockfile(): string {
  return JSON.stringify({
    packages: Array.from({ length: 20_000 }, (_, i) => ({ name: `package-${i}`, version: '1.0.0' })),
  });
}

type Work = (text: string) => void;

const parse: Work = text => {
  parseTree(text);
};

/** How many times as long as parsing the text a work on it takes, once both are warm. */
function timesParsing(work: Work, text: string, rounds: number): number {
  for (let i = 0; i < rounds; i++) {
    parse(text);
    work(text);
  }
  return milliseconds(() => work(text), rounds) / milliseconds(() => parse(text), rounds);
}

/** How many times as long a work takes on the large text. The least of several, after a first round: what else the machine did is no growth. */
function growth(work: Work, small: string, large: string): number {
  const least = (text: string, rounds: number) =>
    Math.min(...Array.from({ length: rounds }, () => milliseconds(() => work(text), 1)));
  work(small);
  return least(large, 4) / least(small, 12);
}

/** The rows of `npm run bench` about rules. */
export function benchmarks(): Row[] {
  const services = readServiceData(
    JSON.parse(readFileSync(resolve(import.meta.dirname, '../../media/services.json'), 'utf8')) as CompactServices,
  );
  const find: Work = text => {
    checkPolicies(locate(text), { services });
  };
  const [small, large] = [keyPolicy(1_000_000), keyPolicy(10_000_000)];
  const withoutPolicy = lockfile();
  return [
    { name: 'all findings of a 1 kB key policy', value: timesParsing(find, keyPolicy(1000), 200), unit: '× parseTree' }, // what every rule costs by itself
    { name: 'all findings of a 1 MB document', value: timesParsing(find, small, 2), unit: '× parseTree', limit: 15 },
    {
      name: 'all findings of a 32 KiB key policy',
      value: timesParsing(find, keyPolicy(32_000), 40),
      unit: '× parseTree',
      limit: 15,
    },
    {
      name: 'growth of all findings from 1 MB to 10 MB',
      value: growth(find, small, large) / growth(parse, small, large),
      unit: '× growth of parseTree',
      limit: 1.25,
    },
    {
      name: 'a JSON file without a policy',
      value:
        milliseconds(() => {
          mayHoldPolicy(withoutPolicy);
        }, 20) / milliseconds(() => parse(withoutPolicy), 5),
      unit: '× parseTree',
      limit: 0.1,
    },
  ];
}
