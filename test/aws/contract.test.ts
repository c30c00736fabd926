import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import {
  IAMClient,
  CreatePolicyCommand,
  CreateRoleCommand,
  AttachRolePolicyCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { CreateAliasCommand, CreateGrantCommand, CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { openSandboxSession } from '../../src/aws';
import type { Session } from '../../src/ports';
import { never } from './environment';
import { account, admin, boundary, closedPort, inSandbox, keyArn, policy, region, sessionAs } from './servers';

/** An AWS with one key and one role, and what is known of them. */
interface World {
  readonly session: Session;
  readonly account: string;
  readonly keyArn: string;
  readonly alias: string;
  readonly roleArn: string;
  /** Names of the role's policies, inline first. */
  readonly policies: readonly string[];
  readonly boundary: string;
  readonly dryRun: 'would-succeed' | 'dry-run-ignored';
}

/** What `aws/` relies on, whoever plays AWS. */
const contract: Readonly<Record<string, (world: World) => Promise<void>>> = {
  async 'who the caller is'({ session, account }) {
    const caller = await session.caller(never());
    assert.ok(caller.ok, JSON.stringify(caller));
    assert.equal(caller.value.account, account);
    assert.match(caller.value.arn, /^arn:aws:(iam|sts)::/);
  },

  async 'a key by ARN, id and alias'({ session, account, keyArn, alias }) {
    for (const id of [keyArn, keyArn.split('/')[1] ?? '', alias]) {
      const key = await session.describeKey(id, never());
      assert.ok(key.ok, JSON.stringify(key));
      const { arn, state, enabled, manager, usage, spec, origin, description } = key.value;
      assert.deepEqual(
        {
          arn,
          account: key.value.account,
          region: key.value.region,
          state,
          enabled,
          manager,
          usage,
          spec,
          origin,
          description,
        },
        {
          arn: keyArn,
          account,
          region,
          state: 'Enabled',
          enabled: true,
          manager: 'CUSTOMER',
          usage: 'ENCRYPT_DECRYPT',
          spec: 'SYMMETRIC_DEFAULT',
          origin: 'AWS_KMS',
          description: 'Payroll',
        },
      );
    }
  },

  async 'grants, keys and aliases'({ session, keyArn, alias }) {
    const [grants, keys, aliases] = await Promise.all([
      session.grants(keyArn, never()),
      session.listKeys(never()),
      session.aliases(undefined, never()),
    ]);
    assert.ok(grants.ok && keys.ok && aliases.ok, JSON.stringify([grants, keys, aliases]));
    assert.deepEqual(grants.value[0]?.Operations, ['Decrypt']);
    assert.ok(keys.value.some(k => k.arn === keyArn));
    assert.equal(aliases.value.find(a => a.name === alias)?.keyId, keyArn.split('/')[1]);
  },

  async 'a key policy that is stored is read back as it was'({ session, account, keyArn }) {
    const before = await session.keyPolicy(keyArn, never());
    assert.ok(before.ok, JSON.stringify(before));
    assert.equal(JSON.parse(before.value).Statement.length, 1);
    const changed = JSON.stringify(
      policy({
        Sid: 'Root',
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${account}:root` },
        Action: 'kms:*',
        Resource: '*',
      }),
      undefined,
      4,
    );
    assert.deepEqual(await session.putKeyPolicy(keyArn, changed, never()), { ok: true, value: undefined });
    assert.deepEqual(await session.keyPolicy(keyArn, never()), { ok: true, value: changed });
  },

  async 'the policies of a role'({ session, roleArn, policies, boundary }) {
    const answer = await session.identityPolicies(roleArn, never());
    assert.ok(answer.ok, JSON.stringify(answer));
    assert.equal(answer.value.principalArn, roleArn);
    assert.deepEqual(answer.value.unread, []);
    assert.deepEqual(
      answer.value.policies.map(p => p.name),
      policies,
    );
    for (const { text } of answer.value.policies) {
      assert.ok(Array.isArray(JSON.parse(text).Statement));
    }
    assert.equal(answer.value.boundary?.name, boundary);
  },

  async 'what is not there'({ session, account }) {
    const [key, role] = await Promise.all([
      session.describeKey('00000000-0000-0000-0000-000000000000', never()),
      session.identityPolicies(`arn:aws:iam::${account}:role/Gone`, never()),
    ]);
    assert.equal(key.ok || key.failure.kind, 'not-found');
    assert.equal(role.ok || role.failure.kind, 'not-found');
  },

  async 'a dry run'({ session, keyArn, dryRun }) {
    const key = await session.describeKey(keyArn, never());
    assert.ok(key.ok);
    const answer = await session.dryRun({ action: 'kms:GenerateDataKey', key: key.value }, never());
    assert.deepEqual(answer, { ok: true, value: { verdict: dryRun } });
  },
};

describe('aws/contract', () => {
  describe('the sandbox', () => {
    for (const [name, check] of Object.entries(contract)) {
      it(
        name,
        inSandbox(async sandbox => {
          const session = sessionAs(sandbox, admin);
          const managed = [0, 1, 2].map(i => `arn:aws:iam::${account}:policy/Managed${i}`);
          await check({
            session,
            account,
            keyArn,
            alias: 'alias/payroll',
            roleArn: admin,
            policies: ['Everything', 'Ümläut & 100 %', ...managed],
            boundary,
            dryRun: 'would-succeed',
          });
          session.close();
        }),
      );
    }
  });

  describe('moto, a third-party AWS', () => {
    let world: World | undefined;
    let stop = (): void => undefined;

    before(async function () {
      this.timeout(60_000);
      // In a venv: MOTO_SERVER=path/to/bin/moto_server.
      const command = process.env['MOTO_SERVER'] ?? 'moto_server';
      if (spawnSync(command, ['--help'], { stdio: 'ignore' }).status !== 0) {
        return;
      }
      const endpoint = await closedPort();
      const server = spawn(command, ['-H', '127.0.0.1', '-p', new URL(endpoint).port], { stdio: 'ignore' });
      stop = () => {
        server.kill();
      };
      process.once('exit', stop);
      await answering(endpoint);
      world = await motoWorld(endpoint);
    });

    after(() => {
      world?.session.close();
      stop();
    });

    for (const [name, check] of Object.entries(contract)) {
      it(name, async function () {
        if (world === undefined) {
          return this.skip();
        }
        return check(world);
      });
    }
  });
});

async function answering(endpoint: string): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    const answered = await fetch(`${endpoint}/moto-api/data.json`).then(
      r => r.ok,
      () => false,
    );
    if (answered) {
      return;
    }
    await delay(100);
  }
  throw new Error('moto_server does not answer');
}

async function motoWorld(endpoint: string): Promise<World> {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const [kms, iam] = [
    new KMSClient({ endpoint, region, credentials }),
    new IAMClient({ endpoint, region, credentials }),
  ];
  const { KeyMetadata: key } = await kms.send(new CreateKeyCommand({ Description: 'Payroll' }));
  await kms.send(new CreateAliasCommand({ AliasName: 'alias/payroll', TargetKeyId: key?.KeyId }));
  const document = JSON.stringify(policy({ Effect: 'Allow', Action: 'kms:Decrypt', Resource: '*' }));
  const trust = JSON.stringify(
    policy({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'ec2.amazonaws.com' } }),
  );
  const [limit, attached] = await Promise.all(
    ['Boundary', 'Attached'].map(
      async PolicyName =>
        (await iam.send(new CreatePolicyCommand({ PolicyName, PolicyDocument: document }))).Policy?.Arn ?? '',
    ),
  );
  const { Role: role } = await iam.send(
    new CreateRoleCommand({
      RoleName: 'App',
      Path: '/ops/',
      AssumeRolePolicyDocument: trust,
      PermissionsBoundary: limit,
    }),
  );
  await iam.send(new PutRolePolicyCommand({ RoleName: 'App', PolicyName: 'Inline', PolicyDocument: document }));
  await iam.send(new AttachRolePolicyCommand({ RoleName: 'App', PolicyArn: attached }));
  await kms.send(new CreateGrantCommand({ KeyId: key?.KeyId, GranteePrincipal: role?.Arn, Operations: ['Decrypt'] }));
  return {
    session: openSandboxSession({ endpoint, region, credentials }),
    account: key?.AWSAccountId ?? '',
    keyArn: key?.Arn ?? '',
    alias: 'alias/payroll',
    roleArn: role?.Arn ?? '',
    policies: ['Inline', attached ?? ''],
    boundary: limit ?? '',
    dryRun: 'dry-run-ignored',
  };
}
