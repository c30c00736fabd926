import assert from 'node:assert/strict';
import { connect } from 'node:net';
import {
  DescribeKeyCommand,
  EncryptCommand,
  GetKeyPolicyCommand,
  type KMSClient,
  ListKeysCommand,
  PutKeyPolicyCommand,
  ScheduleKeyDeletionCommand,
} from '@aws-sdk/client-kms';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { type Sandbox, startSandbox } from '../../src/sandbox';
import { clientsAs, errorOf, withSandbox } from './clients';
import { keyArn, region, rootOnly, user, world } from './world';

const withWorld = (test: (sandbox: Sandbox) => Promise<void>): (() => Promise<void>) =>
  withSandbox(test, () => startSandbox({ scenario: { world } }));

/** A KMS client whose requests' bodies are changed before (`build`) or after (`finalizeRequest`) they are signed. */
function tampering(sandbox: Sandbox, step: 'build' | 'finalizeRequest', change: (body: string) => string): KMSClient {
  const { kms } = clientsAs(sandbox, user);
  kms.middlewareStack.add(
    next => args => {
      const request = (args as { request: { body: string | Uint8Array } }).request;
      request.body = change(typeof request.body === 'string' ? request.body : new TextDecoder().decode(request.body));
      return next(args);
    },
    { step: step as 'build', priority: step === 'build' ? 'high' : 'low' },
  );
  return kms;
}

describe('sandbox: wire', () => {
  it(
    'serves this machine only, on a port of its own',
    withWorld(async sandbox => {
      assert.match(sandbox.endpoint, /^http:\/\/127\.0\.0\.1:\d+$/);
      const another = await startSandbox({ scenario: { world } });
      assert.notEqual(another.endpoint, sandbox.endpoint);
      await another.close();
    }),
  );

  it(
    'has a request id in every answer',
    withWorld(async sandbox => {
      const { kms, sts } = clientsAs(sandbox, user);
      for (const answer of [
        await kms.send(new ListKeysCommand({})),
        await sts.send(new GetCallerIdentityCommand({})),
      ]) {
        assert.match(answer.$metadata.requestId ?? '', /^[0-9a-f-]{36}$/);
        assert.equal(answer.$metadata.httpStatusCode, 200);
      }
    }),
  );

  it(
    'refuses operations it does not know, bodies that are no JSON, and values of the wrong type',
    withWorld(async sandbox => {
      assert.equal(
        (await errorOf(clientsAs(sandbox, user).kms.send(new ScheduleKeyDeletionCommand({ KeyId: keyArn }))))[0],
        'UnknownOperationException',
      );
      for (const body of [
        '{',
        '[]',
        'null',
        '"x"',
        '',
        '{"KeyId":1}',
        '{"KeyId":["a"]}',
        '{"KeyId":{}}',
        '{"KeyId":"a","GrantTokens":1',
      ]) {
        const kms = tampering(sandbox, 'build', () => body);
        assert.equal(
          (await errorOf(kms.send(new DescribeKeyCommand({ KeyId: keyArn }))))[0],
          'SerializationException',
          body,
        );
      }
    }),
  );

  it(
    'refuses a request that was changed on its way',
    withWorld(async sandbox => {
      const kms = tampering(sandbox, 'finalizeRequest', body => body.replace('mine', 'ours'));
      assert.equal(
        (await errorOf(kms.send(new DescribeKeyCommand({ KeyId: 'alias/mine' }))))[0],
        'InvalidSignatureException',
      );
    }),
  );

  it(
    'refuses what is no AWS request',
    withWorld(async sandbox => {
      for (const init of [
        {},
        { method: 'POST', body: 'hello' },
        { method: 'POST', body: 'Action=GetUser&Version=1' },
        { method: 'DELETE' },
      ]) {
        const response = await fetch(`${sandbox.endpoint}/key?x=1`, init);
        assert.deepEqual([response.status, await response.json()], [400, { __type: 'UnknownOperationException' }]);
      }
      assert.equal((await fetch(sandbox.endpoint, { method: 'POST', body: 'x'.repeat(1_100_000) })).status, 413);
    }),
  );

  it(
    'survives clients that hang up',
    withWorld(async sandbox => {
      const { port } = new URL(sandbox.endpoint);
      await new Promise<void>(resolve => {
        const socket = connect(Number(port), '127.0.0.1', () => {
          socket.write(
            'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\nx-amz-target: TrentService.ListKeys\r\n\r\n{',
          );
          socket.destroy();
          resolve();
        });
      });
      assert.equal((await clientsAs(sandbox, user).kms.send(new ListKeysCommand({}))).Keys?.length, 2);
    }),
  );

  it('ends at once, open connections and slow calls included', async () => {
    const sandbox = await startSandbox({ scenario: { world } });
    sandbox.faults.add('*', { kind: 'slow', milliseconds: 60_000 });
    const call = errorOf(clientsAs(sandbox, user).kms.send(new ListKeysCommand({})));
    await new Promise(resolve => setTimeout(resolve, 50));
    await sandbox.close();
    await call;
    await sandbox.close();
  });
});

describe('sandbox: faults', () => {
  const describeKey = (sandbox: Sandbox): Promise<readonly [string, string]> =>
    errorOf(clientsAs(sandbox, user).kms.send(new DescribeKeyCommand({ KeyId: keyArn })));

  it(
    'fails the chosen operation as often as asked, then works again',
    withWorld(async sandbox => {
      const { kms } = clientsAs(sandbox, user);
      sandbox.faults.add('kms:DescribeKey', { kind: 'throttling' }, 2);
      await kms.send(new ListKeysCommand({}));
      assert.deepEqual(await describeKey(sandbox), ['ThrottlingException', 'Rate exceeded']);
      assert.deepEqual(await describeKey(sandbox), ['ThrottlingException', 'Rate exceeded']);
      await kms.send(new DescribeKeyCommand({ KeyId: keyArn }));
    }),
  );

  it(
    'answers errors of its own, refuses and expires',
    withWorld(async sandbox => {
      const names: string[] = [];
      for (const kind of ['internal-error', 'access-denied', 'expired-token'] as const) {
        sandbox.faults.add('*', { kind }, 1);
        names.push((await describeKey(sandbox))[0]);
      }
      assert.deepEqual(names, ['KMSInternalException', 'AccessDeniedException', 'ExpiredTokenException']);
    }),
  );

  it(
    'does what it was to try only, as stand-ins for AWS that know no dry run',
    withWorld(async sandbox => {
      const { kms } = clientsAs(sandbox, user);
      sandbox.faults.add('kms:Encrypt', { kind: 'dry-run-ignored' });
      const { KeyId } = await kms.send(
        new EncryptCommand({ KeyId: keyArn, Plaintext: Buffer.from('x'), DryRun: true }),
      );
      assert.equal(KeyId, keyArn);
    }),
  );

  it(
    'breaks answers and connections',
    withWorld(async sandbox => {
      for (const kind of ['reset', 'malformed-answer', 'lost-answer'] as const) {
        sandbox.faults.add('kms:DescribeKey', { kind }, 1);
        await describeKey(sandbox);
      }
      await clientsAs(sandbox, user).kms.send(new DescribeKeyCommand({ KeyId: keyArn }));
    }),
  );

  it(
    'does the work before it loses the answer',
    withWorld(async sandbox => {
      const { kms } = clientsAs(sandbox, user);
      const Policy = JSON.stringify({ ...rootOnly, Id: 'second' });
      sandbox.faults.add('kms:PutKeyPolicy', { kind: 'lost-answer' }, 1);
      await errorOf(kms.send(new PutKeyPolicyCommand({ KeyId: keyArn, Policy })));
      assert.equal((await kms.send(new GetKeyPolicyCommand({ KeyId: keyArn }))).Policy, Policy);
    }),
  );

  it(
    'lets somebody else change the policy between two calls',
    withWorld(async sandbox => {
      const { kms } = clientsAs(sandbox, user);
      const policy = JSON.stringify({ ...rootOnly, Id: 'theirs' });
      sandbox.faults.add('kms:GetKeyPolicy', { kind: 'policy-change', keyArn, policy }, 1);
      assert.notEqual((await kms.send(new GetKeyPolicyCommand({ KeyId: keyArn }))).Policy, policy);
      assert.equal((await kms.send(new GetKeyPolicyCommand({ KeyId: keyArn }))).Policy, policy);
    }),
  );

  it(
    'is back to normal when cleared',
    withWorld(async sandbox => {
      sandbox.faults.add('*', { kind: 'throttling' });
      sandbox.faults.latency = 1;
      sandbox.faults.clear();
      assert.equal(sandbox.faults.latency, 0);
      await clientsAs(sandbox, user, region).kms.send(new DescribeKeyCommand({ KeyId: keyArn }));
    }),
  );
});
