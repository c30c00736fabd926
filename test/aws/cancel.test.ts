import assert from 'node:assert/strict';
import { openSandboxSession, openSession } from '../../src/aws';
import type { Session } from '../../src/ports';
import { assumedKey } from '../../src/live';
import { inEnvironment } from './environment';
import { account, admin, inSandbox, keyArn, region, sessionAs, withServer } from './servers';

const key = assumedKey(keyArn) ?? assert.fail();
const credentials = { accessKeyId: 'x', secretAccessKey: 'y' };
const cancelled = { name: 'AbortError' };

const questions: Readonly<Record<string, (session: Session, signal: AbortSignal) => Promise<unknown>>> = {
  describeKey: (s, signal) => s.describeKey(keyArn, signal),
  keyPolicy: (s, signal) => s.keyPolicy(keyArn, signal),
  grants: (s, signal) => s.grants(keyArn, signal),
  aliases: (s, signal) => s.aliases(undefined, signal),
  listKeys: (s, signal) => s.listKeys(signal),
  dryRun: (s, signal) => s.dryRun({ action: 'kms:Decrypt', key }, signal),
  lookUpEvents: (s, signal) => s.lookUpEvents({ attribute: { name: 'EventName', value: 'Decrypt' } }, signal),
  caller: (s, signal) => s.caller(signal),
  identityPolicies: (s, signal) => s.identityPolicies(admin, signal),
};

describe('aws/cancel', () => {
  for (const [name, ask] of Object.entries(questions)) {
    it(`${name}: before it begins, no call is made`, () =>
      withServer(
        (_, response) => response.end(),
        async (endpoint, received) => {
          await assert.rejects(
            ask(openSandboxSession({ endpoint, region, credentials }), AbortSignal.abort()),
            cancelled,
          );
          assert.equal(received.length, 0);
        },
      ));

    it(`${name}: while the service is silent`, async () => {
      const controller = new AbortController();
      await withServer(
        () => controller.abort(),
        async endpoint => {
          await assert.rejects(
            ask(openSandboxSession({ endpoint, region, credentials }), controller.signal),
            cancelled,
          );
        },
      );
    });

    it(`${name}: while an answer is being read`, async () => {
      const controller = new AbortController();
      await withServer(
        (_, response) => {
          response.writeHead(200, { 'content-length': '1000' }).write('{');
          setTimeout(() => controller.abort(), 10);
        },
        async endpoint => {
          await assert.rejects(
            ask(openSandboxSession({ endpoint, region, credentials }), controller.signal),
            cancelled,
          );
        },
      );
    });

    it(`${name}: while the SDK waits to try again`, async () => {
      const controller = new AbortController();
      await withServer(
        (_, response) => {
          // Otherwise the SDK waits for a random time, which may be over before the call is cancelled.
          response.writeHead(500, { 'retry-after': '1' }).end();
          setTimeout(() => controller.abort(), 10);
        },
        async endpoint => {
          await assert.rejects(
            ask(openSandboxSession({ endpoint, region, credentials }), controller.signal),
            cancelled,
          );
        },
      );
    });
  }

  it('between two pages', async () => {
    const controller = new AbortController();
    await withServer(
      (_, response) => {
        response
          .writeHead(200, { 'content-type': 'application/x-amz-json-1.1' })
          .end(`{"Grants":[],"Truncated":true,"NextMarker":"${Math.random()}"}`);
        setImmediate(() => controller.abort());
      },
      async endpoint => {
        await assert.rejects(
          openSandboxSession({ endpoint, region, credentials }).grants(keyArn, controller.signal),
          cancelled,
        );
      },
    );
  });

  it('while the user looks for the MFA code', () =>
    inEnvironment(
      {
        config: `[profile p]\nrole_arn = ${admin}\nsource_profile = p\naws_access_key_id = x\naws_secret_access_key = y\nmfa_serial = arn:aws:iam::${account}:mfa/alice\n`,
      },
      async () => {
        const controller = new AbortController();
        const session = await openSession({
          source: { kind: 'profile', name: 'p' },
          region,
          mfaCode: () =>
            new Promise(() => {
              setImmediate(() => controller.abort());
            }),
        });
        assert.ok(session.ok);
        await assert.rejects(session.value.caller(controller.signal), cancelled);
      },
    ));

  it(
    'does not disturb other questions of the session',
    inSandbox(async sandbox => {
      sandbox.faults.latency = 50;
      const session = sessionAs(sandbox, admin);
      const controller = new AbortController();
      const [first, second] = [
        session.describeKey(keyArn, controller.signal),
        session.describeKey(keyArn, new AbortController().signal),
      ];
      setImmediate(() => controller.abort());
      await assert.rejects(first, cancelled);
      assert.ok((await second).ok);
    }),
  );
});
