import assert from 'node:assert/strict';
import {
  DecryptCommand,
  type DecryptCommandInput,
  DescribeKeyCommand,
  EncryptCommand,
  type EncryptCommandInput,
  GenerateDataKeyCommand,
  type GenerateDataKeyCommandInput,
  GenerateDataKeyWithoutPlaintextCommand,
  type GenerateDataKeyWithoutPlaintextCommandInput,
  GetKeyPolicyCommand,
  type KMSClient,
  ListGrantsCommand,
} from '@aws-sdk/client-kms';
import { type Sandbox, type SandboxScenario, scenarios, startSandbox } from '../../src/sandbox';
import { clientsAs, errorOf } from './clients';

const hidden =
  'because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access';

/** What AWS answers to each scenario's call: written by hand from AWS's documentation and observed messages, never computed. */
const expected: Readonly<Record<string, readonly [name: string, message: string]>> = {
  'no-root-statement': [
    'AccessDeniedException',
    'User: arn:aws:sts::123456789012:assumed-role/MyRole/sandbox is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:ap-northeast-1:123456789012:key/abc-123 because no resource-based policy allows the kms:Decrypt action',
  ],
  'iam-missing': [
    'AccessDeniedException',
    'User: arn:aws:sts::123456789012:assumed-role/ReportReader/sandbox is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:ap-northeast-1:123456789012:key/5f0c1d52-8a3e-4c63-9f0b-2f6b4a1c7d10 because no identity-based policy allows the kms:Decrypt action',
  ],
  'cross-account-key-policy-missing': [
    'AccessDeniedException',
    `User: arn:aws:sts::111122223333:assumed-role/DataPipeline/sandbox is not authorized to perform: kms:Decrypt on this resource ${hidden}`,
  ],
  'cross-account-iam-missing': [
    'AccessDeniedException',
    'User: arn:aws:sts::111122223333:assumed-role/NightlyExport/sandbox is not authorized to perform: kms:GenerateDataKey on resource: arn:aws:kms:us-east-1:444455556666:key/2d9e6b74-51c8-4f0a-8e37-b1a5c9d3f6e8 because no identity-based policy allows the kms:GenerateDataKey action',
  ],
  'explicit-deny-key-policy': [
    'AccessDeniedException',
    'User: arn:aws:sts::123456789012:assumed-role/Contractor/sandbox is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:ap-northeast-1:123456789012:key/71c4e0d9-6f2b-4a85-bd13-5e8f7a9c0b46 with an explicit deny in a resource-based policy',
  ],
  'explicit-deny-iam': [
    'AccessDeniedException',
    'User: arn:aws:sts::123456789012:assumed-role/Trainee/sandbox is not authorized to perform: kms:Encrypt on resource: arn:aws:kms:ap-northeast-1:123456789012:key/93b8d5f1-2c7e-4068-ae54-1f0d6b3a8c97 with an explicit deny in an identity-based policy',
  ],
  'disabled-key': [
    'DisabledException',
    'arn:aws:kms:ap-northeast-1:123456789012:key/48a6c3e2-f1d7-4950-b28e-0c9d5b7f4a61 is disabled.',
  ],
  'iam-missing-user': [
    'AccessDeniedException',
    'User: arn:aws:iam::123456789012:user/finance/analyst is not authorized to perform: kms:Encrypt on resource: arn:aws:kms:ap-northeast-1:123456789012:key/0d8f3b6a-c5e1-4297-b84f-6a9d2e7c1f50 because no identity-based policy allows the kms:Encrypt action',
  ],
  'policy-not-readable': [
    'AccessDeniedException',
    'User: arn:aws:sts::123456789012:assumed-role/Support/sandbox is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:ap-northeast-1:123456789012:key/9e5c7a31-4f8d-4b06-92c1-d3b0f6e8a274 because no resource-based policy allows the kms:Decrypt action',
  ],
  'weakened-root-statement': [
    'AccessDeniedException',
    'User: arn:aws:sts::123456789012:assumed-role/AWSReservedSSO_Developer_0a1b2c3d4e5f6789/sandbox is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:ap-northeast-1:123456789012:key/b37c9e20-4a6f-4d51-8c9e-5d2f0b7a1e68 because no resource-based policy allows the kms:Decrypt action',
  ],
  'recreated-role': [
    'AccessDeniedException',
    'User: arn:aws:sts::123456789012:assumed-role/OrderWorker/sandbox is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:ap-northeast-1:123456789012:key/84d0b6c5-e3f9-4172-8a6b-9f1c7e5d2043 because no resource-based policy allows the kms:Decrypt action',
  ],
  'permissions-boundary': [
    'AccessDeniedException',
    'User: arn:aws:sts::123456789012:assumed-role/InvoiceService/sandbox is not authorized to perform: kms:GenerateDataKey on resource: arn:aws:kms:ap-northeast-1:123456789012:key/c5e2f804-9d16-4b7a-8350-7a4c1e9b6d23 because no permissions boundary allows the kms:GenerateDataKey action',
  ],
  'auto-scaling-grant-missing': [
    'AccessDeniedException',
    'User: arn:aws:sts::123456789012:assumed-role/AWSServiceRoleForAutoScaling/sandbox is not authorized to perform: kms:GenerateDataKeyWithoutPlaintext on resource: arn:aws:kms:ap-northeast-1:123456789012:key/6be1f4a7-9d20-4c83-b5e7-0a3d8c6f9b51 because no identity-based policy allows the kms:GenerateDataKeyWithoutPlaintext action',
  ],
  'grant-without-operation': [
    'AccessDeniedException',
    'User: arn:aws:sts::123456789012:assumed-role/BatchJob/sandbox is not authorized to perform: kms:Encrypt on resource: arn:aws:kms:ap-northeast-1:123456789012:key/e0a5d7f2-1b8c-4396-9d40-c3f6b2e8a759 because no resource-based policy allows the kms:Encrypt action',
  ],
  'sso-role-unread': [
    'AccessDeniedException',
    'User: arn:aws:sts::123456789012:assumed-role/AWSReservedSSO_Analyst_9f8e7d6c5b4a3210/sandbox is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:ap-northeast-1:123456789012:key/6c1d8f04-93ab-4e27-b0d5-f2a7c5e9138b because no resource-based policy allows the kms:Decrypt action',
  ],
  'sns-to-encrypted-queue': [
    'AccessDeniedException',
    'User: sns.amazonaws.com is not authorized to perform: kms:GenerateDataKey on resource: arn:aws:kms:ap-northeast-1:123456789012:key/0b9e4d72-5a16-4c3f-8e90-d7b2a1c6f845 because no resource-based policy allows the kms:GenerateDataKey action',
  ],
  'events-to-encrypted-queue': [
    'AccessDeniedException',
    'User: events.amazonaws.com is not authorized to perform: kms:GenerateDataKey on resource: arn:aws:kms:ap-northeast-1:123456789012:key/7f4a2c90-e1d8-4b65-93fa-08c7d5b6e312 because no resource-based policy allows the kms:GenerateDataKey action',
  ],
  'logs-log-group': [
    'AccessDeniedException',
    'User: logs.ap-northeast-1.amazonaws.com is not authorized to perform: kms:GenerateDataKey on resource: arn:aws:kms:ap-northeast-1:123456789012:key/d2c85b17-46fe-4930-a7b8-e9f10c3d6a54 because no resource-based policy allows the kms:GenerateDataKey action',
  ],
  's3-inventory': [
    'AccessDeniedException',
    'User: s3.amazonaws.com is not authorized to perform: kms:GenerateDataKey on resource: arn:aws:kms:ap-northeast-1:123456789012:key/5e70d9a3-b8c4-4f12-8d6b-31a9f7e2c068 because no resource-based policy allows the kms:GenerateDataKey action',
  ],
  'cloudtrail-trail': [
    'AccessDeniedException',
    'User: cloudtrail.amazonaws.com is not authorized to perform: kms:GenerateDataKey on resource: arn:aws:kms:ap-northeast-1:123456789012:key/a8f3b6e1-2d97-4c50-b4e8-6f05d1c9a723 because no resource-based policy allows the kms:GenerateDataKey action',
  ],
  'via-service-only': [
    'AccessDeniedException',
    'User: arn:aws:sts::123456789012:assumed-role/Uploader/sandbox is not authorized to perform: kms:GenerateDataKey on resource: arn:aws:kms:ap-northeast-1:123456789012:key/a29d6f4e-8b35-47c0-91e2-d4c7f0b5a836 because no resource-based policy allows the kms:GenerateDataKey action',
  ],
  'encryption-context-condition': [
    'AccessDeniedException',
    'User: arn:aws:sts::123456789012:assumed-role/TenantService/sandbox is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:ap-northeast-1:123456789012:key/f6b1c8d3-05e9-4a72-bf48-2e9a7d6c0b15 because no resource-based policy allows the kms:Decrypt action',
  ],
  // KMS says nothing else; the SDK fills the gap with its own word.
  'wrong-encryption-context': ['InvalidCiphertextException', 'UnknownError'],
  'ciphertext-without-key': [
    'AccessDeniedException',
    `User: arn:aws:sts::111122223333:assumed-role/ArchiveReader/sandbox is not authorized to perform: kms:Decrypt on the resource associated with this ciphertext ${hidden}`,
  ],
  'multi-region-replica': [
    'AccessDeniedException',
    'User: arn:aws:sts::123456789012:assumed-role/Failover/sandbox is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:eu-west-1:123456789012:key/mrk-1f0e2d3c4b5a69788796a5b4c3d2e1f0 because no resource-based policy allows the kms:Decrypt action',
  ],
  'aws-managed-key': [
    'AccessDeniedException',
    `User: arn:aws:sts::111122223333:assumed-role/AuditReader/sandbox is not authorized to perform: kms:Decrypt on this resource ${hidden}`,
  ],
  'pending-deletion': [
    'KMSInvalidStateException',
    'arn:aws:kms:ap-northeast-1:123456789012:key/d70f9b15-4e8c-42a3-96d1-8b5e2c7a0f38 is pending deletion.',
  ],
  'pending-import': [
    'KMSInvalidStateException',
    'arn:aws:kms:ap-northeast-1:123456789012:key/15e8d2c7-a0b4-4f39-8c61-f7d5943b6e0a is pending import.',
  ],
  'wrong-region': [
    'NotFoundException',
    "Key 'arn:aws:kms:us-east-1:123456789012:key/7d2c5e18-f0a9-4b64-93d7-e8b1f6c4a025' does not exist",
  ],
  'missing-alias': ['NotFoundException', 'Alias arn:aws:kms:us-east-1:123456789012:alias/mail is not found.'],
};

/** The SDK's own command for a scenario's call. */
function send(kms: KMSClient, { operation, input }: ReturnType<Sandbox['requestOf']>): Promise<unknown> {
  switch (operation) {
    case 'Decrypt':
      return kms.send(new DecryptCommand(input as unknown as DecryptCommandInput));
    case 'Encrypt':
      return kms.send(new EncryptCommand(input as unknown as EncryptCommandInput));
    case 'GenerateDataKey':
      return kms.send(new GenerateDataKeyCommand(input as unknown as GenerateDataKeyCommandInput));
    case 'GenerateDataKeyWithoutPlaintext':
      return kms.send(
        new GenerateDataKeyWithoutPlaintextCommand(input as unknown as GenerateDataKeyWithoutPlaintextCommandInput),
      );
    default:
      throw new Error(`No scenario calls ${operation} yet`);
  }
}

describe('sandbox: scenarios', () => {
  let sandbox: Sandbox;
  before(async () => {
    sandbox = await startSandbox();
  });
  after(() => sandbox.close());

  it('pins every scenario, and no other', () => {
    assert.deepEqual(scenarios.map(s => s.id).sort(), Object.keys(expected).sort());
  });

  for (const scenario of scenarios) {
    it(`${scenario.id}: fails in AWS's words`, async () => {
      const { kms } = clientsAs(sandbox, scenario.principalArn, scenario.region);
      assert.deepEqual(await errorOf(send(kms, sandbox.requestOf(scenario))), expected[scenario.id]);
    });

    if (scenario.id === 'policy-not-readable') {
      continue;
    }
    it(`${scenario.id}: the administrator of the key may read all that explains it`, async () => {
      const { kms } = clientsAs(sandbox, scenario.readerArn, regionOf(scenario));
      const KeyId = scenario.keyArn;
      const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId }));
      const { Policy } = await kms.send(new GetKeyPolicyCommand({ KeyId }));
      const { Grants } = await kms.send(new ListGrantsCommand({ KeyId }));
      assert.equal(KeyMetadata?.Arn, KeyId);
      assert.ok(Array.isArray((JSON.parse(Policy ?? '') as { Statement: unknown }).Statement));
      assert.equal(Grants?.length, scenario.id === 'grant-without-operation' ? 1 : 0);
    });
  }

  it('policy-not-readable: who looks at the key may not read its policy', async () => {
    const scenario = scenarios.find(s => s.id === 'policy-not-readable');
    const { kms } = clientsAs(sandbox, scenario?.readerArn ?? '');
    const KeyId = scenario?.keyArn;
    const reads: Readonly<Record<string, () => Promise<unknown>>> = {
      DescribeKey: () => kms.send(new DescribeKeyCommand({ KeyId })),
      GetKeyPolicy: () => kms.send(new GetKeyPolicyCommand({ KeyId })),
      ListGrants: () => kms.send(new ListGrantsCommand({ KeyId })),
    };
    for (const [operation, read] of Object.entries(reads)) {
      assert.deepEqual(await errorOf(read()), [
        'AccessDeniedException',
        `User: arn:aws:sts::123456789012:assumed-role/Support/sandbox is not authorized to perform: kms:${operation} on resource: ${KeyId} because no resource-based policy allows the kms:${operation} action`,
      ]);
    }
  });

  it('fails alike when a scenario is the only one', async () => {
    for (const scenario of scenarios) {
      const alone = await startSandbox({ scenario });
      try {
        const { kms } = clientsAs(alone, scenario.principalArn, scenario.region);
        assert.deepEqual(await errorOf(send(kms, alone.requestOf(scenario))), expected[scenario.id]);
      } finally {
        await alone.close();
      }
    }
  });
});

const regionOf = ({ keyArn }: SandboxScenario): string => keyArn.split(':')[3] ?? '';
