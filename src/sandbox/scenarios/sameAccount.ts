import { message } from '../../text/message';
import type { SandboxScenario } from './scenario';
import { administratorJson, allow, keyAdmin, policy, role, rootJson } from './statements';

const account = '123456789012';
const region = 'ap-northeast-1';

const lockedKey = `arn:aws:kms:${region}:${account}:key/abc-123`;
const myRole = `arn:aws:iam::${account}:role/MyRole`;

/** The key policy names administrators only: IAM policies are without effect. */
export const noRootStatement: SandboxScenario = {
  id: 'no-root-statement',
  title: message('No root statement: the IAM policy allows, the key policy does not know the role'),
  detail: message('MyRole may decrypt by its IAM policy, but the key policy lets neither the account nor MyRole in.'),
  principalArn: myRole,
  readerArn: keyAdmin(account).arn,
  keyArn: lockedKey,
  region,
  action: 'kms:Decrypt',
  call: { operation: 'Decrypt', input: { KeyId: lockedKey }, ciphertext: { keyArn: lockedKey } },
  world: {
    identities: [
      keyAdmin(account),
      role(myRole, { inline: { DecryptConfiguration: policy(allow('kms:Decrypt', lockedKey)) } }),
    ],
    keys: [
      {
        arn: lockedKey,
        description: 'Application configuration',
        aliases: ['alias/app-config'],
        policy: policy(administratorJson(account)),
      },
    ],
  },
};

const delegatedKey = `arn:aws:kms:${region}:${account}:key/5f0c1d52-8a3e-4c63-9f0b-2f6b4a1c7d10`;
const reportRole = `arn:aws:iam::${account}:role/reports/ReportReader`;

/** The key policy hands the decision to IAM, and IAM says nothing. */
export const iamMissing: SandboxScenario = {
  id: 'iam-missing',
  title: message('Root statement present, IAM permission missing'),
  detail: message(
    'The key policy leaves the decision to IAM; ReportReader may read the bucket, but not decrypt with the key.',
  ),
  principalArn: reportRole,
  readerArn: keyAdmin(account).arn,
  keyArn: delegatedKey,
  region,
  action: 'kms:Decrypt',
  call: { operation: 'Decrypt', input: { KeyId: delegatedKey }, ciphertext: { keyArn: delegatedKey } },
  world: {
    identities: [
      keyAdmin(account),
      role(reportRole, { inline: { ReadReports: policy(allow('s3:GetObject', 'arn:aws:s3:::reports/*')) } }),
    ],
    keys: [
      {
        arn: delegatedKey,
        description: 'Monthly reports',
        aliases: ['alias/reports'],
        policy: policy(rootJson(account), administratorJson(account)),
      },
    ],
  },
};

const ledgerKey = `arn:aws:kms:${region}:${account}:key/0d8f3b6a-c5e1-4297-b84f-6a9d2e7c1f50`;
const analyst = `arn:aws:iam::${account}:user/finance/analyst`;
const analysts = `arn:aws:iam::${account}:group/finance/Analysts`;

/** As the former, for a user whose permissions come from a group. */
export const iamMissingUser: SandboxScenario = {
  id: 'iam-missing-user',
  title: message('IAM user whose group gives too little'),
  detail: message('The group Analysts lets the user analyst decrypt; the call encrypts.'),
  principalArn: analyst,
  readerArn: keyAdmin(account).arn,
  keyArn: ledgerKey,
  region,
  action: 'kms:Encrypt',
  call: { operation: 'Encrypt', input: { KeyId: 'alias/ledger', Plaintext: Buffer.from('hello') } },
  world: {
    identities: [
      keyAdmin(account),
      { arn: analyst, groups: [analysts] },
      { arn: analysts, inline: { ReadLedger: policy(allow(['kms:Decrypt', 'kms:DescribeKey'], ledgerKey)) } },
    ],
    keys: [
      {
        arn: ledgerKey,
        description: 'Ledger',
        aliases: ['alias/ledger'],
        policy: policy(rootJson(account), administratorJson(account)),
      },
    ],
  },
};

const sealedKey = `arn:aws:kms:${region}:${account}:key/9e5c7a31-4f8d-4b06-92c1-d3b0f6e8a274`;
const supportRole = `arn:aws:iam::${account}:role/Support`;

/** Nobody at hand may read the key policy: the key's owner must be asked. */
export const policyNotReadable: SandboxScenario = {
  id: 'policy-not-readable',
  title: message('Key policy that you may not read'),
  detail: message(
    'Support may decrypt by its IAM policy, the key policy does not know the role, and only the error is there to tell.',
  ),
  principalArn: supportRole,
  readerArn: supportRole,
  keyArn: sealedKey,
  region,
  action: 'kms:Decrypt',
  call: { operation: 'Decrypt', input: { KeyId: sealedKey }, ciphertext: { keyArn: sealedKey } },
  world: {
    identities: [
      keyAdmin(account),
      role(supportRole, { inline: { DecryptTickets: policy(allow(['kms:Decrypt', 'kms:DescribeKey'], sealedKey)) } }),
    ],
    keys: [
      {
        arn: sealedKey,
        description: 'Tickets',
        aliases: ['alias/tickets'],
        policy: policy(administratorJson(account)),
      },
    ],
  },
};
