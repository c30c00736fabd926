import assert from 'node:assert/strict';
import { openSandboxSession } from '../../src/aws';
import type { LiveKey } from '../../src/ports';
import { never } from './environment';
import { admin, inSandbox, keyArn, nobody, region, sessionAs, withServer } from './servers';

const credentials = { accessKeyId: 'x', secretAccessKey: 'y' };
const key: LiveKey = {
  arn: keyArn,
  account: '111122223333',
  region,
  keyId: '1234abcd-12ab-34cd-56ef-1234567890ab',
  manager: 'CUSTOMER',
  state: 'Enabled',
  enabled: true,
  usage: 'ENCRYPT_DECRYPT',
  spec: 'SYMMETRIC_DEFAULT',
  origin: 'AWS_KMS',
  description: '',
  encryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
  signingAlgorithms: [],
  macAlgorithms: [],
};
const symmetric = [
  'Decrypt',
  'Encrypt',
  'GenerateDataKey',
  'GenerateDataKeyWithoutPlaintext',
  'GenerateDataKeyPair',
  'GenerateDataKeyPairWithoutPlaintext',
  'ReEncryptFrom',
  'ReEncryptTo',
];

describe('aws/dryRun', () => {
  for (const name of ['Decrypt', 'Encrypt', 'GenerateDataKey', 'GenerateDataKeyWithoutPlaintext']) {
    it(
      `${name} would succeed, would be denied`,
      inSandbox(async sandbox => {
        const request = { action: `kms:${name}`, key, encryptionContext: { department: 'it' } };
        assert.deepEqual(await sessionAs(sandbox, admin).dryRun(request, never()), {
          ok: true,
          value: { verdict: 'would-succeed' },
        });
        const denied = await sessionAs(sandbox, nobody).dryRun(request, never());
        assert.ok(denied.ok, JSON.stringify(denied));
        assert.ok(denied.value.verdict === 'denied');
        assert.match(
          denied.value.message,
          new RegExp(`^User: ${nobody} is not authorized to perform: kms:${name} on resource: ${keyArn}`),
        );
      }),
    );
  }

  for (const action of [...symmetric.map(name => `kms:${name}`), 'KMS:decrypt']) {
    it(`${action}: a plain success means that the endpoint ignores dry runs, and is dropped`, () =>
      withServer(
        (_, response) => {
          response
            .writeHead(200, { 'content-type': 'application/x-amz-json-1.1' })
            .end('{"Plaintext":"dmVyeS1zZWNyZXQ="}');
        },
        async (endpoint, received) => {
          const session = openSandboxSession({ endpoint, region, credentials });
          const answer = await session.dryRun({ action, key }, never());
          assert.deepEqual(answer, { ok: true, value: { verdict: 'dry-run-ignored' } });
          assert.equal(received.length, 1);
        },
      ));
  }

  it('uses the algorithm of an asymmetric key and no encryption context', async () => {
    const bodies: string[] = [];
    const { createServer } = await import('node:http');
    const server = createServer((request, response) => {
      let body = '';
      request
        .on('data', chunk => {
          body += String(chunk);
        })
        .on('end', () => {
          bodies.push(body);
          response
            .writeHead(400, { 'content-type': 'application/x-amz-json-1.1' })
            .end('{"__type":"DryRunOperationException"}');
        });
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    assert.ok(typeof address === 'object' && address !== null);
    const session = openSandboxSession({ endpoint: `http://127.0.0.1:${address.port}`, region, credentials });
    const rsa: LiveKey = { ...key, spec: 'RSA_2048', encryptionAlgorithms: ['RSAES_OAEP_SHA_256'] };
    const signing: LiveKey = {
      ...key,
      usage: 'SIGN_VERIFY',
      spec: 'ECC_NIST_P256',
      encryptionAlgorithms: [],
      signingAlgorithms: ['ECDSA_SHA_256'],
    };
    const encryptionContext = { a: 'b' };
    for (const request of [
      { action: 'kms:Decrypt', key: rsa, encryptionContext },
      { action: 'kms:Sign', key: signing, encryptionContext },
      { action: 'kms:Decrypt', key, encryptionContext },
    ]) {
      assert.deepEqual(await session.dryRun(request, never()), { ok: true, value: { verdict: 'would-succeed' } });
    }
    const [asymmetric, sign, plain] = bodies.map(body => JSON.parse(body));
    assert.deepEqual(asymmetric, {
      DryRun: true,
      DryRunModifiers: ['IGNORE_CIPHERTEXT'],
      KeyId: keyArn,
      EncryptionAlgorithm: 'RSAES_OAEP_SHA_256',
    });
    assert.deepEqual(sign, {
      DryRun: true,
      KeyId: keyArn,
      Message: 'RG91YmxlIExvY2s=',
      SigningAlgorithm: 'ECDSA_SHA_256',
    });
    assert.deepEqual(plain, {
      DryRun: true,
      DryRunModifiers: ['IGNORE_CIPHERTEXT'],
      KeyId: keyArn,
      EncryptionContext: encryptionContext,
    });
    session.close();
    server.closeAllConnections();
    server.close();
  });

  for (const action of [
    'kms:CreateGrant',
    'kms:RetireGrant',
    'kms:PutKeyPolicy',
    'kms:ScheduleKeyDeletion',
    'kms:Verify',
    's3:GetObject',
    '',
  ]) {
    it(`makes no call for "${action}"`, () =>
      withServer(
        (_, response) => response.end(),
        async (endpoint, received) => {
          const answer = await openSandboxSession({ endpoint, region, credentials }).dryRun({ action, key }, never());
          assert.deepEqual(answer, {
            ok: true,
            value: { verdict: 'not-possible', why: action === 'kms:CreateGrant' ? 'not-aws' : 'no-dry-run' },
          });
          assert.equal(received.length, 0);
        },
      ));
  }

  it('tells other failures as they are', () =>
    withServer(
      (_, response) => {
        response
          .writeHead(400, { 'content-type': 'application/x-amz-json-1.1' })
          .end('{"__type":"DisabledException","message":"arn is disabled."}');
      },
      async endpoint => {
        const answer = await openSandboxSession({ endpoint, region, credentials }).dryRun(
          { action: 'kms:Decrypt', key },
          never(),
        );
        assert.ok(!answer.ok);
        assert.equal(answer.failure.kind, 'key-state');
      },
    ));
});
