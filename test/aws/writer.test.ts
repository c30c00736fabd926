import assert from 'node:assert/strict';
import { errorOfCall } from '../../src/aws';
import { never } from './environment';
import { account, admin, closedPort, inSandbox, keyArn, nobody, policy, region, sessionAs } from './servers';

const next = JSON.stringify(
  policy({
    Sid: 'Next',
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${account}:root` },
    Action: 'kms:*',
    Resource: '*',
  }),
);

describe('aws/writer', () => {
  it(
    'says when it may not, and changes nothing',
    inSandbox(async sandbox => {
      const answer = await sessionAs(sandbox, nobody).putKeyPolicy(keyArn, next, never());
      assert.equal(answer.ok || answer.failure.kind, 'access-denied');
      const now = await sessionAs(sandbox, admin).keyPolicy(keyArn, never());
      assert.ok(now.ok);
      assert.doesNotMatch(now.value, /Next/);
    }),
  );

  it(
    'does not write twice: a lost answer is a failure, and reading back tells',
    inSandbox(async sandbox => {
      sandbox.faults.add('kms:PutKeyPolicy', { kind: 'lost-answer' }, 1);
      const session = sessionAs(sandbox, admin);
      const answer = await session.putKeyPolicy(keyArn, next, never());
      assert.ok(!answer.ok);
      assert.ok(answer.failure.kind === 'network');
      assert.deepEqual(await session.keyPolicy(keyArn, never()), { ok: true, value: next });
    }),
  );

  it(
    'passes on why AWS refuses a policy',
    inSandbox(async sandbox => {
      const answer = await sessionAs(sandbox, admin).putKeyPolicy(
        keyArn,
        '{"Version":"2012-10-17","Statement":[{"Effect":"Allow"',
        never(),
      );
      assert.ok(!answer.ok);
      assert.ok(answer.failure.kind === 'other', JSON.stringify(answer.failure));
      assert.equal(answer.failure.code, 'MalformedPolicyDocumentException');
    }),
  );
});

describe('aws/trial', () => {
  it(
    'gives the error as the AWS CLI prints it',
    inSandbox(async sandbox => {
      const connection = { endpoint: sandbox.endpoint, credentials: sandbox.credentials(nobody), region };
      const text = await errorOfCall(connection, 'Encrypt', { KeyId: keyArn, Plaintext: new Uint8Array([1]) });
      assert.match(
        text ?? '',
        new RegExp(
          `^An error occurred \\(AccessDeniedException\\) when calling the Encrypt operation: User: ${nobody} is not authorized to perform: kms:Encrypt on resource: ${keyArn} because`,
        ),
      );
    }),
  );

  it(
    'gives nothing for a call that succeeds',
    inSandbox(async sandbox => {
      const connection = { endpoint: sandbox.endpoint, credentials: sandbox.credentials(admin), region };
      assert.equal(
        await errorOfCall(connection, 'Encrypt', { KeyId: keyArn, Plaintext: new Uint8Array([1]) }),
        undefined,
      );
    }),
  );

  it('throws for what no scenario calls, and where nobody answers', async () => {
    const connection = {
      endpoint: await closedPort(),
      credentials: { accessKeyId: 'x', secretAccessKey: 'y' },
      region,
    };
    await assert.rejects(errorOfCall(connection, 'ScheduleKeyDeletion', {}), /No scenario calls/);
    await assert.rejects(errorOfCall(connection, 'DescribeKey', { KeyId: keyArn }), { code: 'ECONNREFUSED' });
  });
});
