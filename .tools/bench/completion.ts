/** How long completion takes in a key policy of 32 KiB, the largest that KMS takes, warm: finding the policy and names anew included, as after every key that is typed. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { complete } from '../../src/assist/completion/index';
import { namesIn } from '../../src/assist/completion/seen';
import { locate } from '../../src/policy/locate';
import { type CompactServices, readServiceData } from '../../src/reference/servicesData';
import type { Row } from '../bench.js';

const services = readServiceData(
  JSON.parse(readFileSync(resolve(import.meta.dirname, '../../media/services.json'), 'utf8')) as CompactServices,
);

const surroundings = { path: 'key-policy.json', settled: undefined, schema: false, invoked: true };

/** A key policy of 32 KiB, with something half-typed in its last statement. */
function large(typed: string): string {
  const statements: string[] = [];
  for (let n = 0; statements.join(',\n').length < 32_000; n++) {
    statements.push(
      JSON.stringify(
        {
          Sid: `Use${n}`,
          Effect: 'Allow',
          Principal: { AWS: `arn:aws:iam::111122223333:role/app-${n}` },
          Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
          Resource: '*',
          Condition: { StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } },
        },
        undefined,
        2,
      ),
    );
  }
  return `{"Version": "2012-10-17", "Statement": [${statements.join(',\n')},\n{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:root"}, ${typed}}]}`;
}

/** The least of 21 runs in ms: the machine is shared. */
function time(typed: string): number {
  const text = large(typed.replace('|', ''));
  const offset = text.length - 3 - typed.length + typed.indexOf('|') + 1;
  const runs = Array.from({ length: 21 }, () => {
    const start = performance.now();
    const items = complete({ text, policies: locate(text), locate, surroundings }, offset, {
      services,
      seen: namesIn(text),
      accounts: [],
    });
    if (items.length === 0) {
      throw new Error(`Nothing is offered at ${typed}`);
    }
    return performance.now() - start;
  }).sort((a, b) => a - b);
  return runs[0] ?? Number.NaN;
}

export function benchmarks(): Row[] {
  return [
    {
      name: 'warm completion of an action, key policy of 32 KiB',
      value: time('"Action": "kms:de|"'),
      unit: 'ms',
      limit: 20,
    },
    {
      name: 'warm completion of a condition key, key policy of 32 KiB',
      value: time('"Action": "kms:*", "Condition": {"|"}'),
      unit: 'ms',
      limit: 20,
    },
  ];
}

if (process.argv[1] === import.meta.filename) {
  for (const { name, value, unit, limit } of benchmarks()) {
    console.log(`${name}: ${value.toFixed(2)} ${unit} (limit ${limit ?? '-'})`);
  }
}
