import assert from 'node:assert/strict';
import { openSession } from '../../src/aws';
import type { Session } from '../../src/ports';
import type { Fault } from '../../src/sandbox';
import { inEnvironment, never } from './environment';
import { account, admin, inSandbox, keyArn, policy, region } from './servers';

/** Runs `work` and returns everything it printed, on whatever way. */
async function printedBy(work: () => Promise<void>): Promise<string> {
  const { stdout, stderr } = process;
  const before = [stdout, stderr].map(stream => stream.write.bind(stream));
  let printed = '';
  for (const stream of [stdout, stderr]) {
    stream.write = ((chunk: string | Uint8Array) => {
      printed += String(chunk);
      return true;
    }) as typeof stream.write;
  }
  try {
    await work();
  } finally {
    [stdout, stderr].forEach((stream, i) => {
      stream.write = before[i] as typeof stream.write;
    });
  }
  return printed;
}

const questions = (session: Session): Promise<unknown>[] => [
  session.caller(never()),
  session.describeKey(keyArn, never()),
  session.keyPolicy(keyArn, never()),
  session.grants(keyArn, never()),
  session.aliases(keyArn, never()),
  session.identityPolicies(admin, never()),
  session.principal(admin, never()),
  session.putKeyPolicy(
    keyArn,
    JSON.stringify(
      policy({
        Sid: 'Root',
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${account}:root` },
        Action: 'kms:*',
        Resource: '*',
      }),
    ),
    never(),
  ),
];

describe('What could reach a log', () => {
  const faults: (Fault | undefined)[] = [
    undefined,
    { kind: 'throttling' },
    { kind: 'internal-error' },
    { kind: 'access-denied' },
    { kind: 'expired-token' },
    { kind: 'malformed-answer' },
    { kind: 'reset' },
    { kind: 'clock-skew', minutes: 30 },
  ];
  for (const fault of faults) {
    it(
      `holds no secret, token or signed header: ${fault?.kind ?? 'all well'}`,
      inSandbox(async sandbox => {
        const credentials = sandbox.credentials(admin);
        const variables = {
          AWS_ACCESS_KEY_ID: credentials.accessKeyId,
          AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
          AWS_SESSION_TOKEN: credentials.sessionToken ?? '',
          AWS_ENDPOINT_URL: sandbox.endpoint,
        };
        await inEnvironment({ variables }, async () => {
          if (fault) {
            sandbox.faults.add('*', fault);
          }
          const opened = await openSession({
            source: { kind: 'environment' },
            region,
            limits: { question: 4_000, request: 1_000 },
          });
          assert.ok(opened.ok);
          let answers: unknown[] = [];
          const printed = await printedBy(async () => {
            answers = await Promise.all(questions(opened.value));
          });
          opened.value.close();
          const all = JSON.stringify(answers) + printed;
          assert.ok(all.includes(fault === undefined ? keyArn : '"ok":false'), all.slice(0, 500));
          for (const secret of [credentials.secretAccessKey, credentials.sessionToken, credentials.accessKeyId]) {
            assert.ok(secret === undefined || !all.includes(secret));
          }
          assert.doesNotMatch(all, /AWS4-HMAC-SHA256|Signature=|x-amz-security-token: *[^…"\s]/i);
        });
      }),
    );
  }
});
