/** Times a diagnosis of what was read: parsing the policies, the decision, the cause and the remedies. */
import { diagnose, type Evidence } from '../../src/diagnosis/diagnosis';
import { readDenials } from '../../src/denial';
import type { Row } from '../bench.js';
import { large, ordinary } from './access';

const keyArn = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const role = 'arn:aws:iam::111122223333:role/team/role-caller';
const session = 'arn:aws:sts::111122223333:assumed-role/role-caller/i-0abc';

/** Twenty IAM policies, which allow much and nothing of this. */
const identityPolicies = Array.from({ length: 20 }, (_, n) => ({
  name: `policy-${n}`,
  kind: 'inline' as const,
  text: JSON.stringify({
    Version: '2012-10-17',
    Statement: Array.from({ length: 10 }, (_s, i) => ({
      Effect: 'Allow',
      Action: ['s3:GetObject', 'kms:Decrypt', 'kms:GenerateDataKey*'],
      Resource: `arn:aws:kms:eu-west-1:111122223333:key/${n}${i}34abcd-12ab-34cd-56ef-1234567890ab`,
      Condition: { StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } },
    })),
  }),
}));

/** The evidence on a call that AWS refused, with these words for the reason. */
function evidence(keyPolicy: string, action: string, reason: string): Evidence {
  const [denial] = readDenials(
    `An error occurred (AccessDeniedException): User: ${session} is not authorized to perform: ${action} on resource: ${keyArn} because ${reason}`,
  );
  if (denial === undefined) {
    throw new Error('The error is not understood.');
  }
  return {
    denial,
    keyPolicy: { ok: true, value: keyPolicy },
    grants: { ok: true, value: [] },
    identity: { ok: true, value: { principalArn: role, policies: identityPolicies, unread: [] } },
  };
}

const noIdentity = 'no identity-based policy allows the action';
const noResource = 'no resource-based policy allows the action';
const withoutRoot = (text: string): string => text.replace(':root', ':role/somebody-else');

const cases: readonly (readonly [name: string, Evidence, limit: number])[] = [
  ['left to IAM, ordinary key policy', evidence(ordinary(), 'kms:Sign', noIdentity), 30],
  ['left to IAM, key policy of 32 KiB', evidence(large(), 'kms:Decrypt', noIdentity), 150],
  ['key policy shut, ordinary', evidence(withoutRoot(ordinary()), 'kms:Sign', noResource), 30],
  ['key policy shut, 32 KiB', evidence(withoutRoot(large()), 'kms:Decrypt', noResource), 150],
];

/** Measures; each value is the best of a hundred diagnoses, for the machine is shared. */
export function benchmarks(): readonly Row[] {
  return cases.map(([name, given, limit]) => ({ name: `diagnosis, ${name}`, value: time(given), unit: 'ms', limit }));
}

function time(given: Evidence): number {
  const runs = Array.from({ length: 100 }, () => {
    const start = performance.now();
    diagnose(given);
    return performance.now() - start;
  });
  return Math.min(...runs);
}
