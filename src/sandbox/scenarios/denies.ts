import { message } from '../../text/message';
import type { SandboxScenario } from './scenario';
import { administratorJson, allow, allowInKeyPolicy, keyAdmin, policy, role, rootJson } from './statements';

const account = '123456789012';
const region = 'ap-northeast-1';

const payrollKey = `arn:aws:kms:${region}:${account}:key/71c4e0d9-6f2b-4a85-bd13-5e8f7a9c0b46`;
const contractorRole = `arn:aws:iam::${account}:role/Contractor`;

/** A Deny of the key policy beats every Allow. */
export const explicitDenyKeyPolicy: SandboxScenario = {
  id: 'explicit-deny-key-policy',
  title: message('Explicit deny in the key policy'),
  detail: message(
    'Contractor is allowed by IAM and by the root statement, but a statement of the key policy denies it.',
  ),
  principalArn: contractorRole,
  readerArn: keyAdmin(account).arn,
  keyArn: payrollKey,
  region,
  action: 'kms:Decrypt',
  call: { operation: 'Decrypt', input: { KeyId: payrollKey }, ciphertext: { keyArn: payrollKey } },
  world: {
    identities: [keyAdmin(account), role(contractorRole, { inline: { UseKeys: policy(allow('kms:*', '*')) } })],
    keys: [
      {
        arn: payrollKey,
        description: 'Payroll',
        aliases: ['alias/payroll'],
        policy: policy(rootJson(account), administratorJson(account), {
          Sid: 'Keep contractors out',
          Effect: 'Deny',
          Principal: { AWS: contractorRole },
          Action: ['kms:Decrypt', 'kms:ReEncrypt*'],
          Resource: '*',
        }),
      },
    ],
  },
};

const sandboxKey = `arn:aws:kms:${region}:${account}:key/93b8d5f1-2c7e-4068-ae54-1f0d6b3a8c97`;
const traineeRole = `arn:aws:iam::${account}:role/Trainee`;

/** A Deny of an IAM policy beats an Allow of the key policy that names the role. */
export const explicitDenyIam: SandboxScenario = {
  id: 'explicit-deny-iam',
  title: message('Explicit deny in an IAM policy'),
  detail: message("The key policy names Trainee, but one of Trainee's own IAM policies denies every use of KMS keys."),
  principalArn: traineeRole,
  readerArn: keyAdmin(account).arn,
  keyArn: sandboxKey,
  region,
  action: 'kms:Encrypt',
  call: { operation: 'Encrypt', input: { KeyId: sandboxKey, Plaintext: Buffer.from('hello') } },
  world: {
    identities: [keyAdmin(account), role(traineeRole, { attached: [`arn:aws:iam::${account}:policy/NoCryptography`] })],
    managedPolicies: {
      [`arn:aws:iam::${account}:policy/NoCryptography`]: policy({
        Sid: 'NoKms',
        Effect: 'Deny',
        Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:GenerateDataKey*'],
        Resource: '*',
      }),
    },
    keys: [
      {
        arn: sandboxKey,
        description: 'Exercises',
        aliases: ['alias/exercises'],
        policy: policy(
          rootJson(account),
          administratorJson(account),
          allowInKeyPolicy('Allow use of the key', traineeRole, ['kms:Encrypt', 'kms:Decrypt', 'kms:DescribeKey']),
        ),
      },
    ],
  },
};

const invoiceKey = `arn:aws:kms:${region}:${account}:key/c5e2f804-9d16-4b7a-8350-7a4c1e9b6d23`;
const invoiceRole = `arn:aws:iam::${account}:role/InvoiceService`;

/** The boundary is the ceiling: what it does not allow, IAM policies cannot give. */
export const permissionsBoundary: SandboxScenario = {
  id: 'permissions-boundary',
  title: message('Permissions boundary does not allow it'),
  detail: message(
    'InvoiceService is allowed by its IAM policy, but its permissions boundary leaves room for S3 and logs only.',
  ),
  principalArn: invoiceRole,
  readerArn: keyAdmin(account).arn,
  keyArn: invoiceKey,
  region,
  action: 'kms:GenerateDataKey',
  call: { operation: 'GenerateDataKey', input: { KeyId: invoiceKey, KeySpec: 'AES_256' } },
  world: {
    identities: [
      keyAdmin(account),
      role(invoiceRole, {
        inline: { UseInvoiceKey: policy(allow(['kms:GenerateDataKey', 'kms:Decrypt'], invoiceKey)) },
        boundary: `arn:aws:iam::${account}:policy/WorkloadBoundary`,
      }),
    ],
    managedPolicies: { [`arn:aws:iam::${account}:policy/WorkloadBoundary`]: policy(allow(['s3:*', 'logs:*'], '*')) },
    keys: [
      {
        arn: invoiceKey,
        description: 'Invoices',
        aliases: ['alias/invoices'],
        policy: policy(rootJson(account), administratorJson(account)),
      },
    ],
  },
};
