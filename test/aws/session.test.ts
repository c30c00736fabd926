import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { openSession, type SessionOptions } from '../../src/aws';
import type { Answer, Session } from '../../src/ports';
import type { Sandbox, SandboxCredentials } from '../../src/sandbox';
import { inEnvironment, never } from './environment';
import { account, admin, alice, closedPort, inSandbox, jump, keyArn, region, sessionAs, withServer } from './servers';

const keys = ({ accessKeyId, secretAccessKey, sessionToken }: SandboxCredentials): string => `
aws_access_key_id = ${accessKeyId}
aws_secret_access_key = ${secretAccessKey}
${sessionToken ? `aws_session_token = ${sessionToken}` : ''}
`;

const variables = ({ accessKeyId, secretAccessKey, sessionToken }: SandboxCredentials): Record<string, string> => ({
  AWS_ACCESS_KEY_ID: accessKeyId,
  AWS_SECRET_ACCESS_KEY: secretAccessKey,
  ...(sessionToken && { AWS_SESSION_TOKEN: sessionToken }),
});

async function open(name: string, more: Omit<SessionOptions, 'source'> = {}): Promise<Session> {
  const session = await openSession({ source: { kind: 'profile', name }, region, ...more });
  assert.ok(session.ok, JSON.stringify(session));
  return session.value;
}

async function callerArn(session: Session): Promise<string> {
  const caller = await session.caller(never());
  assert.ok(caller.ok, JSON.stringify(caller));
  return caller.value.arn;
}

function failureOf<T>(answer: Answer<T>) {
  assert.ok(!answer.ok);
  return answer.failure;
}

describe('aws/session', () => {
  it(
    'sends each profile to its own endpoint, whatever AWS_PROFILE names',
    inSandbox(async one => {
      await inSandbox(async two => {
        const config = `
[profile one]
endpoint_url = ${one.endpoint}
${keys(one.credentials(alice))}
[profile two]
services = two
${keys(two.credentials(admin))}
[services two]
kms =
  endpoint_url = ${two.endpoint}
sts =
  endpoint_url = ${two.endpoint}
iam =
  endpoint_url = ${two.endpoint}
`;
        for (const other of ['one', 'two']) {
          await inEnvironment({ config, variables: { AWS_PROFILE: other } }, async () => {
            const [first, second] = [await open('one'), await open('two')];
            assert.equal(await callerArn(first), alice);
            assert.equal(await callerArn(second), `arn:aws:sts::${account}:assumed-role/Admin/sandbox`);
            for (const session of [first, second]) {
              assert.ok((await session.describeKey(keyArn, never())).ok);
              session.close();
            }
            // Each sandbox takes its own credentials only: the profiles cannot have met the other's endpoint.
            assert.deepEqual([first.endpoints.kms, second.endpoints.kms], [one.endpoint, two.endpoint]);
          });
        }
      })();
    }),
  );

  const chain = (sandbox: Sandbox): string => `
[profile top]
endpoint_url = ${sandbox.endpoint}
role_arn = ${admin}
source_profile = middle
role_session_name = me
[profile middle]
role_arn = ${jump}
source_profile = bottom
[profile bottom]
endpoint_url = http://127.0.0.1:1
${keys(sandbox.credentials(alice))}
[profile other]
endpoint_url = http://127.0.0.1:1
`;

  it(
    'walks a role chain with STS at the chosen profile’s endpoint, once for all clients',
    inSandbox(async sandbox => {
      await inEnvironment({ config: chain(sandbox), variables: { AWS_PROFILE: 'other' } }, async () => {
        const session = await open('top');
        const [caller, key, policies] = await Promise.all([
          session.caller(never()),
          session.describeKey(keyArn, never()),
          session.identityPolicies(admin, never()),
        ]);
        assert.ok(caller.ok && key.ok && policies.ok, JSON.stringify([caller, key, policies]));
        assert.equal(caller.value.arn, `arn:aws:sts::${account}:assumed-role/Admin/me`);
        session.close();
      });
    }),
  );

  it('assumes a role once for questions that are asked together', async () => {
    const now = new Date(Date.now() + 3_600_000).toISOString();
    await withServer(
      ({ operation }, response) => {
        const result =
          operation === 'AssumeRole'
            ? `<Credentials><AccessKeyId>a</AccessKeyId><SecretAccessKey>b</SecretAccessKey><SessionToken>c</SessionToken><Expiration>${now}</Expiration></Credentials>`
            : `<Arn>${admin}</Arn><Account>${account}</Account><UserId>x</UserId>`;
        response
          .writeHead(200, { 'content-type': 'text/xml' })
          .end(`<${operation}Response><${operation}Result>${result}</${operation}Result></${operation}Response>`);
      },
      async (endpoint, received) => {
        const config = `[profile p]\nendpoint_url = ${endpoint}\nrole_arn = ${admin}\nsource_profile = p\naws_access_key_id = x\naws_secret_access_key = y\nmfa_serial = arn:aws:iam::${account}:mfa/alice\n`;
        await inEnvironment({ config }, async () => {
          const asked: string[] = [];
          const session = await open('p', {
            mfaCode: async serial => {
              asked.push(serial);
              return '123456';
            },
          });
          await Promise.all([
            session.caller(never()),
            session.describeKey(keyArn, never()),
            session.identityPolicies(admin, never()),
            session.caller(never()),
          ]);
          await session.caller(never());
          assert.deepEqual(asked, [`arn:aws:iam::${account}:mfa/alice`]);
          const assumed = received.filter(r => r.operation === 'AssumeRole');
          assert.deepEqual(
            assumed.map(r => [r.body?.get('RoleArn'), r.body?.get('TokenCode')]),
            [[admin, '123456']],
          );
          session.close();
        });
      },
    );
  });

  it('says that an MFA code is needed, and when it was wrong', async () => {
    await withServer(
      (_, response) => {
        response
          .writeHead(403, { 'content-type': 'text/xml' })
          .end(
            '<ErrorResponse><Error><Code>AccessDenied</Code><Message>MultiFactorAuthentication failed with invalid MFA one time pass code. </Message></Error></ErrorResponse>',
          );
      },
      async endpoint => {
        const serial = `arn:aws:iam::${account}:mfa/alice`;
        const config = `[profile p]\nendpoint_url = ${endpoint}\nrole_arn = ${admin}\nsource_profile = q\nmfa_serial = ${serial}\n[profile q]\naws_access_key_id = x\naws_secret_access_key = y\n`;
        await inEnvironment({ config }, async () => {
          for (const [mfaCode, reason] of [
            [undefined, 'no-code'],
            [async () => undefined, 'no-code'],
            [async () => '000000', 'wrong-code'],
          ] as const) {
            const failure = failureOf(await (await open('p', mfaCode && { mfaCode })).keyPolicy(keyArn, never()));
            assert.ok(failure.kind === 'mfa-needed', JSON.stringify(failure));
            assert.deepEqual([failure.serial, failure.reason, failure.operation], [serial, reason, 'sts:AssumeRole']);
          }
        });
      },
    );
  });

  it(
    'waits for the user’s MFA code longer than for an answer',
    inSandbox(async sandbox => {
      const config = `[profile p]\nendpoint_url = ${sandbox.endpoint}\nrole_arn = ${admin}\nsource_profile = q\nmfa_serial = x\n[profile q]\n${keys(sandbox.credentials(alice))}\n`;
      await inEnvironment({ config }, async () => {
        const session = await open('p', {
          limits: { question: 1000 },
          mfaCode: () =>
            new Promise(resolve => {
              setTimeout(() => resolve('123456'), 1100);
            }),
        });
        assert.equal(await callerArn(session), `arn:aws:sts::${account}:assumed-role/Admin/double-lock-p`);
        session.close();
      });
    }),
  );

  it('asks for no MFA code when the credentials under the role are not good', () =>
    inEnvironment(
      {
        config: `[profile p]\nrole_arn = ${admin}\nsource_profile = q\nmfa_serial = x\n[profile q]\nregion = eu-west-1\n`,
      },
      async () => {
        let asked = 0;
        const session = await open('p', {
          mfaCode: async () => {
            asked++;
            return '123456';
          },
        });
        assert.equal(failureOf(await session.caller(never())).kind, 'no-credentials');
        assert.equal(asked, 0);
      },
    ));

  it(
    'uses the environment’s credentials when asked to, also where AWS_PROFILE is set',
    inSandbox(async sandbox => {
      await inEnvironment(
        {
          config: '[profile other]\nendpoint_url = http://127.0.0.1:1\n',
          variables: {
            ...variables(sandbox.credentials(alice)),
            AWS_ENDPOINT_URL: sandbox.endpoint,
            AWS_PROFILE: 'other',
          },
        },
        async () => {
          const session = await openSession({ source: { kind: 'environment' }, region });
          assert.ok(session.ok);
          assert.equal(await callerArn(session.value), alice);
          session.value.close();
        },
      );
    }),
  );

  for (const [what, variables] of [
    ['a container', (endpoint: string) => ({ AWS_CONTAINER_CREDENTIALS_FULL_URI: `${endpoint}/credentials` })],
    [
      'an instance',
      (endpoint: string) => ({ AWS_EC2_METADATA_SERVICE_ENDPOINT: endpoint, AWS_EC2_METADATA_DISABLED: 'false' }),
    ],
  ] as const) {
    it(
      `takes the role of ${what}`,
      inSandbox(async sandbox => {
        const {
          accessKeyId: AccessKeyId,
          secretAccessKey: SecretAccessKey,
          sessionToken: Token,
        } = sandbox.credentials(admin);
        const answer = JSON.stringify({
          Code: 'Success',
          AccessKeyId,
          SecretAccessKey,
          Token,
          Expiration: new Date(Date.now() + 3_600_000).toISOString(),
        });
        await withServer(
          ({ path }, response) => {
            if (path.endsWith('/security-credentials/')) {
              response.end('Admin');
            } else {
              response.end(path.endsWith('/token') ? 'token' : answer);
            }
          },
          endpoint =>
            inEnvironment({ variables: { ...variables(endpoint), AWS_ENDPOINT_URL: sandbox.endpoint } }, async () => {
              const session = await openSession({ source: { kind: 'environment' }, region });
              assert.ok(session.ok);
              assert.equal(await callerArn(session.value), `arn:aws:sts::${account}:assumed-role/Admin/sandbox`);
              session.value.close();
            }),
        );
      }),
    );
  }

  it(
    'becomes another role, with the credentials at hand',
    inSandbox(async sandbox => {
      const session = sessionAs(sandbox, alice);
      const asAdmin = session.asRole(admin);
      assert.equal(await callerArn(asAdmin), `arn:aws:sts::${account}:assumed-role/Admin/double-lock`);
      assert.equal(asAdmin.role, admin);
      assert.equal(await callerArn(session), alice);
      const failure = failureOf(await session.asRole(`arn:aws:iam::${account}:role/Gone`).caller(never()));
      assert.deepEqual([failure.kind, failure.operation], ['access-denied', 'sts:AssumeRole']);
      asAdmin.close();
      session.close();
    }),
  );

  it(
    'becomes another role again after a new sign-in',
    inSandbox(async sandbox => {
      const config = `[profile p]\nendpoint_url = ${sandbox.endpoint}\n`;
      await inEnvironment(
        { config, credentials: `[p]\n${keys({ accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'x' })}` },
        async () => {
          const asAdmin = (await open('p')).asRole(admin);
          assert.equal(failureOf(await asAdmin.caller(never())).kind, 'invalid-credentials');
          await writeFile(process.env['AWS_SHARED_CREDENTIALS_FILE'] ?? '', `[p]\n${keys(sandbox.credentials(alice))}`);
          assert.equal(await callerArn(asAdmin), `arn:aws:sts::${account}:assumed-role/Admin/double-lock`);
          asAdmin.close();
        },
      );
    }),
  );

  it('makes one call a question and none besides', async () => {
    await withServer(
      (_, response) =>
        response.writeHead(400, { 'content-type': 'application/x-amz-json-1.1' }).end('{"__type":"NotFoundException"}'),
      async (endpoint, received) => {
        await inEnvironment(
          { config: `[profile p]\nendpoint_url = ${endpoint}\naws_access_key_id = x\naws_secret_access_key = y\n` },
          async () => {
            const session = await open('p');
            assert.equal(received.length, 0);
            await Promise.all([
              session.describeKey(keyArn, never()),
              session.keyPolicy(keyArn, never()),
              session.grants(keyArn, never()),
              session.caller(never()),
            ]);
            assert.deepEqual(received.map(r => r.operation).sort(), [
              'DescribeKey',
              'GetCallerIdentity',
              'GetKeyPolicy',
              'ListGrants',
            ]);
            session.close();
          },
        );
      },
    );
  });

  it('finds no credentials in an empty environment', () =>
    inEnvironment({ variables: { AWS_ENDPOINT_URL: 'http://127.0.0.1:1' } }, async () => {
      const session = await openSession({ source: { kind: 'environment' }, region });
      assert.ok(session.ok);
      assert.equal(failureOf(await session.value.caller(never())).kind, 'no-credentials');
    }));

  it(
    'reads credentials again after a failure',
    inSandbox(async sandbox => {
      const config = `[profile p]\nendpoint_url = ${sandbox.endpoint}\n`;
      const expired = sandbox.credentials(admin, { expires: Date.now() - 1000 });
      await inEnvironment({ config, credentials: `[p]\n${keys(expired)}` }, async () => {
        const session = await open('p');
        const failure = failureOf(await session.describeKey(keyArn, never()));
        assert.deepEqual([failure.kind, failure.operation], ['expired-token', 'kms:DescribeKey']);
        await writeFile(process.env['AWS_SHARED_CREDENTIALS_FILE'] ?? '', `[p]\n${keys(sandbox.credentials(admin))}`);
        assert.ok((await session.describeKey(keyArn, never())).ok);
        session.close();
      });
    }),
  );

  for (const [name, config] of [
    [
      'a source profile that is missing',
      '[profile p]\nrole_arn = arn:aws:iam::111122223333:role/x\nsource_profile = q\n',
    ],
    [
      'a cycle',
      '[profile p]\nrole_arn = arn:aws:iam::111122223333:role/x\nsource_profile = q\n[profile q]\nrole_arn = arn:aws:iam::111122223333:role/x\nsource_profile = p\n',
    ],
    [
      'an sso-session that is missing',
      '[profile p]\nsso_session = nowhere\nsso_account_id = 111122223333\nsso_role_name = x\n',
    ],
    ['half an SSO profile', '[profile p]\nsso_account_id = 111122223333\n'],
    [
      'half an sso-session',
      '[profile p]\nsso_session = s\nsso_account_id = 111122223333\nsso_role_name = x\n[sso-session s]\nsso_region = eu-west-1\n',
    ],
    [
      'a token file that is missing',
      '[profile p]\nrole_arn = arn:aws:iam::111122223333:role/x\nweb_identity_token_file = /nonexistent/token\n',
    ],
    [
      'a credential source that is none',
      '[profile p]\nrole_arn = arn:aws:iam::111122223333:role/x\ncredential_source = Moon\n',
    ],
    [
      'a role whose source is itself, without keys',
      '[profile p]\nrole_arn = arn:aws:iam::111122223333:role/x\nsource_profile = p\n',
    ],
  ] as const) {
    it(`reports ${name}`, () =>
      inEnvironment({ config }, async () => {
        const failure = failureOf(await (await open('p')).caller(never()));
        assert.equal(failure.kind, 'configuration', JSON.stringify(failure));
      }));
  }

  describe('sign-in', () => {
    const sso = `
[profile admin]
sso_session = corp
sso_account_id = 111122223333
sso_role_name = Admin
[profile legacy]
sso_start_url = https://example.invalid/start
sso_region = eu-west-1
sso_account_id = 111122223333
sso_role_name = Admin
[profile over]
role_arn = ${admin}
source_profile = admin
[sso-session corp]
sso_start_url = https://example.invalid/start
sso_region = eu-west-1
`;
    const cache = async (home: string, name: string, token: object | string): Promise<void> => {
      const folder = join(home, '.aws', 'sso', 'cache');
      await mkdir(folder, { recursive: true });
      await writeFile(
        join(folder, `${createHash('sha1').update(name).digest('hex')}.json`),
        typeof token === 'string' ? token : JSON.stringify(token),
      );
    };
    const token = (expiresAt: Date): object => ({
      accessToken: 'very-secret',
      expiresAt: expiresAt.toISOString(),
      region: 'eu-west-1',
      startUrl: 'https://example.invalid/start',
    });

    for (const [profile, toRenew] of [
      ['admin', 'admin'],
      ['legacy', 'legacy'],
      ['over', 'admin'],
    ] as const) {
      it(`of ${profile} is missing: ${toRenew} has to sign in`, () =>
        inEnvironment({ config: sso }, async () => {
          const failure = failureOf(await (await open(profile)).caller(never()));
          assert.ok(failure.kind === 'expired-token', JSON.stringify(failure));
          assert.deepEqual([failure.renew, failure.profile], ['aws sso login', toRenew]);
        }));

      it(`of ${profile} is expired`, () =>
        inEnvironment({ config: sso }, async home => {
          for (const name of ['corp', 'https://example.invalid/start']) {
            await cache(home, name, token(new Date(Date.now() - 60_000)));
          }
          const failure = failureOf(await (await open(profile)).caller(never()));
          assert.ok(failure.kind === 'expired-token', JSON.stringify(failure));
          assert.deepEqual([failure.renew, failure.profile], ['aws sso login', toRenew]);
          assert.doesNotMatch(JSON.stringify(failure), /very-secret/);
        }));
    }

    it('whose cached token is broken counts as missing, and is not quoted', () =>
      inEnvironment({ config: sso }, async home => {
        await cache(home, 'corp', '{"accessToken": very-secret');
        const failure = failureOf(await (await open('admin')).caller(never()));
        assert.equal(failure.kind, 'expired-token');
        assert.doesNotMatch(JSON.stringify(failure), /very-secret/);
      }));

    for (const [status, type, kind] of [
      [401, 'UnauthorizedException', 'expired-token'],
      [403, 'ForbiddenException', 'access-denied'],
    ] as const) {
      it(`refused by IAM Identity Center with ${status}: ${kind}`, () =>
        withServer(
          (_, response) => {
            response
              .writeHead(status, { 'content-type': 'application/json', 'x-amzn-errortype': type })
              .end('{"message":"No access"}');
          },
          async (endpoint, received) => {
            await inEnvironment({ config: sso, variables: { AWS_ENDPOINT_URL_SSO: endpoint } }, async home => {
              await cache(home, 'corp', token(new Date(Date.now() + 3_600_000)));
              const failure = failureOf(await (await open('admin')).caller(never()));
              assert.deepEqual(
                [failure.kind, failure.operation],
                [kind, 'sso:GetRoleCredentials'],
                JSON.stringify(failure),
              );
              assert.equal(received.length, 1);
              assert.doesNotMatch(JSON.stringify(failure), /very-secret/);
            });
          },
        ));
    }

    it('with IAM Identity Center out of reach is a network failure', async () => {
      const endpoint = await closedPort();
      await inEnvironment({ config: sso, variables: { AWS_ENDPOINT_URL_SSO: endpoint } }, async home => {
        await cache(home, 'corp', token(new Date(Date.now() + 3_600_000)));
        const failure = failureOf(await (await open('admin')).caller(never()));
        assert.ok(failure.kind === 'network', JSON.stringify(failure));
        assert.equal(failure.reason, 'refused');
      });
    });

    it(
      'by SSO gives credentials that work',
      inSandbox(async sandbox => {
        const { accessKeyId, secretAccessKey, sessionToken } = sandbox.credentials(admin);
        await withServer(
          (_, response) => {
            response.writeHead(200, { 'content-type': 'application/json' }).end(
              JSON.stringify({
                roleCredentials: { accessKeyId, secretAccessKey, sessionToken, expiration: Date.now() + 3_600_000 },
              }),
            );
          },
          endpoint =>
            inEnvironment(
              { config: sso, variables: { AWS_ENDPOINT_URL_SSO: endpoint, AWS_ENDPOINT_URL: sandbox.endpoint } },
              async home => {
                await cache(home, 'corp', token(new Date(Date.now() + 3_600_000)));
                const session = await open('admin');
                assert.equal(await callerArn(session), `arn:aws:sts::${account}:assumed-role/Admin/sandbox`);
                session.close();
              },
            ),
        );
      }),
    );

    it('by aws login is missing', () =>
      inEnvironment({ config: '[profile p]\nlogin_session = arn:aws:iam::111122223333:user/alice\n' }, async () => {
        const failure = failureOf(await (await open('p')).caller(never()));
        assert.ok(failure.kind === 'expired-token', JSON.stringify(failure));
        assert.deepEqual([failure.renew, failure.profile], ['aws login', 'p']);
      }));
  });

  describe('credential_process', () => {
    const process = (command: string): { config: string } => ({
      config: `[profile p]\ncredential_process = ${command}\n`,
    });

    it('that fails is reported without its command line and output', () =>
      inEnvironment(process('node -e "console.error(`very-secret`);process.exit(1)" very-secret'), async () => {
        const failure = failureOf(await (await open('p')).caller(never()));
        assert.equal(failure.kind, 'no-credentials');
        assert.match(failure.message, /credential_process/);
        assert.doesNotMatch(JSON.stringify(failure), /very-secret/);
      }));

    it(
      'that gives credentials works',
      inSandbox(async sandbox => {
        const { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey } = sandbox.credentials(alice);
        await inEnvironment({ variables: { AWS_ENDPOINT_URL: sandbox.endpoint } }, async home => {
          await writeFile(join(home, 'answer.json'), JSON.stringify({ Version: 1, AccessKeyId, SecretAccessKey }));
          await writeFile(join(home, 'config'), `[profile p]\ncredential_process = cat ${join(home, 'answer.json')}\n`);
          const session = await open('p');
          assert.equal(await callerArn(session), alice);
          session.close();
        });
      }),
    );
  });

  it(
    'assumes a role with a web identity token at the chosen endpoint',
    inSandbox(async sandbox => {
      const { accessKeyId, secretAccessKey, sessionToken } = sandbox.credentials(admin);
      await withServer(
        ({ operation }, response) => {
          response
            .writeHead(200, { 'content-type': 'text/xml' })
            .end(
              `<${operation}Response><${operation}Result><Credentials><AccessKeyId>${accessKeyId}</AccessKeyId><SecretAccessKey>${secretAccessKey}</SecretAccessKey>` +
                `<SessionToken>${sessionToken}</SessionToken><Expiration>${new Date(Date.now() + 3_600_000).toISOString()}</Expiration></Credentials></${operation}Result></${operation}Response>`,
            );
        },
        async (sts, received) => {
          await inEnvironment(
            { variables: { AWS_ENDPOINT_URL_STS: sts, AWS_ENDPOINT_URL_KMS: sandbox.endpoint } },
            async home => {
              await writeFile(join(home, 'token'), 'a.b.c');
              await writeFile(
                join(home, 'config'),
                `[profile p]\nrole_arn = ${admin}\nweb_identity_token_file = ${join(home, 'token')}\n`,
              );
              const session = await open('p');
              assert.ok((await session.describeKey(keyArn, never())).ok);
              assert.deepEqual(
                received.map(r => r.operation),
                ['AssumeRoleWithWebIdentity'],
              );
              session.close();
            },
          );
        },
      );
    }),
  );
});
