import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { IAMClient } from '@aws-sdk/client-iam';
import { KMSClient } from '@aws-sdk/client-kms';
import { STSClient } from '@aws-sdk/client-sts';
import { type Sandbox, startSandbox } from '../../src/sandbox';
import type { SandboxCredentials } from '../../src/sandbox';

/** The unmodified SDK clients, pointed at a sandbox. */
export interface Clients {
  readonly kms: KMSClient;
  readonly sts: STSClient;
  readonly iam: IAMClient;
  readonly cloudTrail: CloudTrailClient;
}

/** Clients that call as that sandbox identity. */
export function clientsAs(sandbox: Sandbox, principalArn: string, region = 'ap-northeast-1'): Clients {
  return clientsWith(sandbox, sandbox.credentials(principalArn), region);
}

/** Clients with those credentials. One attempt only: retries would hide what the sandbox answered. */
export function clientsWith(sandbox: Sandbox, credentials: SandboxCredentials, region = 'ap-northeast-1'): Clients {
  const config = { endpoint: sandbox.endpoint, region, credentials, maxAttempts: 1 };
  return {
    kms: new KMSClient(config),
    sts: new STSClient(config),
    iam: new IAMClient(config),
    cloudTrail: new CloudTrailClient(config),
  };
}

/** Runs `test` against a fresh sandbox, which ends with it. */
export function withSandbox(
  test: (sandbox: Sandbox) => Promise<void>,
  start: () => Promise<Sandbox> = startSandbox,
): () => Promise<void> {
  return async () => {
    const sandbox = await start();
    try {
      await test(sandbox);
    } finally {
      await sandbox.close();
    }
  };
}

/** The error a call ends with, as `[name, message]`; fails when the call succeeds. */
export async function errorOf(call: Promise<unknown>): Promise<readonly [name: string, message: string]> {
  try {
    await call;
  } catch (error) {
    if (error instanceof Error) {
      return [error.name, error.message];
    }
    throw error;
  }
  throw new Error('The call succeeded');
}
