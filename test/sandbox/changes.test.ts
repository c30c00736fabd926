import assert from 'node:assert/strict';
import {
  CreateGrantCommand,
  DecryptCommand,
  EncryptCommand,
  GetKeyPolicyCommand,
  type GrantOperation,
  ListGrantsCommand,
  PutKeyPolicyCommand,
  RevokeGrantCommand,
} from '@aws-sdk/client-kms';
import { type Sandbox, startSandbox } from '../../src/sandbox';
import { clientsAs, errorOf, withSandbox } from './clients';
import { account, keyArn, nobody, otherAccount, reader, rootOnly, user, world } from './world';

const withWorld = (test: (sandbox: Sandbox) => Promise<void>): (() => Promise<void>) =>
  withSandbox(test, () => startSandbox({ scenario: { world } }));

const policyWith = (principal: unknown, more: object = {}): string =>
  JSON.stringify({
    ...rootOnly,
    Statement: [
      ...rootOnly.Statement,
      { Effect: 'Allow', Principal: principal, Action: 'kms:Decrypt', Resource: '*', ...more },
    ],
  });

describe('sandbox: PutKeyPolicy', () => {
  const put = (sandbox: Sandbox, Policy: string, as = user, more: object = {}): Promise<unknown> =>
    clientsAs(sandbox, as).kms.send(new PutKeyPolicyCommand({ KeyId: keyArn, Policy, ...more }));
  const malformed = (text: string): readonly [string, string] => ['MalformedPolicyDocumentException', text];

  it(
    'stores the text as it is, and decides by it at once',
    withWorld(async sandbox => {
      const { kms } = clientsAs(sandbox, user);
      const { CiphertextBlob } = await kms.send(new EncryptCommand({ KeyId: keyArn, Plaintext: Buffer.from('hello') }));
      const decrypt = (): Promise<unknown> =>
        clientsAs(sandbox, nobody).kms.send(new DecryptCommand({ KeyId: keyArn, CiphertextBlob }));
      assert.deepEqual(await errorOf(decrypt()), [
        'AccessDeniedException',
        `User: ${nobody} is not authorized to perform: kms:Decrypt on resource: ${keyArn} because no identity-based policy allows the kms:Decrypt action`,
      ]);
      const policy = `${policyWith({ AWS: nobody })}\n`;
      await put(sandbox, policy);
      assert.equal((await kms.send(new GetKeyPolicyCommand({ KeyId: keyArn }))).Policy, policy);
      await decrypt();
    }),
  );

  it(
    'refuses principals that do not exist or cannot be principals',
    withWorld(async sandbox => {
      const invalid = malformed('Policy contains a statement with one or more invalid principals.');
      for (const principal of [
        { AWS: `arn:aws:iam::${account}:role/Typo` },
        { AWS: `arn:aws:iam::${account}:role/Reader` },
        { AWS: `arn:aws:iam::${account}:role/*` },
        { AWS: '999988887777' },
        { AWS: 'AROAEXAMPLEDELETED4Q2' },
        { AWS: 'alice' },
        { Service: 's3' },
        { Federated: 'accounts.google.com' },
        { CanonicalUser: 'abc' },
        'alice',
        { AWS: [user, `arn:aws:iam::${account}:user/Alice`] },
      ]) {
        assert.deepEqual(await errorOf(put(sandbox, policyWith(principal))), invalid, JSON.stringify(principal));
      }
      assert.deepEqual(await errorOf(put(sandbox, policyWith({ AWS: `arn:aws:iam::${account}:group/team` }))), [
        'InvalidArnException',
        'An ARN in the specified key policy is invalid.',
      ]);
      for (const principal of [
        { AWS: reader },
        { AWS: otherAccount },
        { AWS: `arn:aws:iam::${otherAccount}:root` },
        { AWS: `arn:aws:sts::${account}:assumed-role/Reader/session` },
        { Service: 'logs.ap-northeast-1.amazonaws.com' },
        { AWS: '*' },
        '*',
      ]) {
        await put(sandbox, policyWith(principal));
      }
    }),
  );

  it(
    'refuses what is no policy',
    withWorld(async sandbox => {
      const statement = { Effect: 'Allow', Principal: '*', Action: 'kms:*', Resource: '*' };
      const broken = (...without: string[]): string =>
        JSON.stringify({
          Statement: [Object.fromEntries(Object.entries(statement).filter(([name]) => !without.includes(name)))],
        });
      for (const text of [
        '{',
        'null',
        '[]',
        '{"Statement":[]}',
        policyWith('*', { Sid: '“curly”' }),
        ...['Effect', 'Principal', 'Action', 'Resource'].map(e => broken(e)),
      ]) {
        assert.equal((await errorOf(put(sandbox, text)))[0], 'MalformedPolicyDocumentException', text);
      }
      assert.equal(
        (await errorOf(put(sandbox, policyWith('*', { Sid: 'x'.repeat(33_000) }))))[0],
        'LimitExceededException',
      );
    }),
  );

  it(
    'does not let the caller lock themselves out, unless told to',
    withWorld(async sandbox => {
      const policy = JSON.stringify({
        Statement: { Effect: 'Allow', Principal: { AWS: reader }, Action: 'kms:*', Resource: '*' },
      });
      assert.deepEqual(
        await errorOf(put(sandbox, policy)),
        malformed('The new key policy will not allow you to update the key policy in the future.'),
      );
      await put(sandbox, policy, user, { BypassPolicyLockoutSafetyCheck: true });
      assert.equal((await errorOf(put(sandbox, policyWith('*'))))[0], 'AccessDeniedException');
    }),
  );

  it(
    "asks for kms:PutKeyPolicy in the key's account",
    withWorld(async sandbox => {
      assert.deepEqual(await errorOf(put(sandbox, policyWith('*'), nobody)), [
        'AccessDeniedException',
        `User: ${nobody} is not authorized to perform: kms:PutKeyPolicy on resource: ${keyArn} because no identity-based policy allows the kms:PutKeyPolicy action`,
      ]);
    }),
  );
});

describe('sandbox: grants', () => {
  const grant = (sandbox: Sandbox, more: object = {}): Promise<{ GrantId?: string | undefined }> =>
    clientsAs(sandbox, user).kms.send(
      new CreateGrantCommand({ KeyId: keyArn, GranteePrincipal: nobody, Operations: ['Decrypt', 'Encrypt'], ...more }),
    );
  const encrypt = (sandbox: Sandbox, EncryptionContext?: Record<string, string>): Promise<unknown> =>
    clientsAs(sandbox, nobody).kms.send(
      new EncryptCommand({ KeyId: keyArn, Plaintext: Buffer.from('hello'), EncryptionContext }),
    );

  it(
    'gives access until it is revoked',
    withWorld(async sandbox => {
      assert.equal((await errorOf(encrypt(sandbox)))[0], 'AccessDeniedException');
      const { GrantId } = await grant(sandbox, { Name: 'for a day' });
      await encrypt(sandbox);
      const { kms } = clientsAs(sandbox, user);
      const { Grants } = await kms.send(new ListGrantsCommand({ KeyId: keyArn }));
      assert.deepEqual(
        Grants?.map(g => [g.GrantId, g.Name, g.GranteePrincipal, g.Operations, g.KeyId]),
        [[GrantId, 'for a day', nobody, ['Decrypt', 'Encrypt'], keyArn]],
      );
      await kms.send(new RevokeGrantCommand({ KeyId: keyArn, GrantId }));
      assert.equal((await errorOf(encrypt(sandbox)))[0], 'AccessDeniedException');
      assert.equal(
        (await errorOf(kms.send(new RevokeGrantCommand({ KeyId: keyArn, GrantId }))))[0],
        'NotFoundException',
      );
    }),
  );

  it(
    'holds to its constraints',
    withWorld(async sandbox => {
      await grant(sandbox, { Constraints: { EncryptionContextSubset: { team: 'blue' } } });
      await encrypt(sandbox, { team: 'blue', more: 'x' });
      assert.equal((await errorOf(encrypt(sandbox, { team: 'green' })))[0], 'AccessDeniedException');
    }),
  );

  it(
    'refuses grants that KMS refuses',
    withWorld(async sandbox => {
      assert.deepEqual(await errorOf(grant(sandbox, { Operations: ['CreateGrant'] })), [
        'ValidationException',
        'Grants must not contain only the CreateGrant operation.',
      ]);
      assert.equal(
        (await errorOf(grant(sandbox, { Operations: ['PutKeyPolicy' as GrantOperation] })))[0],
        'ValidationException',
      );
      assert.equal((await errorOf(grant(sandbox, { Operations: [] })))[0], 'ValidationException');
      assert.equal(
        (await errorOf(grant(sandbox, { GranteePrincipal: `arn:aws:iam::${account}:role/Typo` })))[0],
        'InvalidArnException',
      );
      assert.equal((await errorOf(grant(sandbox, { GranteePrincipal: 'nobody' })))[0], 'InvalidArnException');
      assert.equal((await errorOf(grant(sandbox, { DryRun: true })))[0], 'DryRunOperationException');
    }),
  );

  it(
    'lists page by page, by grantee and by id',
    withWorld(async sandbox => {
      const ids: (string | undefined)[] = [];
      for (let i = 0; i < 3; i++) {
        ids.push((await grant(sandbox)).GrantId);
      }
      const { kms } = clientsAs(sandbox, user);
      const first = await kms.send(new ListGrantsCommand({ KeyId: keyArn, Limit: 2 }));
      const second = await kms.send(new ListGrantsCommand({ KeyId: keyArn, Limit: 2, Marker: first.NextMarker }));
      assert.deepEqual(
        [...(first.Grants ?? []), ...(second.Grants ?? [])].map(g => g.GrantId),
        ids,
      );
      assert.deepEqual([first.Truncated, second.Truncated], [true, false]);
      assert.equal((await kms.send(new ListGrantsCommand({ KeyId: keyArn, GrantId: ids[1] }))).Grants?.length, 1);
      assert.equal(
        (await kms.send(new ListGrantsCommand({ KeyId: keyArn, GranteePrincipal: user }))).Grants?.length,
        0,
      );
    }),
  );
});
