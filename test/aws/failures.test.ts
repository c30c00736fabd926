import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import type { ServerResponse } from 'node:http';
import { type Limits, openSandboxSession, openSession } from '../../src/aws';
import { toFailure } from '../../src/aws/failures';
import { withoutSecrets } from '../../src/text/secrets';
import type { Failure, NetworkReason, Session } from '../../src/ports';
import type { Fault, Sandbox } from '../../src/sandbox';
import { inEnvironment, never } from './environment';
import { admin, closedPort, inSandbox, keyArn, region, sessionAs, withServer } from './servers';

/** Short, for the tests that wait until they are over. */
const limits = { connect: 500, request: 150, question: 3000 };
const credentials = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'very-secret',
  sessionToken: 'very-secret-token',
};
const sessionAt = (endpoint: string, more: Partial<Limits> = {}): Session =>
  openSandboxSession({ endpoint, region, credentials, limits: more });

/** The failure of each kind of question: JSON and XML answers, paged and not. */
const questions: Readonly<Record<string, (session: Session) => Promise<Failure>>> = {
  'kms:DescribeKey': async s => failureOf(await s.describeKey(keyArn, never())),
  'kms:GetKeyPolicy': async s => failureOf(await s.keyPolicy(keyArn, never())),
  'kms:ListGrants': async s => failureOf(await s.grants(keyArn, never())),
  'cloudtrail:LookupEvents': async s =>
    failureOf(await s.lookUpEvents({ attribute: { name: 'EventSource', value: 'kms.amazonaws.com' } }, never())),
  'sts:GetCallerIdentity': async s => failureOf(await s.caller(never())),
};

function failureOf(answer: { ok: true } | { ok: false; failure: Failure }): Failure {
  assert.ok(!answer.ok, 'the question was answered');
  assert.doesNotMatch(JSON.stringify(answer.failure), /very-secret/);
  return answer.failure;
}

const faults: readonly (readonly [Fault, Failure['kind'], NetworkReason?])[] = [
  [{ kind: 'access-denied' }, 'access-denied'],
  [{ kind: 'throttling' }, 'throttled'],
  [{ kind: 'internal-error' }, 'service'],
  [{ kind: 'expired-token' }, 'expired-token'],
  [{ kind: 'malformed-answer' }, 'malformed'],
  [{ kind: 'reset' }, 'network', 'reset'],
  [{ kind: 'lost-answer' }, 'network', 'reset'],
  [{ kind: 'slow', milliseconds: 400 }, 'network', 'timeout'],
];

/** Answers of something that is not AWS, or of AWS without the parts it always sends. */
const strange: readonly (readonly [
  what: string,
  answer: (response: ServerResponse) => unknown,
  kind: Failure['kind'],
])[] = [
  [
    'an HTML page',
    r => r.writeHead(200, { 'content-type': 'text/html' }).end('<html><body>Sign in to the Wi-Fi</body></html>'),
    'malformed',
  ],
  [
    'a proxy’s refusal',
    r => r.writeHead(403, { 'content-type': 'text/html' }).end('<html><body>Forbidden</body></html>'),
    'malformed',
  ],
  [
    'a proxy’s 502',
    r => r.writeHead(502, { 'content-type': 'text/html' }).end('<html><body>Bad gateway</body></html>'),
    'service',
  ],
  ['a 503 without a body', r => r.writeHead(503).end(), 'service'],
  ['an empty answer', r => r.writeHead(200).end(), 'malformed'],
  ['an empty object', r => r.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' }).end('{}'), 'malformed'],
  ['null', r => r.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' }).end('null'), 'malformed'],
  [
    'JSON of other types',
    r =>
      r.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' }).end('{"KeyMetadata":7,"Policy":7,"Grants":7}'),
    'malformed',
  ],
  ['another protocol', r => r.socket?.end('SSH-2.0-OpenSSH_9.6\r\n'), 'malformed'],
];

describe('aws/failures', () => {
  /** Puts every question at once: each must fail with that kind and name its own operation. */
  const allFail = async (sessionOf: () => Session, kind: Failure['kind'], reason?: NetworkReason): Promise<void> => {
    await Promise.all(
      Object.entries(questions).map(async ([operation, ask]) => {
        const session = sessionOf();
        const failure = await ask(session);
        assert.deepEqual([failure.kind, failure.operation], [kind, operation], JSON.stringify(failure));
        if (failure.kind === 'network') {
          assert.equal(failure.reason, reason);
        }
        session.close();
      }),
    );
  };

  for (const [fault, kind, reason] of faults) {
    it(
      `${fault.kind}: ${kind} ${reason ?? ''}`,
      inSandbox(async sandbox => {
        sandbox.faults.add('*', fault);
        await allFail(() => sessionAs(sandbox, admin, fault.kind === 'slow' ? limits : {}), kind, reason);
      }),
    );
  }

  it(
    'one failed attempt is made good by a retry',
    inSandbox(async sandbox => {
      for (const kind of ['throttling', 'internal-error', 'reset'] as const) {
        for (const [operation, ask] of Object.entries(questions)) {
          sandbox.faults.add(operation, { kind }, 1);
          await assert.rejects(ask(sessionAs(sandbox, admin)), /the question was answered/);
        }
      }
    }),
  );

  for (const [what, answer, kind] of strange) {
    it(`${what}: ${kind}`, () =>
      withServer(
        (_, response) => {
          answer(response);
        },
        endpoint => allFail(() => sessionAt(endpoint), kind),
      ));
  }

  it(
    'names a key that is not there, and what is no key at all',
    inSandbox(async sandbox => {
      const session = sessionAs(sandbox, admin);
      const gone = failureOf(await session.describeKey('00000000-0000-0000-0000-000000000000', never()));
      assert.equal(gone.kind, 'not-found', JSON.stringify(gone));
      for (const id of ['', 'not a key', 'arn:aws:s3:::bucket']) {
        const failure = failureOf(await session.describeKey(id, never()));
        assert.equal(failure.kind, 'invalid-key-id', JSON.stringify(failure));
      }
    }),
  );

  it(
    'knows wrong credentials',
    inSandbox(async sandbox => {
      const right = sandbox.credentials(admin);
      for (const wrong of [
        { ...right, secretAccessKey: 'very-secret' },
        { ...right, accessKeyId: 'AKIAIOSFODNN7EXAMPLE' },
      ]) {
        const session = openSandboxSession({ endpoint: sandbox.endpoint, region, credentials: wrong });
        for (const ask of [questions['kms:DescribeKey'], questions['sts:GetCallerIdentity']]) {
          assert.equal((await ask?.(session))?.kind, 'invalid-credentials');
        }
      }
    }),
  );

  it(
    'the SDK makes a skewed clock good where the service tells its time',
    inSandbox(async sandbox => {
      sandbox.faults.add('*', { kind: 'clock-skew', minutes: 30 });
      assert.ok((await sessionAs(sandbox, admin).describeKey(keyArn, never())).ok);
    }),
  );

  it('says that the clock is wrong where the service does not', () =>
    withServer(
      (_, response) => {
        response.sendDate = false;
        response.writeHead(400, { 'content-type': 'application/x-amz-json-1.1' }).end(
          JSON.stringify({
            __type: 'InvalidSignatureException',
            message:
              'Signature expired: 20261123T100000Z is now earlier than 20261123T105500Z (20261123T110000Z - 5 min.)',
          }),
        );
      },
      async endpoint => {
        assert.equal((await questions['kms:DescribeKey']?.(sessionAt(endpoint)))?.kind, 'clock-skew');
      },
    ));

  describe('network', () => {
    const reasonOf = async (endpoint: string, more: Partial<Limits> = {}): Promise<NetworkReason> => {
      const failure = failureOf(await sessionAt(endpoint, more).describeKey(keyArn, never()));
      assert.ok(failure.kind === 'network', JSON.stringify(failure));
      return failure.reason;
    };

    it('refused, and by whom', async () => {
      const endpoint = await closedPort();
      const failure = failureOf(await sessionAt(endpoint).describeKey(keyArn, never()));
      assert.ok(failure.kind === 'network');
      assert.deepEqual([failure.reason, `http://${failure.host}`], ['refused', endpoint]);
    });

    it('tls: the other side does not speak it', () =>
      withServer(
        () => undefined,
        async endpoint => {
          assert.equal(await reasonOf(endpoint.replace('http:', 'https:')), 'tls');
        },
      ));

    it('timeout: connected and silent', async () => {
      const silent = createServer(() => undefined);
      await new Promise<void>(resolve => silent.listen(0, '127.0.0.1', resolve));
      const address = silent.address();
      assert.ok(typeof address === 'object' && address !== null);
      assert.equal(await reasonOf(`http://127.0.0.1:${address.port}`, limits), 'timeout');
      silent.close();
    });

    it('timeout: an answer that begins and never ends', () =>
      withServer(
        (_, response) => {
          response
            .writeHead(200, { 'content-type': 'application/x-amz-json-1.1', 'content-length': '1000' })
            .write('{');
        },
        async endpoint => assert.equal(await reasonOf(endpoint, limits), 'timeout'),
      ));

    it('timeout: an answer that trickles for ever', () =>
      withServer(
        (_, response) => {
          response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' });
          const drip = setInterval(() => response.write(' '), 20);
          response.on('close', () => clearInterval(drip));
        },
        async endpoint => assert.equal(await reasonOf(endpoint, { question: 500 }), 'timeout'),
      ));

    it('reset: broken off in the middle', () =>
      withServer(
        (_, response) => {
          response
            .writeHead(200, { 'content-type': 'application/x-amz-json-1.1', 'content-length': '1000' })
            .write('{');
          setTimeout(() => response.destroy(), 20);
        },
        async endpoint => assert.equal(await reasonOf(endpoint), 'reset'),
      ));

    // Names that only a resolver could know are not asked for in a test; these are the errors Node reports (Node.js, "Common system errors").
    for (const [code, reason] of [
      ['ENOTFOUND', 'dns'],
      ['EAI_AGAIN', 'offline'],
      ['ENETUNREACH', 'offline'],
      ['CERT_HAS_EXPIRED', 'tls'],
    ] as const) {
      it(`${reason}: ${code}`, () => {
        const failure = toFailure(
          Object.assign(new Error(`x ${code}`), { code, hostname: 'kms.eu-west-1.amazonaws.com' }),
          'kms:DescribeKey',
        );
        assert.ok(failure.kind === 'network');
        assert.deepEqual([failure.reason, failure.host], [reason, 'kms.eu-west-1.amazonaws.com']);
      });
    }
  });

  // KMS API Reference, "PutKeyPolicy", "LimitExceededException": something is too large, and no waiting helps.
  for (const [operation, kind] of [
    ['kms:PutKeyPolicy', 'other'],
    ['kms:DescribeKey', 'throttled'],
  ] as const) {
    it(`LimitExceeded of ${operation} is ${kind}`, () => {
      const thrown = Object.assign(new Error('Policy is too large.'), {
        name: 'LimitExceededException',
        $fault: 'client',
      });
      assert.equal(toFailure(thrown, operation).kind, kind);
    });
  }

  it('a page that leads to itself ends', () =>
    withServer(
      (_, response) => {
        response
          .writeHead(200, { 'content-type': 'application/x-amz-json-1.1' })
          .end('{"Grants":[],"Truncated":true,"NextMarker":"again"}');
      },
      async endpoint => {
        const answer = await sessionAt(endpoint).grants(keyArn, never());
        assert.ok(answer.ok || answer.failure.kind === 'malformed');
      },
    ));

  it('a listing that never ends is given up', () => {
    let page = 0;
    return withServer(
      (_, response) => {
        response
          .writeHead(200, { 'content-type': 'application/x-amz-json-1.1' })
          .end(`{"Grants":[],"Truncated":true,"NextMarker":"${page++}"}`);
      },
      async endpoint => {
        const failure = failureOf(await sessionAt(endpoint, { question: 300 }).grants(keyArn, never()));
        assert.ok(failure.kind === 'network');
        assert.equal(failure.reason, 'timeout');
      },
    );
  });

  describe('messages', () => {
    it('hold nothing secret, not even what AWS repeats of the request', () =>
      withServer(
        (_, response) => {
          response.writeHead(403, { 'content-type': 'text/xml' })
            .end(`<ErrorResponse><Error><Code>SignatureDoesNotMatch</Code><Message>The request signature we calculated does not match.

The Canonical String for this request should have been
'POST
host:sts.amazonaws.com
x-amz-security-token:very-secret-token
'</Message></Error></ErrorResponse>`);
        },
        async endpoint => {
          const failure = failureOf(await sessionAt(endpoint).caller(never()));
          assert.equal(failure.kind, 'invalid-credentials');
          assert.equal(failure.message, 'The request signature we calculated does not match.');
        },
      ));

    for (const [text, expected] of [
      ['x-amz-security-token: abc/def== next', 'x-amz-security-token: … next'],
      ['{"SecretAccessKey":"abc"}', '{"SecretAccessKey":…'],
      ['Authorization=AWS4 rest', 'Authorization=… rest'],
      ['User AKIAIOSFODNN7EXAMPLE is', 'User AKIA… is'],
      ['Error: Command failed: get-keys --token abc\nabc', 'The credential_process of the profile failed.'],
      [
        'User: arn:aws:iam::111122223333:user/x is not authorized to perform: kms:Decrypt',
        'User: arn:aws:iam::111122223333:user/x is not authorized to perform: kms:Decrypt',
      ],
    ] as const) {
      it(text.slice(0, 30), () => assert.equal(withoutSecrets(text), expected));
    }

    it('are not endless', () => assert.equal(withoutSecrets('x'.repeat(1_000_000)).length, 2000));
  });

  it(
    'keeps the key out of reach of settings for FIPS that the sandbox cannot follow',
    inSandbox(async (sandbox: Sandbox) => {
      await inEnvironment(
        { variables: { AWS_USE_FIPS_ENDPOINT: 'true', AWS_USE_DUALSTACK_ENDPOINT: 'true' } },
        async () => {
          assert.ok((await sessionAs(sandbox, admin).describeKey(keyArn, never())).ok);
          const config = `[profile p]\nendpoint_url = ${sandbox.endpoint}\naws_access_key_id = x\naws_secret_access_key = y\n`;
          const { writeFile } = await import('node:fs/promises');
          await writeFile(process.env['AWS_CONFIG_FILE'] ?? '', config);
          const session = await openSession({ source: { kind: 'profile', name: 'p' }, region });
          assert.ok(session.ok);
          assert.equal(failureOf(await session.value.describeKey(keyArn, never())).kind, 'configuration');
        },
      );
    }),
  );
});
