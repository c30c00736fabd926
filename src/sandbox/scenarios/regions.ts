import { message } from '../../text/message';
import type { SandboxScenario } from './scenario';
import { administratorJson, allow, allowInKeyPolicy, keyAdmin, policy, role, rootJson } from './statements';

const account = '123456789012';

const elsewhereId = '7d2c5e18-f0a9-4b64-93d7-e8b1f6c4a025';
const elsewhereKey = `arn:aws:kms:eu-central-1:${account}:key/${elsewhereId}`;
const syncRole = `arn:aws:iam::${account}:role/ConfigSync`;

/** The bare key id says nothing of a Region, so KMS looks where the call went. */
export const wrongRegion: SandboxScenario = {
  id: 'wrong-region',
  title: message('Wrong Region: the key is elsewhere'),
  detail: message('ConfigSync asks for the key in us-east-1; it was created in eu-central-1.'),
  principalArn: syncRole,
  readerArn: keyAdmin(account).arn,
  keyArn: elsewhereKey,
  region: 'us-east-1',
  action: 'kms:Encrypt',
  call: { operation: 'Encrypt', input: { KeyId: elsewhereId, Plaintext: Buffer.from('hello') } },
  world: {
    identities: [keyAdmin(account), role(syncRole, { inline: { UseKey: policy(allow('kms:Encrypt', elsewhereKey)) } })],
    keys: [
      {
        arn: elsewhereKey,
        description: 'Configuration',
        aliases: ['alias/config-sync'],
        policy: policy(rootJson(account), administratorJson(account)),
      },
    ],
  },
};

const mrk = 'mrk-1f0e2d3c4b5a69788796a5b4c3d2e1f0';
const primary = `arn:aws:kms:eu-central-1:${account}:key/${mrk}`;
const replica = `arn:aws:kms:eu-west-1:${account}:key/${mrk}`;
const failoverRole = `arn:aws:iam::${account}:role/Failover`;
const multiRegion = { primary, replicas: [replica] };

/** Every Region's key has a policy of its own. */
export const replicaPolicy: SandboxScenario = {
  id: 'multi-region-replica',
  title: message("Multi-Region key: the replica's policy is another"),
  detail: message(
    'Failover is named in the key policy of the primary in eu-central-1, not in that of the replica in eu-west-1.',
  ),
  principalArn: failoverRole,
  readerArn: keyAdmin(account).arn,
  keyArn: replica,
  region: 'eu-west-1',
  action: 'kms:Decrypt',
  call: { operation: 'Decrypt', input: { KeyId: replica }, ciphertext: { keyArn: primary } },
  world: {
    identities: [keyAdmin(account), role(failoverRole)],
    keys: [
      {
        arn: primary,
        description: 'Global sessions',
        aliases: ['alias/sessions'],
        multiRegion,
        policy: policy(
          administratorJson(account),
          allowInKeyPolicy('Allow use of the key', failoverRole, ['kms:Decrypt', 'kms:DescribeKey']),
        ),
      },
      {
        arn: replica,
        description: 'Global sessions',
        aliases: ['alias/sessions'],
        multiRegion,
        policy: policy(administratorJson(account)),
      },
    ],
  },
};

const renamedKey = `arn:aws:kms:us-east-1:${account}:key/59a8e3d6-2f7b-4c10-a4d9-b0e6c5f1837d`;
const mailRole = `arn:aws:iam::${account}:role/MailSender`;

/** The alias the caller knows was replaced. */
export const missingAlias: SandboxScenario = {
  id: 'missing-alias',
  title: message('Alias not found'),
  detail: message("MailSender uses alias/mail; the key's alias has been alias/mail-v2 for a while."),
  principalArn: mailRole,
  readerArn: keyAdmin(account).arn,
  keyArn: renamedKey,
  region: 'us-east-1',
  action: 'kms:Encrypt',
  call: { operation: 'Encrypt', input: { KeyId: 'alias/mail', Plaintext: Buffer.from('hello') } },
  world: {
    identities: [keyAdmin(account), role(mailRole, { inline: { UseKey: policy(allow('kms:Encrypt', renamedKey)) } })],
    keys: [
      {
        arn: renamedKey,
        description: 'Mail',
        aliases: ['alias/mail-v2'],
        policy: policy(rootJson(account), administratorJson(account)),
      },
    ],
  },
};
