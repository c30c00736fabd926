import assert from 'node:assert/strict';
import {
  CreateGrantCommand,
  DecryptCommand,
  DescribeKeyCommand,
  EncryptCommand,
  GetKeyPolicyCommand,
  type KMSClient,
  ListGrantsCommand,
  ListKeysCommand,
  PutKeyPolicyCommand,
} from '@aws-sdk/client-kms';
import { type PolicyJson, type Sandbox, startSandbox, type WorldData } from '../../src/sandbox';
import { type KeyState } from '../../src/reference';
import { clientsAs, errorOf } from './clients';

const region = 'eu-central-1';
const home = '111122223333';
const abroad = '444455556666';
const key = `arn:aws:kms:${region}:${home}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const alice = `arn:aws:iam::${home}:user/dev/alice`;
const visitor = `arn:aws:iam::${abroad}:user/visitor`;

const hidden =
  'because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access';
const policy = (...statements: object[]): PolicyJson => ({ Version: '2012-10-17', Statement: statements });
const rootOf = (account: string): object => ({
  Effect: 'Allow',
  Principal: { AWS: `arn:aws:iam::${account}:root` },
  Action: 'kms:*',
  Resource: '*',
});
const allow = (action: string, more: object = {}): object => ({
  Effect: 'Allow',
  Action: action,
  Resource: '*',
  ...more,
});
const deny = (action: string, more: object = {}): object => ({
  Effect: 'Deny',
  Action: action,
  Resource: '*',
  ...more,
});

interface Case {
  readonly name: string;
  readonly keyPolicy?: readonly object[];
  /** Statements of alice's (or the visitor's) IAM policy. */
  readonly iam?: readonly object[];
  readonly boundary?: readonly object[];
  readonly state?: KeyState;
  readonly as?: string;
  readonly call: (kms: KMSClient) => Promise<unknown>;
  readonly error: readonly [name: string, message: string];
}

const encrypt = (kms: KMSClient): Promise<unknown> =>
  kms.send(new EncryptCommand({ KeyId: key, Plaintext: Buffer.from('hello') }));
const refused = (who: string, rest: string): readonly [string, string] => [
  'AccessDeniedException',
  `User: ${who} is not authorized to perform: ${rest}`,
];

/** Each error is what AWS answers, written by hand. */
const cases: readonly Case[] = [
  {
    name: 'a user whom neither lock lets through: the key policy is named',
    keyPolicy: [rootOf(abroad)],
    call: encrypt,
    error: refused(
      alice,
      `kms:Encrypt on resource: ${key} because no resource-based policy allows the kms:Encrypt action`,
    ),
  },
  {
    name: 'a deny in both policies: the key policy is named',
    keyPolicy: [rootOf(home), deny('kms:*', { Principal: '*' })],
    iam: [deny('*')],
    call: encrypt,
    error: refused(alice, `kms:Encrypt on resource: ${key} with an explicit deny in a resource-based policy`),
  },
  {
    name: 'a deny in the boundary',
    keyPolicy: [rootOf(home)],
    iam: [allow('*')],
    boundary: [allow('*'), deny('kms:Encrypt')],
    call: encrypt,
    error: refused(alice, `kms:Encrypt on resource: ${key} with an explicit deny in a permissions boundary`),
  },
  {
    name: 'the root user, whom the key policy does not let in',
    keyPolicy: [{ ...rootOf(home), Principal: { AWS: alice } }],
    as: `arn:aws:iam::${home}:root`,
    call: encrypt,
    error: refused(
      `arn:aws:iam::${home}:root`,
      `kms:Encrypt on resource: ${key} because no resource-based policy allows the kms:Encrypt action`,
    ),
  },
  {
    name: 'a list of all keys, which only IAM can give',
    keyPolicy: [{ ...rootOf(home), Principal: { AWS: alice } }],
    call: kms => kms.send(new ListKeysCommand({})),
    error: refused(
      alice,
      'kms:ListKeys on resource: * because no identity-based policy allows the kms:ListKeys action',
    ),
  },
  {
    name: 'a read of the key policy from another account, which never works',
    keyPolicy: [rootOf(home), rootOf(abroad)],
    iam: [allow('*')],
    as: visitor,
    call: kms => kms.send(new GetKeyPolicyCommand({ KeyId: key })),
    error: refused(visitor, `kms:GetKeyPolicy on this resource ${hidden}`),
  },
  {
    name: 'another account that the key policy denies',
    keyPolicy: [rootOf(home), rootOf(abroad), deny('kms:Encrypt', { Principal: { AWS: visitor } })],
    iam: [allow('*')],
    as: visitor,
    call: encrypt,
    error: refused(visitor, `kms:Encrypt on this resource ${hidden}`),
  },
  {
    name: 'another account that its own IAM denies',
    keyPolicy: [rootOf(home), rootOf(abroad)],
    iam: [allow('*'), deny('kms:*')],
    as: visitor,
    call: encrypt,
    error: refused(visitor, `kms:Encrypt on resource: ${key} with an explicit deny in an identity-based policy`),
  },
  {
    name: 'an alias of another account',
    keyPolicy: [rootOf(home)],
    iam: [allow('*')],
    as: visitor,
    call: kms => kms.send(new DescribeKeyCommand({ KeyId: `arn:aws:kms:${region}:${home}:alias/shared` })),
    error: refused(visitor, `kms:DescribeKey on this resource ${hidden}`),
  },
  {
    name: 'a condition on the alias that the caller did not use',
    keyPolicy: [
      {
        ...rootOf(home),
        Principal: { AWS: alice },
        Condition: { StringEquals: { 'kms:RequestAlias': 'alias/shared' } },
      },
    ],
    call: encrypt,
    error: refused(
      alice,
      `kms:Encrypt on resource: ${key} because no resource-based policy allows the kms:Encrypt action`,
    ),
  },
  {
    name: 'no permission on a disabled key: the permission comes first',
    keyPolicy: [rootOf(home)],
    state: 'Disabled',
    call: encrypt,
    error: refused(
      alice,
      `kms:Encrypt on resource: ${key} because no identity-based policy allows the kms:Encrypt action`,
    ),
  },
  {
    name: 'a grant on a disabled key',
    keyPolicy: [rootOf(home)],
    iam: [allow('*')],
    state: 'Disabled',
    call: kms => kms.send(new CreateGrantCommand({ KeyId: key, GranteePrincipal: alice, Operations: ['Decrypt'] })),
    error: ['DisabledException', `${key} is disabled.`],
  },
  {
    name: 'a dry run on a disabled key',
    keyPolicy: [rootOf(home)],
    iam: [allow('*')],
    state: 'Disabled',
    call: kms => kms.send(new DecryptCommand({ KeyId: key, DryRun: true, DryRunModifiers: ['IGNORE_CIPHERTEXT'] })),
    error: ['DisabledException', `${key} is disabled.`],
  },
  {
    name: 'a key whose store is gone',
    keyPolicy: [rootOf(home)],
    iam: [allow('*')],
    state: 'Unavailable',
    call: encrypt,
    error: ['KMSInvalidStateException', `${key} is unavailable.`],
  },
];

async function start({ keyPolicy = [], iam, boundary, state, as = alice }: Case): Promise<Sandbox> {
  const managed = `arn:aws:iam::${home}:policy/Boundary`;
  const caller = as.endsWith(':root') ? alice : as;
  const world: WorldData = {
    identities: [
      { arn: caller, ...(iam && { inline: { Policy: policy(...iam) } }), ...(boundary && { boundary: managed }) },
    ],
    managedPolicies: boundary ? { [managed]: policy(...boundary) } : {},
    keys: [{ arn: key, policy: policy(...keyPolicy), aliases: ['alias/shared'], ...(state && { state }) }],
  };
  return startSandbox({ scenario: { world } });
}

describe('sandbox: refusals', () => {
  for (const example of cases) {
    it(example.name, async () => {
      const sandbox = await start(example);
      try {
        assert.deepEqual(
          await errorOf(example.call(clientsAs(sandbox, example.as ?? alice, region).kms)),
          example.error,
        );
      } finally {
        await sandbox.close();
      }
    });
  }

  it('reads and writes the policy of a key in any state', async () => {
    for (const state of [
      'Disabled',
      'PendingDeletion',
      'PendingReplicaDeletion',
      'PendingImport',
      'Unavailable',
      'Creating',
      'Updating',
    ] as const) {
      const keyPolicy = [rootOf(home)];
      const sandbox = await start({ name: '', keyPolicy, iam: [allow('*')], state, call: encrypt, error: ['', ''] });
      const { kms } = clientsAs(sandbox, alice, region);
      assert.equal((await kms.send(new DescribeKeyCommand({ KeyId: key }))).KeyMetadata?.KeyState, state);
      await kms.send(new GetKeyPolicyCommand({ KeyId: key }));
      await kms.send(new ListGrantsCommand({ KeyId: key }));
      await kms.send(new PutKeyPolicyCommand({ KeyId: key, Policy: JSON.stringify(policy(...keyPolicy)) }));
      await sandbox.close();
    }
  });
});
