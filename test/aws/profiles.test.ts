import assert from 'node:assert/strict';
import { listProfiles } from '../../src/aws';
import { inEnvironment } from './environment';

const config = `
[default]
region = eu-west-1

[profile admin]
sso_session = corp
sso_account_id = 111122223333
sso_role_name = Admin
region = eu-central-1

[profile legacy-sso]
sso_start_url = https://example.invalid/start
sso_region = eu-west-1
sso_account_id = 444455556666
sso_role_name = Admin

[profile app]
role_arn = arn:aws:iam::444455556666:role/app
source_profile = jump
mfa_serial = arn:aws:iam::111122223333:mfa/alice

[profile jump]
role_arn = arn:aws:iam::111122223333:role/jump
source_profile = admin

[profile instance]
role_arn = arn:aws-cn:iam::123456789012:role/x
credential_source = Ec2InstanceMetadata

[profile tool]
credential_process = /usr/bin/get-keys --token very-secret
aws_account_id = 123456789012

[profile pod]
role_arn = arn:aws:iam::123456789012:role/pod
web_identity_token_file = /var/run/token

[profile console]
login_session = arn:aws:iam::123456789012:user/alice

[profile a]
role_arn = arn:aws:iam::123456789012:role/a
source_profile = b

[profile b]
role_arn = arn:aws:iam::123456789012:role/b
source_profile = a

[profile local]
services = local
endpoint_url = http://127.0.0.1:4000

[profile broken]
services = missing

[sso-session corp]
sso_start_url = https://example.invalid/start
sso_region = eu-west-1

[services local]
kms =
  endpoint_url = http://127.0.0.1:4001
`;

const credentials = `
[default]
aws_access_key_id = AKIAIOSFODNN7EXAMPLE
aws_secret_access_key = very-secret

[only-keys]
aws_access_key_id = AKIAI44QH8DHBEXAMPLE
aws_secret_access_key = very-secret
aws_session_token = very-secret
`;

describe('aws/profiles', () => {
  it('lists every profile of both files with what is known without a call', () =>
    inEnvironment({ config, credentials }, async () => {
      const { profiles, environment, chosenByEnvironment } = await listProfiles();
      assert.deepEqual(
        profiles.map(p => [p.name, p.credentials, p.account]),
        [
          ['default', 'keys', undefined],
          ['a', 'role', '123456789012'],
          ['admin', 'sso', '111122223333'],
          ['app', 'role', '444455556666'],
          ['b', 'role', '123456789012'],
          ['broken', 'none', undefined],
          ['console', 'login', '123456789012'],
          ['instance', 'role', '123456789012'],
          ['jump', 'role', '111122223333'],
          ['legacy-sso', 'sso', '444455556666'],
          ['local', 'none', undefined],
          ['only-keys', 'keys', undefined],
          ['pod', 'web-identity', '123456789012'],
          ['tool', 'process', '123456789012'],
        ],
      );
      assert.equal(environment, undefined);
      assert.equal(chosenByEnvironment, undefined);
      const find = (name: string) => profiles.find(p => p.name === name);
      assert.equal(find('default')?.region, 'eu-west-1');
      assert.equal(find('admin')?.ssoSession, 'corp');
      assert.deepEqual(find('app')?.sourceProfiles, ['jump', 'admin']);
      assert.equal(find('app')?.mfaSerial, 'arn:aws:iam::111122223333:mfa/alice');
      assert.deepEqual(find('a')?.sourceProfiles, ['b']);
      assert.deepEqual(find('local')?.endpoints, {
        kms: 'http://127.0.0.1:4001',
        sts: 'http://127.0.0.1:4000',
        iam: 'http://127.0.0.1:4000',
        cloudtrail: 'http://127.0.0.1:4000',
      });
      assert.deepEqual(find('broken')?.endpoints, {});
    }));

  it('returns nothing secret', () =>
    inEnvironment(
      {
        config,
        credentials,
        variables: {
          AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
          AWS_SECRET_ACCESS_KEY: 'very-secret',
          AWS_SESSION_TOKEN: 'very-secret',
        },
      },
      async () => {
        const text = JSON.stringify(await listProfiles());
        assert.doesNotMatch(text, /very-secret|AKIA/);
      },
    ));

  for (const [name, variables, expected] of [
    [
      'keys',
      { AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'y', AWS_ACCOUNT_ID: '111122223333' },
      { credentials: 'keys', account: '111122223333' },
    ],
    ['half a pair of keys', { AWS_ACCESS_KEY_ID: 'x' }, undefined],
    [
      'a web identity',
      { AWS_WEB_IDENTITY_TOKEN_FILE: '/x', AWS_ROLE_ARN: 'arn:aws:iam::111122223333:role/r' },
      { credentials: 'web-identity', account: '111122223333' },
    ],
    ['a container', { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1/x' }, { credentials: 'container' }],
  ] as const) {
    it(`finds ${name} in the environment`, () =>
      inEnvironment({ variables }, async () => {
        const { environment, profiles } = await listProfiles();
        assert.deepEqual(profiles, []);
        assert.deepEqual(environment, expected && { ...expected, endpoints: {} });
      }));
  }

  it('reads the files afresh each time', () =>
    inEnvironment({ config: '[profile one]\nregion = eu-west-1\n' }, async () => {
      assert.deepEqual(
        (await listProfiles()).profiles.map(p => p.name),
        ['one'],
      );
      const { writeFile } = await import('node:fs/promises');
      await writeFile(process.env['AWS_CONFIG_FILE'] ?? '', '[profile two]\nregion = eu-west-1\n');
      assert.deepEqual(
        (await listProfiles()).profiles.map(p => p.name),
        ['two'],
      );
    }));

  it('lists nothing where there are no files, and survives what is no INI file', async () => {
    await inEnvironment(
      { variables: { AWS_CONFIG_FILE: '/nonexistent/a', AWS_SHARED_CREDENTIALS_FILE: '/nonexistent/b' } },
      async () => {
        assert.deepEqual(await listProfiles(), { profiles: [] });
      },
    );
    await inEnvironment({ config: '\0\u0001[[[profile\n=\n]x', credentials: '[' }, async () => {
      assert.deepEqual(await listProfiles(), { profiles: [] });
    });
  });
});
