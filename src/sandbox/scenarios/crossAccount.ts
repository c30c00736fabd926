import { asCode, asName, message } from '../../text/message';
import type { SandboxScenario } from './scenario';
import { administratorJson, allow, allowInKeyPolicy, keyAdmin, policy, role, rootJson } from './statements';

const caller = '111122223333';
const owner = '444455556666';
const region = 'us-east-1';

const sharedKey = `arn:aws:kms:${region}:${owner}:key/8c7a2f10-3b6d-4e55-9a21-6d0e4f8b1c32`;
const pipelineRole = `arn:aws:iam::${caller}:role/DataPipeline`;

/** The caller's half is there, the key's half is missing. */
export const crossAccountKeyPolicyMissing: SandboxScenario = {
  id: 'cross-account-key-policy-missing',
  title: message("Other account: the key policy does not let the caller's account in"),
  detail: message(
    'DataPipeline of {caller} may use the key by its IAM policy; the key policy of {owner} knows its own account only.',
    { caller: asName(caller), owner: asCode(owner) },
  ),
  principalArn: pipelineRole,
  readerArn: keyAdmin(owner).arn,
  keyArn: sharedKey,
  region,
  action: 'kms:Decrypt',
  call: { operation: 'Decrypt', input: { KeyId: sharedKey }, ciphertext: { keyArn: sharedKey } },
  world: {
    identities: [
      keyAdmin(caller),
      keyAdmin(owner),
      role(pipelineRole, { inline: { UseSharedKey: policy(allow(['kms:Decrypt', 'kms:DescribeKey'], sharedKey)) } }),
    ],
    keys: [
      {
        arn: sharedKey,
        description: 'Shared data lake',
        aliases: ['alias/data-lake'],
        policy: policy(rootJson(owner), administratorJson(owner)),
      },
    ],
  },
};

const exportKey = `arn:aws:kms:${region}:${owner}:key/2d9e6b74-51c8-4f0a-8e37-b1a5c9d3f6e8`;
const exportRole = `arn:aws:iam::${caller}:role/NightlyExport`;

/** The key's half is there, the caller's half is missing. */
export const crossAccountIamMissing: SandboxScenario = {
  id: 'cross-account-iam-missing',
  title: message("Other account: the caller's IAM policy does not allow it"),
  detail: message(
    'The key policy of {owner} lets the account {caller} in; nobody there has allowed NightlyExport to use it.',
    { caller: asName(caller), owner: asCode(owner) },
  ),
  principalArn: exportRole,
  readerArn: keyAdmin(owner).arn,
  keyArn: exportKey,
  region,
  action: 'kms:GenerateDataKey',
  call: { operation: 'GenerateDataKey', input: { KeyId: exportKey, KeySpec: 'AES_256' } },
  world: {
    identities: [
      keyAdmin(caller),
      keyAdmin(owner),
      role(exportRole, { inline: { WriteExports: policy(allow('s3:PutObject', 'arn:aws:s3:::exports/*')) } }),
    ],
    keys: [
      {
        arn: exportKey,
        description: 'Exports',
        aliases: ['alias/exports'],
        policy: policy(
          rootJson(owner),
          administratorJson(owner),
          allowInKeyPolicy('Allow use of the key by another account', `arn:aws:iam::${caller}:root`, [
            'kms:Encrypt',
            'kms:Decrypt',
            'kms:ReEncrypt*',
            'kms:GenerateDataKey*',
            'kms:DescribeKey',
          ]),
        ),
      },
    ],
  },
};

const archiveKey = `arn:aws:kms:${region}:${owner}:key/e41b7c95-0a2f-46d8-b3c4-97f5d8a6e120`;
const archiveRole = `arn:aws:iam::${caller}:role/ArchiveReader`;

/** As the first, but the call names no key: KMS tells it from the ciphertext and keeps its ARN to itself. */
export const ciphertextWithoutKey: SandboxScenario = {
  id: 'ciphertext-without-key',
  title: message('Decrypt without a key id: the error does not say which key'),
  detail: message(
    "ArchiveReader of {caller} decrypts what somebody in {owner} encrypted; the error withholds the key's ARN.",
    { caller: asName(caller), owner: asCode(owner) },
  ),
  principalArn: archiveRole,
  readerArn: keyAdmin(owner).arn,
  keyArn: archiveKey,
  region,
  action: 'kms:Decrypt',
  call: { operation: 'Decrypt', input: {}, ciphertext: { keyArn: archiveKey } },
  world: {
    identities: [
      keyAdmin(caller),
      keyAdmin(owner),
      role(archiveRole, { inline: { DecryptArchive: policy(allow('kms:Decrypt', '*')) } }),
    ],
    keys: [{ arn: archiveKey, description: 'Archive', policy: policy(rootJson(owner)) }],
  },
};

const managedKey = `arn:aws:kms:${region}:${owner}:key/0f3d5a68-7e1c-4b92-a845-c6d2e9b7f034`;
const auditRole = `arn:aws:iam::${caller}:role/AuditReader`;

/** AWS managed keys serve their own account only, and their policy cannot be changed. */
export const awsManagedKey: SandboxScenario = {
  id: 'aws-managed-key',
  title: message('AWS managed key: its policy cannot be edited'),
  detail: message('AuditReader of {caller} reads an object that {owner} encrypted with aws/s3.', {
    caller: asName(caller),
    owner: asCode(owner),
  }),
  principalArn: auditRole,
  readerArn: keyAdmin(owner).arn,
  keyArn: managedKey,
  region,
  action: 'kms:Decrypt',
  call: { operation: 'Decrypt', input: { KeyId: managedKey }, ciphertext: { keyArn: managedKey } },
  world: {
    identities: [
      keyAdmin(caller),
      keyAdmin(owner),
      role(auditRole, { inline: { DecryptLogs: policy(allow('kms:Decrypt', managedKey)) } }),
    ],
    keys: [
      {
        arn: managedKey,
        description: 'Default key that protects my S3 objects when no other key is defined',
        aliases: ['alias/aws/s3'],
        manager: 'AWS',
        policy: {
          Version: '2012-10-17',
          Id: 'auto-s3-2',
          Statement: [
            {
              Sid: 'Allow access through S3 for all principals in the account that are authorized to use S3',
              Effect: 'Allow',
              Principal: { AWS: '*' },
              Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
              Resource: '*',
              Condition: {
                StringEquals: { 'kms:ViaService': `s3.${region}.amazonaws.com`, 'kms:CallerAccount': owner },
              },
            },
            {
              Sid: 'Allow direct access to key metadata to the account',
              Effect: 'Allow',
              Principal: { AWS: `arn:aws:iam::${owner}:root` },
              Action: ['kms:Describe*', 'kms:Get*', 'kms:List*'],
              Resource: '*',
            },
          ],
        },
      },
    ],
  },
};
