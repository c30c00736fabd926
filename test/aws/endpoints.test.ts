import assert from 'node:assert/strict';
import { IAMClient, GetUserCommand } from '@aws-sdk/client-iam';
import { KMSClient, ListKeysCommand } from '@aws-sdk/client-kms';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { defaultLimits, openSession } from '../../src/aws';
import { clientSettings } from '../../src/aws/clients';
import type { Endpoints } from '../../src/ports';
import { inEnvironment } from './environment';

const config = `
[profile plain]
region = eu-west-1
[profile all]
endpoint_url = http://127.0.0.1:1
[profile services]
services = local
[profile both]
services = local
endpoint_url = http://127.0.0.1:1
[profile ignoring]
ignore_configured_endpoint_urls = true
services = local
endpoint_url = http://127.0.0.1:1
[profile no-section]
services = nowhere
[profile no-url]
endpoint_url = kms.local
[profile ftp]
endpoint_url = ftp://127.0.0.1/
[services local]
kms =
  endpoint_url = http://127.0.0.1:2
s3 =
  endpoint_url = http://127.0.0.1:3
`;

const every = (url: string): Endpoints => ({ kms: url, sts: url, iam: url, cloudtrail: url });
const [global, ofKms, inProfile, inSection] = [
  'http://127.0.0.1:9',
  'http://127.0.0.1:8',
  'http://127.0.0.1:1',
  'http://127.0.0.1:2',
];

// SDKs and Tools Reference Guide, "Service-specific endpoints": service variable, variable, services section, profile.
const table: readonly (readonly [
  profile: string,
  variables: Record<string, string>,
  expected: Endpoints | undefined,
])[] = [
  ['plain', {}, {}],
  ['all', {}, every(inProfile)],
  ['services', {}, { kms: inSection }],
  ['both', {}, { ...every(inProfile), kms: inSection }],
  ['ignoring', {}, {}],
  ['plain', { AWS_ENDPOINT_URL: global }, every(global)],
  ['both', { AWS_ENDPOINT_URL: global }, every(global)],
  ['both', { AWS_ENDPOINT_URL_KMS: ofKms }, { ...every(inProfile), kms: ofKms }],
  ['both', { AWS_ENDPOINT_URL_KMS: ofKms, AWS_ENDPOINT_URL: global }, { ...every(global), kms: ofKms }],
  ['plain', { AWS_ENDPOINT_URL_STS: ofKms }, { sts: ofKms }],
  ['plain', { AWS_ENDPOINT_URL_IAM: ofKms }, { iam: ofKms }],
  ['plain', { AWS_ENDPOINT_URL_S3: ofKms }, {}],
  ['both', { AWS_ENDPOINT_URL: '' }, { ...every(inProfile), kms: inSection }],
  ['both', { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true', AWS_ENDPOINT_URL_KMS: ofKms }, {}],
  ['ignoring', { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'false' }, { ...every(inProfile), kms: inSection }],
  ['ignoring', { AWS_ENDPOINT_URL: global }, {}],
  // Of another profile, even the one AWS_PROFILE names, nothing is taken.
  ['plain', { AWS_PROFILE: 'both' }, {}],
  ['no-section', {}, undefined],
  ['no-section', { AWS_ENDPOINT_URL: global }, every(global)],
  ['no-section', { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'TRUE' }, {}],
  ['no-url', {}, undefined],
  ['ftp', {}, undefined],
  ['plain', { AWS_ENDPOINT_URL_KMS: 'javascript:alert(1)' }, undefined],
  ['absent', {}, undefined],
];

describe('aws/endpoints', () => {
  for (const [name, variables, expected] of table) {
    it(`${name} ${JSON.stringify(variables)}`, () =>
      inEnvironment({ config, variables }, async () => {
        const session = await openSession({ source: { kind: 'profile', name }, region: 'eu-west-1' });
        if (expected === undefined) {
          assert.ok(!session.ok);
          assert.equal(session.failure.kind, 'configuration');
        } else {
          assert.ok(session.ok, JSON.stringify(session));
          assert.deepEqual(session.value.endpoints, expected);
          session.value.close();
        }
      }));
  }

  it('a client without a configured endpoint goes to AWS, whatever AWS_PROFILE and the environment say', () =>
    inEnvironment(
      {
        config,
        variables: { AWS_PROFILE: 'all', AWS_ENDPOINT_URL: global, AWS_ENDPOINT_URL_IAM: global },
      },
      async () => {
        const hosts: string[] = [];
        const settings = {
          ...clientSettings(undefined, defaultLimits),
          region: 'eu-west-1',
          credentials: { accessKeyId: 'x', secretAccessKey: 'y' },
          maxAttempts: 1,
          // Nothing leaves the machine.
          requestHandler: {
            handle: async (request: { hostname: string }) => {
              hosts.push(request.hostname);
              throw new Error('stopped');
            },
          },
        };
        await assert.rejects(new KMSClient(settings).send(new ListKeysCommand({})), /stopped/);
        await assert.rejects(new STSClient(settings).send(new GetCallerIdentityCommand({})), /stopped/);
        await assert.rejects(new IAMClient(settings).send(new GetUserCommand({})), /stopped/);
        assert.deepEqual(hosts, ['kms.eu-west-1.amazonaws.com', 'sts.eu-west-1.amazonaws.com', 'iam.amazonaws.com']);
      },
    ));

  for (const [variables, profile, region, expected] of [
    [{}, 'plain', undefined, 'eu-west-1'],
    [{}, 'plain', 'us-east-2', 'us-east-2'],
    [{ AWS_DEFAULT_REGION: 'eu-west-2' }, 'plain', undefined, 'eu-west-2'],
    [{ AWS_DEFAULT_REGION: 'eu-west-2', AWS_REGION: 'eu-west-3' }, 'plain', undefined, 'eu-west-3'],
    [{}, 'all', undefined, undefined],
    [{}, 'all', 'not a region', undefined],
    [{}, 'all', 'example.com/', undefined],
  ] as const) {
    it(`Region ${region} with ${profile} ${JSON.stringify(variables)} is ${expected}`, () =>
      inEnvironment({ config, variables }, async () => {
        const session = await openSession({ source: { kind: 'profile', name: profile }, ...(region && { region }) });
        assert.equal(session.ok ? session.value.region : session.failure.kind, expected ?? 'configuration');
      }));
  }
});
