import assert from 'node:assert/strict';
import {
  DecryptCommand,
  DescribeKeyCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  GenerateDataKeyWithoutPlaintextCommand,
  GetKeyPolicyCommand,
  ListAliasesCommand,
  ListKeysCommand,
  ReEncryptCommand,
  SignCommand,
} from '@aws-sdk/client-kms';
import { clientsAs, errorOf, withSandbox as run } from './clients';
import type { Sandbox } from '../../src/sandbox';
import { startSandbox } from '../../src/sandbox';
import { account, keyArn, otherAccount, otherKeyArn, region, user, world } from './world';

const withWorld = (test: (sandbox: Sandbox) => Promise<void>): (() => Promise<void>) =>
  run(test, () => startSandbox({ scenario: { world } }));
const hello = Buffer.from('hello');

describe('sandbox: KMS operations', () => {
  it(
    'encrypts and decrypts for real, with and without the key named',
    withWorld(async sandbox => {
      const { kms } = clientsAs(sandbox, user);
      const EncryptionContext = { b: '2', a: '1' };
      const { CiphertextBlob, KeyId } = await kms.send(
        new EncryptCommand({ KeyId: 'alias/mine', Plaintext: hello, EncryptionContext }),
      );
      assert.equal(KeyId, keyArn);
      assert.equal(Buffer.from(CiphertextBlob ?? []).includes('hello'), false);
      for (const named of [{}, { KeyId: keyArn }, { KeyId: `arn:aws:kms:${region}:${account}:alias/mine` }]) {
        const { Plaintext } = await kms.send(
          new DecryptCommand({ ...named, CiphertextBlob, EncryptionContext: { a: '1', b: '2' } }),
        );
        assert.equal(Buffer.from(Plaintext ?? []).toString(), 'hello');
      }
    }),
  );

  it(
    'makes another ciphertext each time',
    withWorld(async sandbox => {
      const { kms } = clientsAs(sandbox, user);
      const [a, b] = await Promise.all(
        [1, 2].map(() => kms.send(new EncryptCommand({ KeyId: keyArn, Plaintext: hello }))),
      );
      assert.notDeepEqual(a?.CiphertextBlob, b?.CiphertextBlob);
    }),
  );

  it(
    'opens nothing that was altered, cut, made elsewhere or made under another encryption context',
    withWorld(async sandbox => {
      const { kms } = clientsAs(sandbox, user);
      const { CiphertextBlob: blob = new Uint8Array() } = await kms.send(
        new EncryptCommand({ KeyId: keyArn, Plaintext: hello, EncryptionContext: { a: '1' } }),
      );
      const altered = Uint8Array.from(blob, (byte, i) => (i === blob.length - 1 ? byte ^ 1 : byte));
      const tries = [
        { CiphertextBlob: altered, EncryptionContext: { a: '1' } },
        { CiphertextBlob: blob.slice(0, -1), EncryptionContext: { a: '1' } },
        { CiphertextBlob: blob.slice(0, 20), EncryptionContext: { a: '1' } },
        { CiphertextBlob: blob, EncryptionContext: { a: '2' } },
        { CiphertextBlob: blob, EncryptionContext: { A: '1' } },
        { CiphertextBlob: blob },
        { CiphertextBlob: Buffer.from('garbage') },
        { CiphertextBlob: Buffer.from('x') },
      ];
      for (const input of tries) {
        assert.deepEqual(await errorOf(kms.send(new DecryptCommand(input))), [
          'InvalidCiphertextException',
          'UnknownError',
        ]);
      }
      for (const input of tries) {
        assert.deepEqual(await errorOf(kms.send(new DecryptCommand({ ...input, KeyId: keyArn }))), [
          'InvalidCiphertextException',
          'UnknownError',
        ]);
      }
    }),
  );

  it(
    'refuses a ciphertext of another key than the one named',
    withWorld(async sandbox => {
      const { kms } = clientsAs(sandbox, user);
      const { CiphertextBlob } = await kms.send(new EncryptCommand({ KeyId: 'alias/second', Plaintext: hello }));
      assert.deepEqual(await errorOf(kms.send(new DecryptCommand({ KeyId: keyArn, CiphertextBlob }))), [
        'IncorrectKeyException',
        'The key ID in the request does not identify a CMK that can perform this operation.',
      ]);
    }),
  );

  it(
    'generates data keys',
    withWorld(async sandbox => {
      const { kms } = clientsAs(sandbox, user);
      const { Plaintext, CiphertextBlob } = await kms.send(
        new GenerateDataKeyCommand({ KeyId: keyArn, KeySpec: 'AES_256' }),
      );
      assert.equal(Plaintext?.length, 32);
      const opened = await kms.send(new DecryptCommand({ CiphertextBlob }));
      assert.deepEqual(Buffer.from(opened.Plaintext ?? []), Buffer.from(Plaintext));
      const hidden = await kms.send(new GenerateDataKeyWithoutPlaintextCommand({ KeyId: keyArn, NumberOfBytes: 16 }));
      assert.equal('Plaintext' in hidden, false);
      assert.equal(
        (await kms.send(new DecryptCommand({ CiphertextBlob: hidden.CiphertextBlob }))).Plaintext?.length,
        16,
      );
    }),
  );

  it(
    're-encrypts under another key and context',
    withWorld(async sandbox => {
      const { kms } = clientsAs(sandbox, user);
      const { CiphertextBlob } = await kms.send(
        new EncryptCommand({ KeyId: keyArn, Plaintext: hello, EncryptionContext: { a: '1' } }),
      );
      const moved = await kms.send(
        new ReEncryptCommand({
          CiphertextBlob,
          SourceEncryptionContext: { a: '1' },
          DestinationKeyId: 'alias/second',
          DestinationEncryptionContext: { b: '2' },
        }),
      );
      assert.equal(moved.SourceKeyId, keyArn);
      const { Plaintext, KeyId } = await kms.send(
        new DecryptCommand({ CiphertextBlob: moved.CiphertextBlob, EncryptionContext: { b: '2' } }),
      );
      assert.equal(Buffer.from(Plaintext ?? []).toString(), 'hello');
      assert.equal(KeyId, moved.KeyId);
    }),
  );

  it(
    'answers a dry run with an error, whatever the outcome',
    withWorld(async sandbox => {
      const { kms } = clientsAs(sandbox, user);
      const would = ['DryRunOperationException', 'The request would have succeeded, but the DryRun option is set.'];
      const { CiphertextBlob } = await kms.send(new EncryptCommand({ KeyId: keyArn, Plaintext: hello }));
      assert.deepEqual(
        await errorOf(kms.send(new EncryptCommand({ KeyId: keyArn, Plaintext: hello, DryRun: true }))),
        would,
      );
      assert.deepEqual(
        await errorOf(kms.send(new GenerateDataKeyCommand({ KeyId: keyArn, KeySpec: 'AES_128', DryRun: true }))),
        would,
      );
      assert.deepEqual(await errorOf(kms.send(new DecryptCommand({ CiphertextBlob, DryRun: true }))), would);
      const ignoring = { DryRun: true, DryRunModifiers: ['IGNORE_CIPHERTEXT' as const] };
      assert.deepEqual(await errorOf(kms.send(new DecryptCommand({ KeyId: keyArn, ...ignoring }))), would);
      assert.deepEqual(
        await errorOf(
          kms.send(
            new ReEncryptCommand({
              CiphertextBlob: undefined,
              SourceKeyId: keyArn,
              DestinationKeyId: keyArn,
              ...ignoring,
            }),
          ),
        ),
        would,
      );
      assert.deepEqual(
        (await errorOf(kms.send(new DecryptCommand({ KeyId: otherKeyArn, ...ignoring }))))[0],
        'AccessDeniedException',
      );
      assert.deepEqual((await errorOf(kms.send(new DecryptCommand({ ...ignoring }))))[0], 'ValidationException');
    }),
  );

  it(
    'signs with no encryption key',
    withWorld(async sandbox => {
      const { kms } = clientsAs(sandbox, user);
      const sign = { Message: hello, SigningAlgorithm: 'RSASSA_PSS_SHA_256' as const };
      assert.deepEqual(await errorOf(kms.send(new SignCommand({ KeyId: keyArn, ...sign }))), [
        'InvalidKeyUsageException',
        `${keyArn} key usage is ENCRYPT_DECRYPT which is not valid for Sign.`,
      ]);
      assert.equal(
        (await errorOf(kms.send(new SignCommand({ KeyId: otherKeyArn, ...sign }))))[0],
        'AccessDeniedException',
      );
    }),
  );

  it(
    'says which key there is not',
    withWorld(async sandbox => {
      const { kms } = clientsAs(sandbox, user);
      const uuid = '00000000-0000-4000-8000-000000000000';
      const own = `arn:aws:kms:${region}:${account}`;
      const cases: readonly (readonly [keyId: string, name: string, message: string])[] = [
        [uuid, 'NotFoundException', `Key '${own}:key/${uuid}' does not exist`],
        [`${own}:key/${uuid}`, 'NotFoundException', `Key '${own}:key/${uuid}' does not exist`],
        ['no-such-id', 'NotFoundException', "Invalid keyId 'no-such-id'"],
        ['alias/nobody', 'NotFoundException', `Alias ${own}:alias/nobody is not found.`],
        [`arn:aws:kms:eu-west-3:${account}:key/${uuid}`, 'NotFoundException', 'Invalid arn eu-west-3'],
        ['arn:aws:s3:::bucket', 'NotFoundException', 'Invalid arn arn:aws:s3:::bucket'],
        [
          `arn:aws:kms:${region}:${otherAccount}:key/${uuid}`,
          'AccessDeniedException',
          `User: ${user} is not authorized to perform: kms:DescribeKey on this resource because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access`,
        ],
      ];
      for (const [KeyId, name, message] of cases) {
        assert.deepEqual(await errorOf(kms.send(new DescribeKeyCommand({ KeyId }))), [name, message]);
      }
    }),
  );

  it(
    'lists keys and aliases of the account and Region, page by page',
    withWorld(async sandbox => {
      const { kms } = clientsAs(sandbox, user);
      const first = await kms.send(new ListKeysCommand({ Limit: 1 }));
      const second = await kms.send(new ListKeysCommand({ Limit: 1, Marker: first.NextMarker }));
      assert.deepEqual(
        [first.Keys?.length, first.Truncated, second.Keys?.length, second.Truncated, second.NextMarker],
        [1, true, 1, false, undefined],
      );
      assert.equal(first.Keys?.[0]?.KeyArn, keyArn);
      const { Aliases } = await kms.send(new ListAliasesCommand({}));
      assert.deepEqual(
        Aliases?.map(a => a.AliasName),
        ['alias/mine', 'alias/second'],
      );
      assert.deepEqual(
        (await kms.send(new ListAliasesCommand({ KeyId: keyArn }))).Aliases?.map(a => a.AliasName),
        ['alias/mine'],
      );
      assert.equal(
        (await errorOf(kms.send(new ListKeysCommand({ Marker: 'bm9uc2Vuc2U=' }))))[0],
        'InvalidMarkerException',
      );
      assert.deepEqual((await clientsAs(sandbox, user, 'eu-west-1').kms.send(new ListKeysCommand({}))).Keys, []);
    }),
  );

  it(
    'takes no alias where KMS takes none',
    withWorld(async sandbox => {
      const { kms } = clientsAs(sandbox, user);
      for (const KeyId of ['alias/mine', `arn:aws:kms:${region}:${account}:alias/mine`]) {
        assert.deepEqual(await errorOf(kms.send(new GetKeyPolicyCommand({ KeyId }))), [
          'InvalidArnException',
          'Key Aliases are not supported for this operation.',
        ]);
      }
    }),
  );

  it(
    'refuses parameters that break their constraints',
    withWorld(async sandbox => {
      const { kms } = clientsAs(sandbox, user);
      const names = await Promise.all(
        [
          kms.send(new EncryptCommand({ KeyId: keyArn, Plaintext: new Uint8Array() })),
          kms.send(new EncryptCommand({ KeyId: keyArn, Plaintext: new Uint8Array(4097) })),
          kms.send(new GenerateDataKeyCommand({ KeyId: keyArn })),
          kms.send(new GenerateDataKeyCommand({ KeyId: keyArn, KeySpec: 'AES_256', NumberOfBytes: 32 })),
          kms.send(new ListKeysCommand({ Limit: 0 })),
          kms.send(new DescribeKeyCommand({ KeyId: undefined })),
        ].map(async call => (await errorOf(call))[0]),
      );
      assert.deepEqual(
        names,
        Array.from(names, () => 'ValidationException'),
      );
    }),
  );
});
