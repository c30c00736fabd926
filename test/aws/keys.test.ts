import assert from 'node:assert/strict';
import { never } from './environment';
import { account, admin, alice, inSandbox, keyArn, nobody, region, sessionAs } from './servers';

describe('aws/keys', () => {
  it(
    'describes a key by ARN, id, alias and alias ARN',
    inSandbox(async sandbox => {
      const session = sessionAs(sandbox, admin);
      for (const id of [
        keyArn,
        '1234abcd-12ab-34cd-56ef-1234567890ab',
        'alias/payroll',
        `arn:aws:kms:${region}:${account}:alias/payroll`,
      ]) {
        const answer = await session.describeKey(id, never());
        assert.ok(answer.ok, JSON.stringify(answer));
        const { arn, manager, state, enabled, usage, spec, description, created } = answer.value;
        assert.deepEqual(
          { arn, manager, state, enabled, usage, spec, description },
          {
            arn: keyArn,
            manager: 'CUSTOMER',
            state: 'Enabled',
            enabled: true,
            usage: 'ENCRYPT_DECRYPT',
            spec: 'SYMMETRIC_DEFAULT',
            description: 'Payroll',
          },
        );
        assert.deepEqual([answer.value.account, answer.value.region], [account, region]);
        assert.match(created ?? '', /^\d{4}-\d\d-\d\dT/);
      }
    }),
  );

  it(
    'reads the policy exactly as it is stored',
    inSandbox(async sandbox => {
      const answer = await sessionAs(sandbox, admin).keyPolicy(keyArn, never());
      assert.ok(answer.ok);
      assert.equal(JSON.parse(answer.value).Statement[0].Sid, 'Root');
      assert.match(answer.value, /\n {2}"Version"/);
    }),
  );

  it(
    'reads all pages of grants',
    inSandbox(async sandbox => {
      const answer = await sessionAs(sandbox, admin).grants(keyArn, never());
      assert.ok(answer.ok);
      assert.deepEqual(
        answer.value.map(g => g.GrantId),
        Array.from({ length: 250 }, (_, i) => `grant-${i}`),
      );
      assert.deepEqual(answer.value[0]?.Operations, ['Decrypt']);
    }),
  );

  it(
    'lists keys and aliases',
    inSandbox(async sandbox => {
      const session = sessionAs(sandbox, admin);
      const [keys, all, ofKey] = await Promise.all([
        session.listKeys(never()),
        session.aliases(undefined, never()),
        session.aliases(keyArn, never()),
      ]);
      assert.deepEqual(keys, { ok: true, value: [{ keyId: '1234abcd-12ab-34cd-56ef-1234567890ab', arn: keyArn }] });
      const alias = {
        name: 'alias/payroll',
        arn: `arn:aws:kms:${region}:${account}:alias/payroll`,
        keyId: '1234abcd-12ab-34cd-56ef-1234567890ab',
      };
      assert.deepEqual(all, { ok: true, value: [alias] });
      assert.deepEqual(ofKey, { ok: true, value: [alias] });
    }),
  );

  it(
    'says who the caller is',
    inSandbox(async sandbox => {
      const user = await sessionAs(sandbox, alice).caller(never());
      assert.ok(user.ok);
      assert.deepEqual([user.value.arn, user.value.account], [alice, account]);
      const role = await sessionAs(sandbox, admin).caller(never());
      assert.ok(role.ok);
      assert.equal(role.value.arn, `arn:aws:sts::${account}:assumed-role/Admin/sandbox`);
    }),
  );

  it(
    'says for each question that it was refused, and which permission is missing',
    inSandbox(async sandbox => {
      const session = sessionAs(sandbox, nobody);
      for (const [action, answer] of [
        ['kms:DescribeKey', await session.describeKey(keyArn, never())],
        ['kms:GetKeyPolicy', await session.keyPolicy(keyArn, never())],
        ['kms:ListGrants', await session.grants(keyArn, never())],
        ['kms:ListKeys', await session.listKeys(never())],
        ['kms:ListAliases', await session.aliases(undefined, never())],
      ] as const) {
        assert.ok(!answer.ok, action);
        const { kind, operation, message } = answer.failure;
        assert.deepEqual([kind, operation], ['access-denied', action]);
        assert.equal(answer.failure.kind === 'access-denied' && answer.failure.action, action);
        assert.match(message, new RegExp(`^User: ${nobody} is not authorized to perform: ${action}`));
        assert.ok(answer.failure.requestId);
      }
    }),
  );
});
