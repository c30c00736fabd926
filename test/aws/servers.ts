import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Sandbox, scenarios, startSandbox } from '../../src/sandbox';
import type { Session } from '../../src/ports';
import { type Limits, openSandboxSession } from '../../src/aws';

export const account = '111122223333';
export const region = 'eu-central-1';
export const keyArn = `arn:aws:kms:${region}:${account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
export const admin = `arn:aws:iam::${account}:role/ops/Admin`;
export const jump = `arn:aws:iam::${account}:role/Jump`;
export const alice = `arn:aws:iam::${account}:user/dev/alice`;
export const nobody = `arn:aws:iam::${account}:user/nobody`;
export const boundary = `arn:aws:iam::${account}:policy/Boundary`;

const statement = (action: string | string[], more: object = {}) => ({
  Effect: 'Allow',
  Action: action,
  Resource: '*',
  ...more,
});
export const policy = (...statements: object[]) => ({ Version: '2012-10-17', Statement: statements });
const trustAccount = policy({
  Effect: 'Allow',
  Principal: { AWS: `arn:aws:iam::${account}:root` },
  Action: 'sts:AssumeRole',
});
const managed = Array.from({ length: 3 }, (_, i) => `arn:aws:iam::${account}:policy/Managed${i}`);

/** One account: an administrator, a user who may assume roles, a user who may nothing, and a key with more grants than one page. */
const world = {
  identities: [
    {
      arn: admin,
      trust: trustAccount,
      inline: { Everything: policy(statement('*')), 'Ümläut & 100 %': policy(statement('kms:Decrypt')) },
      attached: managed,
      boundary,
    },
    { arn: jump, trust: trustAccount, inline: { Assume: policy(statement('sts:AssumeRole')) } },
    {
      arn: alice,
      inline: { Assume: policy(statement(['sts:AssumeRole', 'iam:List*', 'kms:DescribeKey'])) },
      attached: managed.slice(0, 1),
    },
    { arn: nobody },
  ],
  managedPolicies: Object.fromEntries(
    [boundary, ...managed].map(arn => [
      arn,
      policy(statement(arn === boundary ? '*' : 's3:*', { Sid: arn.split('/')[1] })),
    ]),
  ),
  keys: [
    {
      arn: keyArn,
      description: 'Payroll',
      aliases: ['alias/payroll'],
      policy: policy({ Sid: 'Root', ...statement('kms:*'), Principal: { AWS: `arn:aws:iam::${account}:root` } }),
      grants: Array.from({ length: 250 }, (_, i) => ({
        GranteePrincipal: jump,
        GrantId: `grant-${i}`,
        Operations: ['Decrypt'],
      })),
    },
  ],
};

/** Runs `test` against a sandbox with {@link world}. */
export const inSandbox = (test: (sandbox: Sandbox) => Promise<void>) => async (): Promise<void> => {
  const [scenario] = scenarios;
  if (scenario === undefined) {
    throw new Error('no scenario to start from');
  }
  const sandbox = await startSandbox({ scenario: { ...scenario, world } });
  try {
    await test(sandbox);
  } finally {
    await sandbox.close();
  }
};

/** A session as one of the sandbox's identities, with short time limits. */
export function sessionAs(sandbox: Sandbox, principalArn: string, limits: Partial<Limits> = {}): Session {
  return openSandboxSession({
    endpoint: sandbox.endpoint,
    credentials: sandbox.credentials(principalArn),
    region,
    limits,
  });
}

export interface Received {
  readonly operation: string;
  readonly path: string;
  readonly body: URLSearchParams | undefined;
  readonly headers: IncomingMessage['headers'];
}

/** A server that answers as the test says, for what no sandbox would send; `test` gets its address and what it received. */
export async function withServer(
  answer: (received: Received, response: ServerResponse) => void,
  test: (endpoint: string, received: readonly Received[]) => Promise<void>,
): Promise<void> {
  const all: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request
      .on('data', (chunk: Buffer) => chunks.push(chunk))
      .on('end', () => {
        const target = request.headers['x-amz-target'];
        const body = new URLSearchParams(Buffer.concat(chunks).toString());
        const received = {
          operation: target ? (String(target).split('.')[1] ?? '') : (body.get('Action') ?? ''),
          path: request.url ?? '',
          body: target ? undefined : body,
          headers: request.headers,
        };
        all.push(received);
        answer(received, response);
      });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  try {
    await test(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, all);
  } finally {
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
  }
}

/** The address of a port that nobody listens on. */
export async function closedPort(): Promise<string> {
  let address = '';
  await withServer(
    () => undefined,
    async endpoint => {
      address = endpoint;
    },
  );
  return address;
}
