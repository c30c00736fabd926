import { inMarkdown } from '../../../src/text/inMarkdown';
import assert from 'node:assert/strict';
import {
  CreateGrantCommand,
  EncryptCommand,
  KMSClient,
  ListGrantsCommand,
  PutKeyPolicyCommand,
} from '@aws-sdk/client-kms';
import { errorOfCall, openSandboxSession } from '../../../src/aws';
import { dryRun } from '../../../src/aws/dryRun';
import { readDenials } from '../../../src/denial';
import {
  becomeTester,
  conclusionOf,
  type Conclusion,
  mayStillSpread,
  repeat,
  tryOperation,
  assumedKey,
  type Verification,
} from '../../../src/live';
import { verificationReport } from '../../../src/explanation';
import { diagnose, type Diagnosis, whoIs } from '../../../src/diagnosis';
import type { Session } from '../../../src/ports';
import { type Sandbox, type SandboxScenario, scenarios, startSandbox } from '../../../src/sandbox';
import { never } from '../../aws/environment';
import { admin, alice, inSandbox, jump, keyArn, nobody, sessionAs } from '../../aws/servers';
import { fakeClock } from './clock';

const scenarioOf = (id: string): SandboxScenario => scenarios.find(s => s.id === id) ?? assert.fail(id);

/** A sandbox with all scenarios, the failed call of one of them explained by its key's administrator. */
const explained =
  (
    id: string,
    test: (parts: {
      sandbox: Sandbox;
      scenario: SandboxScenario;
      diagnosis: Diagnosis;
      as: (arn: string) => Session;
    }) => Promise<void>,
  ) =>
  async (): Promise<void> => {
    const sandbox = await startSandbox();
    try {
      const scenario = scenarioOf(id);
      const as = (arn: string): Session =>
        openSandboxSession({
          endpoint: sandbox.endpoint,
          credentials: sandbox.credentials(arn),
          region: scenario.region,
        });
      const { operation, input } = sandbox.requestOf(scenario);
      const error = await errorOfCall(
        {
          endpoint: sandbox.endpoint,
          credentials: sandbox.credentials(scenario.principalArn),
          region: scenario.region,
        },
        operation,
        input,
      );
      const denial = readDenials(error ?? '')[0] ?? assert.fail('no denial');
      const reader = as(scenario.readerArn);
      const [key, keyPolicy, grants, caller, identity] = await Promise.all([
        reader.describeKey(scenario.keyArn, never()),
        reader.keyPolicy(scenario.keyArn, never()),
        reader.grants(scenario.keyArn, never()),
        reader.caller(never()),
        reader.identityPolicies(scenario.principalArn, never()),
      ]);
      const diagnosis = diagnose({
        denial: { ...denial, resource: denial.resource ?? scenario.keyArn },
        key,
        keyPolicy,
        grants,
        caller,
        identity,
      });
      await test({ sandbox, scenario, diagnosis, as });
    } finally {
      await sandbox.close();
    }
  };

/** Tests as the editor does, with a clock that does not wait. */
async function verify(
  session: Session,
  diagnosis: Diagnosis,
  {
    afterChange = false,
    clock = fakeClock(),
    signal = never(),
    encryptionContext,
  }: {
    afterChange?: boolean;
    clock?: ReturnType<typeof fakeClock>;
    signal?: AbortSignal;
    encryptionContext?: Record<string, string>;
  } = {},
): Promise<Verification> {
  const test = await becomeTester({ session, label: 'p' }, diagnosis.who, undefined, never());
  assert.ok(test.ok, JSON.stringify(test));
  const key = await test.value.session.describeKey(diagnosis.keyArn ?? '', never());
  const live = key.ok ? key.value : (assumedKey(diagnosis.keyArn ?? '') ?? assert.fail('no key'));
  const facts = {
    diagnosis,
    tester: test.value.tester,
    key,
    afterChange,
    ...(encryptionContext && { encryptionContext }),
  };
  const request = {
    action: diagnosis.evidence.denial.action ?? '',
    key: live,
    ...(encryptionContext && { encryptionContext }),
  };
  const repetition = await repeat(abort => tryOperation(test.value.session, request, abort), {
    again: answer => mayStillSpread(facts, answer),
    clock,
    signal,
    between: () => undefined,
  });
  return { ...facts, repetition };
}

const conclusion = async (...args: Parameters<typeof verify>): Promise<Conclusion> =>
  conclusionOf(await verify(...args));

describe('verify', () => {
  it(
    'says that it works once the proposed statement is stored',
    explained('no-root-statement', async ({ sandbox, scenario, diagnosis, as }) => {
      assert.equal((await conclusion(as(scenario.principalArn), diagnosis)).kind, 'denied');
      const root = new KMSClient({
        endpoint: sandbox.endpoint,
        region: scenario.region,
        credentials: sandbox.credentials(scenario.readerArn),
      });
      await root.send(
        new PutKeyPolicyCommand({
          KeyId: scenario.keyArn,
          Policy: diagnosis.proposal?.proposed ?? assert.fail('no proposal'),
        }),
      );
      root.destroy();
      const verification = await verify(as(scenario.principalArn), diagnosis, { afterChange: true });
      assert.deepEqual(conclusionOf(verification), { kind: 'allowed', did: false });
      const text = inMarkdown(verificationReport(verification));
      assert.match(text, /^# Yes: KMS says that `kms:Decrypt` would succeed for `MyRole`\.$/m);
      assert.match(text, /\| State \| enabled \|/);
    }),
  );

  it(
    'repeats after a change until KMS agrees, with longer and longer pauses',
    explained('no-root-statement', async ({ scenario, diagnosis, as }) => {
      const admin = as(scenario.readerArn);
      const clock = fakeClock(n =>
        n === 4 ? admin.putKeyPolicy(scenario.keyArn, diagnosis.proposal?.proposed ?? '', never()) : undefined,
      );
      const verification = await verify(as(scenario.principalArn), diagnosis, { afterChange: true, clock });
      assert.equal(conclusionOf(verification).kind, 'allowed');
      assert.deepEqual(clock.pauses.slice(0, 4), [1000, 2000, 4000, 8000]);
      assert.match(inMarkdown(verificationReport(verification)), /\| 7 s \| denied \|/);
    }),
  );

  it(
    'gives up after five minutes, and says that something else stands in the way',
    explained('no-root-statement', async ({ scenario, diagnosis, as }) => {
      const clock = fakeClock();
      const verification = await verify(as(scenario.principalArn), diagnosis, { afterChange: true, clock });
      assert.equal(verification.repetition.end, 'time-over');
      const waited = clock.pauses.reduce((sum, p) => sum + p, 0);
      assert.equal(waited, 5 * 60_000);
      assert.ok(Math.max(...clock.pauses) <= 30_000);
      assert.match(inMarkdown(verificationReport(verification)), /tried for five minutes/);
    }),
  );

  it(
    'stops when cancelled, and keeps what it learnt',
    explained('no-root-statement', async ({ scenario, diagnosis, as }) => {
      const cancelled = new AbortController();
      const verification = await verify(as(scenario.principalArn), diagnosis, {
        afterChange: true,
        clock: fakeClock(n => {
          if (n === 2) {
            cancelled.abort();
          }
        }),
        signal: cancelled.signal,
      });
      assert.deepEqual(
        [verification.repetition.end, verification.repetition.attempts.length, conclusionOf(verification).kind],
        ['cancelled', 2, 'denied'],
      );
      const before = await repeat(() => assert.fail('tried'), {
        again: () => true,
        clock: fakeClock(),
        signal: AbortSignal.abort(),
        between: () => undefined,
      });
      assert.deepEqual(before, { attempts: [], end: 'cancelled' });
    }),
  );

  it(
    'goes on over throttling, errors of AWS and broken connections while a change spreads; an expired session ends it',
    explained('no-root-statement', async ({ sandbox, scenario, diagnosis, as }) => {
      await as(scenario.readerArn).putKeyPolicy(scenario.keyArn, diagnosis.proposal?.proposed ?? '', never());
      const session = as(scenario.principalArn);
      for (const kind of ['throttling', 'internal-error', 'reset', 'malformed-answer'] as const) {
        sandbox.faults.add('kms:Decrypt', { kind }, 3);
        assert.deepEqual([kind, (await conclusion(session, diagnosis, { afterChange: true })).kind], [kind, 'allowed']);
        sandbox.faults.clear();
      }
      sandbox.faults.add('kms:Decrypt', { kind: 'expired-token' });
      const ended = await verify(session, diagnosis, { afterChange: true });
      assert.deepEqual([conclusionOf(ended).kind, ended.repetition.attempts.length], ['failed', 1]);
      assert.match(inMarkdown(verificationReport(ended)), /^# The test came to no answer: the session has expired/m);
    }),
  );

  it(
    'does without DescribeKey',
    explained('iam-missing', async ({ scenario, diagnosis, as }) => {
      const verification = await verify(as(scenario.principalArn), diagnosis);
      assert.equal(conclusionOf(verification).kind, 'denied');
      assert.equal(verification.key.ok, false);
      assert.match(inMarkdown(verificationReport(verification)), /As it was read for the explanation/);
    }),
  );

  it(
    'does not conclude from somebody else',
    explained('no-root-statement', async ({ scenario, diagnosis, as }) => {
      const verification = await verify(as(scenario.readerArn), diagnosis);
      const { kind } = conclusionOf(verification);
      assert.equal(kind, 'other-tested');
      const text = inMarkdown(verificationReport(verification));
      assert.match(
        text,
        /^# You tested as `KeyAdmin`, to whom `kms:Decrypt` is denied; the error was about `MyRole`\.$/m,
      );
      assert.match(text, /To assume the role failed: not allowed: this identity may not `sts:AssumeRole`/);
      assert.doesNotMatch(text, /still denied|\*\*No: KMS/);
      assert.equal(verification.repetition.attempts.length, 1);
    }),
  );

  it(
    'does not wait for what a direct call can never show',
    explained('via-service-only', async ({ scenario, diagnosis, as }) => {
      const verification = await verify(as(scenario.principalArn), diagnosis, { afterChange: true });
      const concluded = conclusionOf(verification);
      assert.ok(concluded.kind === 'not-reproducible', concluded.kind);
      assert.deepEqual(
        concluded.untested.map(h => [h.key, h.kind]),
        [['kms:ViaService', 'service']],
      );
      assert.equal(verification.repetition.attempts.length, 1);
    }),
  );

  it(
    'takes the encryption context into the test; without it, says that it is missing',
    explained('encryption-context-condition', async ({ scenario, diagnosis, as }) => {
      const session = as(scenario.principalArn);
      const unknown = await conclusion(session, diagnosis);
      assert.ok(unknown.kind === 'not-reproducible');
      assert.deepEqual(
        unknown.untested.map(h => h.kind),
        ['context'],
      );
      assert.equal((await conclusion(session, diagnosis, { encryptionContext: { tenant: 'green' } })).kind, 'denied');
      assert.equal((await conclusion(session, diagnosis, { encryptionContext: { tenant: 'blue' } })).kind, 'allowed');
    }),
  );

  it(
    'tells states of the key from permissions',
    explained('disabled-key', async ({ scenario, diagnosis, as }) => {
      const verification = await verify(as(scenario.principalArn), {
        ...diagnosis,
        evidence: { ...diagnosis.evidence, denial: { ...diagnosis.evidence.denial, action: scenario.action } },
      });
      const concluded = conclusionOf(verification);
      assert.ok(concluded.kind === 'failed');
      assert.equal(concluded.failure.kind, 'key-state');
      assert.match(inMarkdown(verificationReport(verification)), /\*\*disabled\*\*/);
    }),
  );

  it(
    'drops the answer of an endpoint that ignores dry runs',
    explained('no-root-statement', async ({ sandbox, scenario, diagnosis, as }) => {
      sandbox.faults.add('kms:GenerateDataKey', { kind: 'dry-run-ignored' });
      await as(scenario.readerArn).putKeyPolicy(
        scenario.keyArn,
        (diagnosis.proposal?.proposed ?? '').replace('"kms:Decrypt"', '"kms:*"'),
        never(),
      );
      const other = {
        ...diagnosis,
        evidence: { ...diagnosis.evidence, denial: { ...diagnosis.evidence.denial, action: 'kms:GenerateDataKey' } },
      };
      const verification = await verify(as(scenario.principalArn), other);
      assert.equal(conclusionOf(verification).kind, 'dry-run-ignored');
      assert.match(inMarkdown(verificationReport(verification)), /does not know dry runs/);
      assert.doesNotMatch(JSON.stringify(verification.repetition), /Plaintext|CiphertextBlob/);
    }),
  );

  it(
    'makes no grant on an endpoint that is not AWS, and asks one that is as a dry run',
    inSandbox(async sandbox => {
      sandbox.faults.add('kms:CreateGrant', { kind: 'dry-run-ignored' });
      const key = assumedKey(keyArn) ?? assert.fail();
      const session = sessionAs(sandbox, admin);
      assert.deepEqual(await session.dryRun({ action: 'kms:CreateGrant', key }, never()), {
        ok: true,
        value: { verdict: 'not-possible', why: 'not-aws' },
      });
      assert.equal(sandbox.calls('kms:CreateGrant'), 0);
      sandbox.faults.clear();
      const kms = new KMSClient({
        endpoint: sandbox.endpoint,
        region: key.region,
        credentials: sandbox.credentials(admin),
      });
      const grants = async (): Promise<number> =>
        (await kms.send(new ListGrantsCommand({ KeyId: keyArn }))).Grants?.length ?? 0;
      const before = await grants();
      assert.deepEqual(await dryRun(kms, { action: 'kms:CreateGrant', key }, undefined, never()), {
        verdict: 'would-succeed',
      });
      assert.equal(await grants(), before);
      await assert.rejects(
        kms.send(
          new CreateGrantCommand({ KeyId: keyArn, GranteePrincipal: jump, Operations: ['Decrypt'], DryRun: true }),
        ),
        { name: 'DryRunOperationException' },
      );
      kms.destroy();
    }),
  );

  it(
    'tries a real ciphertext',
    inSandbox(async sandbox => {
      const key = assumedKey(keyArn) ?? assert.fail();
      const kms = new KMSClient({
        endpoint: sandbox.endpoint,
        region: key.region,
        credentials: sandbox.credentials(admin),
      });
      const { CiphertextBlob: ciphertext = new Uint8Array() } = await kms.send(
        new EncryptCommand({ KeyId: keyArn, Plaintext: Buffer.from('x'), EncryptionContext: { a: 'b' } }),
      );
      kms.destroy();
      const session = sessionAs(sandbox, admin);
      assert.deepEqual(
        await session.dryRun({ action: 'kms:Decrypt', key, ciphertext, encryptionContext: { a: 'b' } }, never()),
        { ok: true, value: { verdict: 'would-succeed' } },
      );
      for (const wrong of [{ ciphertext }, { ciphertext: ciphertext.slice(0, -1), encryptionContext: { a: 'b' } }]) {
        const answer = await session.dryRun({ action: 'kms:Decrypt', key, ...wrong }, never());
        assert.ok(!answer.ok && answer.failure.kind === 'other', JSON.stringify(answer));
        assert.equal(answer.failure.code, 'InvalidCiphertextException');
      }
    }),
  );

  it(
    'makes reads as they are',
    inSandbox(async sandbox => {
      const key = assumedKey(keyArn) ?? assert.fail();
      for (const action of [
        'kms:DescribeKey',
        'kms:GetKeyPolicy',
        'kms:ListGrants',
        'kms:ListAliases',
        'KMS:listkeys',
      ]) {
        assert.deepEqual(await tryOperation(sessionAs(sandbox, admin), { action, key }, never()), {
          ok: true,
          value: { verdict: 'succeeded' },
        });
        const refused = await tryOperation(sessionAs(sandbox, nobody), { action, key }, never());
        assert.ok(refused.ok && refused.value.verdict === 'denied');
      }
    }),
  );
});

describe('verify: the tester', () => {
  const become = async (sandbox: Sandbox, arn: string, denied: string, real?: string) => {
    const test = await becomeTester({ session: sessionAs(sandbox, arn), label: 'p' }, whoIs(denied), real, never());
    return test.ok ? test.value.tester : assert.fail(JSON.stringify(test));
  };

  it(
    'is the denied principal itself, becomes it, or says who it is',
    inSandbox(async sandbox => {
      const session = jump.replace(':iam:', ':sts:').replace(':role/', ':assumed-role/');
      assert.equal((await become(sandbox, jump, `${session}/other`)).as, 'denied');
      assert.equal((await become(sandbox, alice, alice)).as, 'denied');
      const assumed = await become(sandbox, alice, `${session}/i-0abc`);
      assert.deepEqual([assumed.as, assumed.arn], ['assumed', `${session}/double-lock`]);
      const other = await become(sandbox, nobody, `${session}/i-0abc`);
      assert.deepEqual([other.as, other.arn, other.refused?.kind], ['other', nobody, 'access-denied']);
      // A role whose path is not known cannot be found; with it, it can.
      const admins = 'arn:aws:sts::111122223333:assumed-role/Admin/x';
      assert.deepEqual(
        [(await become(sandbox, alice, admins)).as, (await become(sandbox, alice, admins, admin)).as],
        ['other', 'assumed'],
      );
      // Nobody can become these.
      const service = await become(sandbox, alice, 'logs.eu-central-1.amazonaws.com');
      const linked = await become(
        sandbox,
        alice,
        'arn:aws:sts::111122223333:assumed-role/AWSServiceRoleForAutoScaling/AutoScaling',
      );
      assert.deepEqual(
        [service.as, service.refused, linked.as, linked.refused],
        ['other', undefined, 'other', undefined],
      );
    }),
  );

  for (const kind of ['access-denied', 'throttling', 'expired-token', 'reset', 'malformed-answer'] as const) {
    it(
      `stays who it is when AssumeRole fails: ${kind}`,
      inSandbox(async sandbox => {
        sandbox.faults.add('sts:AssumeRole', { kind });
        const tester = await become(sandbox, alice, jump);
        assert.equal(tester.as, 'other');
        assert.ok(tester.refused);
      }),
    );
  }
});
