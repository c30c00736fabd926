import assert from 'node:assert/strict';
import { DescribeKeyCommand } from '@aws-sdk/client-kms';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { Sandbox } from '../../src/sandbox';
import { clientsAs, clientsWith, errorOf, withSandbox } from './clients';

const admin = 'arn:aws:iam::123456789012:role/KeyAdmin';

/** What KMS and STS answer to these credentials. */
async function answers(
  sandbox: Sandbox,
  change: Partial<ReturnType<Sandbox['credentials']>>,
): Promise<readonly string[]> {
  const { kms, sts } = clientsWith(sandbox, { ...sandbox.credentials(admin), ...change });
  return [
    ...(await errorOf(kms.send(new DescribeKeyCommand({ KeyId: 'alias/app-config' })))),
    ...(await errorOf(sts.send(new GetCallerIdentityCommand({})))),
  ];
}

const mismatch =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.';
const invalidToken = 'The security token included in the request is invalid.';
const expired = 'The security token included in the request is expired';

describe('sandbox: signatures', () => {
  it(
    'knows a role session by its credentials',
    withSandbox(async sandbox => {
      const { sts } = clientsAs(sandbox, admin);
      const { Arn, Account, UserId } = await sts.send(new GetCallerIdentityCommand({}));
      assert.deepEqual([Arn, Account], ['arn:aws:sts::123456789012:assumed-role/KeyAdmin/sandbox', '123456789012']);
      assert.match(UserId ?? '', /^AROA[A-Z2-7]{17}:sandbox$/);
    }),
  );

  it(
    'refuses a wrong secret',
    withSandbox(async sandbox => {
      assert.deepEqual(await answers(sandbox, { secretAccessKey: 'wrong' }), [
        'InvalidSignatureException',
        mismatch,
        'SignatureDoesNotMatch',
        mismatch,
      ]);
    }),
  );

  it(
    'refuses an access key it never handed out',
    withSandbox(async sandbox => {
      assert.deepEqual(await answers(sandbox, { accessKeyId: 'ASIAIOSFODNN7EXAMPLE' }), [
        'UnrecognizedClientException',
        invalidToken,
        'InvalidClientTokenId',
        invalidToken,
      ]);
    }),
  );

  it(
    'refuses a session without its token',
    withSandbox(async sandbox => {
      assert.deepEqual(await answers(sandbox, { sessionToken: 'another' }), [
        'UnrecognizedClientException',
        invalidToken,
        'InvalidClientTokenId',
        invalidToken,
      ]);
    }),
  );

  it(
    'refuses a session that has ended',
    withSandbox(async sandbox => {
      const ended = sandbox.credentials(admin, { expires: Date.now() - 1000 });
      assert.deepEqual(await answers(sandbox, ended), ['ExpiredTokenException', expired, 'ExpiredToken', expired]);
    }),
  );

  it(
    'refuses a request from another time',
    withSandbox(async sandbox => {
      sandbox.faults.add('kms:DescribeKey', { kind: 'clock-skew', minutes: 6 });
      sandbox.faults.add('sts:GetCallerIdentity', { kind: 'clock-skew', minutes: -16 });
      const [kmsCode, kmsText, stsCode, stsText] = await answers(sandbox, {});
      assert.deepEqual([kmsCode, stsCode], ['InvalidSignatureException', 'SignatureDoesNotMatch']);
      assert.match(
        kmsText ?? '',
        /^Signature expired: \d{8}T\d{6}Z is now earlier than \d{8}T\d{6}Z \(\d{8}T\d{6}Z - 5 min\.\)$/,
      );
      assert.match(
        stsText ?? '',
        /^Signature not yet current: \d{8}T\d{6}Z is still later than \d{8}T\d{6}Z \(\d{8}T\d{6}Z \+ 15 min\.\)$/,
      );
    }),
  );

  it(
    'refuses a request without a signature',
    withSandbox(async sandbox => {
      const post = async (headers: Record<string, string>, body: string): Promise<unknown> => {
        const response = await fetch(sandbox.endpoint, {
          method: 'POST',
          headers: { 'x-amz-target': 'TrentService.ListKeys', ...headers },
          body,
        });
        return {
          status: response.status,
          type: response.headers.get('content-type'),
          body: (await response.json()) as unknown,
        };
      };
      assert.deepEqual(await post({}, '{}'), {
        status: 400,
        type: 'application/x-amz-json-1.1',
        body: { __type: 'MissingAuthenticationTokenException', message: 'Request is missing Authentication Token' },
      });
      assert.deepEqual(await post({ authorization: 'Basic YTpi' }, '{}'), {
        status: 400,
        type: 'application/x-amz-json-1.1',
        body: {
          __type: 'IncompleteSignatureException',
          message: "Authorization header requires 'Credential', 'SignedHeaders' and 'Signature' parameters.",
        },
      });
    }),
  );

  it(
    'refuses a signature made for another service',
    withSandbox(async sandbox => {
      const { sts } = clientsAs(sandbox, admin);
      sts.middlewareStack.add(
        next => args => {
          (args as { request: { body: string } }).request.body = 'Action=GetUser&Version=2010-05-08';
          return next(args);
        },
        { step: 'build', priority: 'high' },
      );
      assert.deepEqual(await errorOf(sts.send(new GetCallerIdentityCommand({}))), [
        'SignatureDoesNotMatch',
        "Credential should be scoped to correct service: 'iam'. ",
      ]);
    }),
  );
});
