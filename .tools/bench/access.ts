// Times a warm decision: npx tsx .tools/bench/access.ts
import { decide } from '../../src/access';
import { parsePolicy } from '../../src/policy/parse';

/** One measured value; with a limit it can fail. */
export interface Row {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly limit?: number;
}

const keyArn = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const role = (n: number | string): string => `arn:aws:iam::111122223333:role/team/role-${n}`;
const caller = role('caller');

const root = {
  Sid: 'root',
  Effect: 'Allow',
  Principal: { AWS: 'arn:aws:iam::111122223333:root' },
  Action: 'kms:*',
  Resource: '*',
};
const ordinaryStatements = [
  root,
  {
    Sid: 'admins',
    Effect: 'Allow',
    Principal: { AWS: [role(1), role(2)] },
    Action: ['kms:Create*', 'kms:Describe*', 'kms:Enable*', 'kms:List*', 'kms:Put*'],
    Resource: '*',
  },
  {
    Sid: 'users',
    Effect: 'Allow',
    Principal: { AWS: [role(3), caller] },
    Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
    Resource: '*',
  },
  {
    Sid: 'grants',
    Effect: 'Allow',
    Principal: { AWS: caller },
    Action: 'kms:CreateGrant',
    Resource: '*',
    Condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
  },
  {
    Sid: 'outside',
    Effect: 'Deny',
    Principal: '*',
    Action: 'kms:*',
    Resource: '*',
    Condition: { StringNotEqualsIfExists: { 'aws:PrincipalOrgID': 'o-abc123' } },
  },
];

/** A key policy as most are: five statements. */
export function ordinary(): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: ordinaryStatements });
}

/** A key policy just below the quota of 32,768 bytes: many statements, many principals, ARN conditions. */
export function large(): string {
  const statements: unknown[] = [root];
  for (let n = 0; ; n++) {
    const next = [
      ...statements,
      {
        Sid: `s${n}`,
        Effect: n % 9 === 8 ? 'Deny' : 'Allow',
        Principal: { AWS: [role(n), role(`${n}b`)] },
        Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
        Resource: '*',
        Condition: {
          ArnLike: { 'aws:SourceArn': [`arn:aws:s3:::bucket-${n}-*`, `arn:aws:sns:*:111122223333:topic-${n}`] },
          StringLike: { 'kms:ViaService': 's3.*.amazonaws.com' },
        },
      },
    ];
    if (JSON.stringify({ Version: '2012-10-17', Statement: next }).length > 32_000) {
      break;
    }
    statements.push(next.at(-1));
  }
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

/** 32 KiB in which every statement applies to everybody, so that no condition is skipped. */
function everybody(): string {
  return large().replaceAll(/"Principal":\{"AWS":\[[^\]]*\]\}/g, '"Principal":"*"');
}

function time(policyText: string): number {
  const identity = parsePolicy(
    JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'kms:*', Resource: '*' }] }),
  );
  const known = { keyPolicy: parsePolicy(policyText), identityPolicies: [{ document: identity }], grants: [] };
  const request = {
    principal: caller,
    action: 'kms:Decrypt',
    keyArn,
    contextUnknown: [],
    context: {
      'kms:ViaService': 's3.eu-west-1.amazonaws.com',
      'aws:SourceArn': 'arn:aws:s3:::bucket-x-1',
      'aws:PrincipalOrgID': 'o-abc123',
    },
  };
  for (let i = 0; i < 2000; i++) {
    decide(request, known);
  }
  const runs = Array.from({ length: 7 }, () => {
    const start = performance.now();
    for (let i = 0; i < 200; i++) {
      decide(request, known);
    }
    return (performance.now() - start) / 200;
  }).sort((a, b) => a - b);
  return runs[0] ?? Number.NaN;
}

/** Measures; each value is the best of seven runs of 200 decisions, for the machine is shared. */
export function benchmarks(): readonly Row[] {
  return [
    {
      name: 'warm decision, ordinary key policy',
      value: time(ordinary()),
      unit: 'ms',
      limit: 0.1,
    },
    { name: 'warm decision, key policy of 32 KiB', value: time(large()), unit: 'ms', limit: 1 },
    { name: 'warm decision, 32 KiB of statements for everybody', value: time(everybody()), unit: 'ms', limit: 1 },
  ];
}

if (process.argv[1] === import.meta.filename) {
  for (const { name, value, unit, limit } of benchmarks()) {
    console.log(`${name}: ${value.toFixed(4)} ${unit} (limit ${limit ?? '-'})`);
  }
}
