import { message } from '../../text/message';
import type { SandboxScenario } from './scenario';
import { administratorJson, allow, allowInKeyPolicy, keyAdmin, policy, role, rootJson } from './statements';

const account = '123456789012';
const region = 'ap-northeast-1';

const uploadKey = `arn:aws:kms:${region}:${account}:key/a29d6f4e-8b35-47c0-91e2-d4c7f0b5a836`;
const uploadRole = `arn:aws:iam::${account}:role/Uploader`;

/** Allowed through S3 only, called directly. */
export const viaServiceOnly: SandboxScenario = {
  id: 'via-service-only',
  title: message('Condition fails: allowed through S3 only (kms:ViaService)'),
  detail: message('The key policy lets Uploader use the key through S3; this call goes to KMS directly.'),
  principalArn: uploadRole,
  readerArn: keyAdmin(account).arn,
  keyArn: uploadKey,
  region,
  action: 'kms:GenerateDataKey',
  call: { operation: 'GenerateDataKey', input: { KeyId: uploadKey, KeySpec: 'AES_256' } },
  world: {
    identities: [
      keyAdmin(account),
      role(uploadRole, { inline: { Upload: policy(allow('s3:PutObject', 'arn:aws:s3:::uploads/*')) } }),
    ],
    keys: [
      {
        arn: uploadKey,
        description: 'Uploads',
        aliases: ['alias/uploads'],
        policy: policy(
          administratorJson(account),
          allowInKeyPolicy('Allow use through S3', uploadRole, ['kms:GenerateDataKey', 'kms:Decrypt'], {
            Condition: { StringEquals: { 'kms:ViaService': `s3.${region}.amazonaws.com` } },
          }),
        ),
      },
    ],
  },
};

const tenantKey = `arn:aws:kms:${region}:${account}:key/f6b1c8d3-05e9-4a72-bf48-2e9a7d6c0b15`;
const tenantRole = `arn:aws:iam::${account}:role/TenantService`;

/** The key policy asks for one encryption context, the call brings another. */
export const encryptionContextCondition: SandboxScenario = {
  id: 'encryption-context-condition',
  title: message('Condition fails: another encryption context'),
  detail: message('The key policy lets TenantService decrypt for tenant blue; the call says tenant green.'),
  principalArn: tenantRole,
  readerArn: keyAdmin(account).arn,
  keyArn: tenantKey,
  region,
  action: 'kms:Decrypt',
  call: {
    operation: 'Decrypt',
    input: { KeyId: tenantKey, EncryptionContext: { tenant: 'green' } },
    ciphertext: { keyArn: tenantKey, encryptionContext: { tenant: 'green' } },
  },
  world: {
    identities: [keyAdmin(account), role(tenantRole)],
    keys: [
      {
        arn: tenantKey,
        description: 'Tenant data',
        aliases: ['alias/tenants'],
        policy: policy(
          administratorJson(account),
          allowInKeyPolicy('Allow one tenant', tenantRole, 'kms:Decrypt', {
            Condition: { StringEquals: { 'kms:EncryptionContext:tenant': 'blue' } },
          }),
        ),
      },
    ],
  },
};

const messageKey = `arn:aws:kms:${region}:${account}:key/32f7a0e9-c4d6-4b18-a593-6c8e1d0f7b42`;
const messageRole = `arn:aws:iam::${account}:role/MessageReader`;

/** Both locks are open; the ciphertext was made under another encryption context. */
export const wrongEncryptionContext: SandboxScenario = {
  id: 'wrong-encryption-context',
  title: message('Wrong encryption context: the ciphertext does not open'),
  detail: message('MessageReader is allowed, but names another encryption context than the one used to encrypt.'),
  principalArn: messageRole,
  readerArn: keyAdmin(account).arn,
  keyArn: messageKey,
  region,
  action: 'kms:Decrypt',
  call: {
    operation: 'Decrypt',
    input: { KeyId: messageKey, EncryptionContext: { queue: 'orders-v2' } },
    ciphertext: { keyArn: messageKey, encryptionContext: { queue: 'orders' } },
  },
  world: {
    identities: [
      keyAdmin(account),
      role(messageRole, { inline: { ReadMessages: policy(allow('kms:Decrypt', messageKey)) } }),
    ],
    keys: [
      {
        arn: messageKey,
        description: 'Messages',
        aliases: ['alias/messages'],
        policy: policy(rootJson(account), administratorJson(account)),
      },
    ],
  },
};
