/** `double-lock check` over 10,000 files against reading and parsing them, each in a process of its own; the best of three, in turns. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Row } from '../bench.js';
import { buildExtension } from '../build.js';
import { temporaryFolder } from '../editor/processes.js';

const files = 10_000;

/** A repository: one file in ten is a key policy, the others are what else is JSON there. */
function repository(): string {
  const folder = temporaryFolder('repository');
  for (let n = 0; n < files; n++) {
    if (n % 100 === 0) {
      mkdirSync(join(folder, `part-${n / 100}`));
    }
    const content =
      n % 10 === 0
        ? keyPolicy(n)
        : {
            name: `package-${n}`,
            version: '1.0.0',
            dependencies: Object.fromEntries(
              Array.from({ length: 40 }, (_, i) => [`dependency-${i}`, `^${i}.${n % 7}.0`]),
            ),
          };
    writeFileSync(join(folder, `part-${Math.floor(n / 100)}`, `${n}.json`), JSON.stringify(content, undefined, 2));
  }
  return folder;
}

function keyPolicy(n: number): object {
  const root = {
    Sid: 'Enable IAM policies',
    Effect: 'Allow',
    Principal: { AWS: 'arn:aws:iam::111122223333:root' },
    Action: 'kms:*',
    Resource: '*',
  };
  const use = {
    Sid: 'Use',
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::111122223333:role/app-${n}` },
    Action: ['kms:Decrypt', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
    Resource: '*',
  };
  return { Version: '2012-10-17', Statement: [root, use] };
}

const readAndParse = `
  const { readdirSync, readFileSync } = require('node:fs');
  const { join } = require('node:path');
  for (const entry of readdirSync(process.argv[1], { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) { JSON.parse(readFileSync(join(entry.parentPath, entry.name), 'utf8')); }
  }`;

function milliseconds(...args: string[]): number {
  const began = performance.now();
  try {
    execFileSync(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  } catch (error) {
    if ((error as { status?: number }).status !== 1) {
      throw error;
    } // 1: there are findings
  }
  return performance.now() - began;
}

export async function benchmarks(): Promise<Row[]> {
  await buildExtension();
  const folder = repository();
  const times = Array.from({ length: 3 }, () => ({
    check: milliseconds(resolve('dist/cli.js'), 'check', folder),
    parse: milliseconds('-e', readAndParse, folder),
  }));
  const check = Math.min(...times.map(t => t.check));
  return [
    { name: `double-lock check over ${files} files`, value: check, unit: 'ms' },
    {
      name: `double-lock check over ${files} files`,
      value: check / Math.min(...times.map(t => t.parse)),
      unit: '× read and parse',
      limit: 4,
    },
  ];
}
