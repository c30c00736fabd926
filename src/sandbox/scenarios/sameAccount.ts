import { message } from '../../text/message';
import type { SandboxScenario } from './scenario';
import { administratorStatement, allow, keyAdmin, policy, role, rootStatement } from './statements';

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
    identities: [keyAdmin(account), role(myRole, { inline: { DecryptConfiguration: policy(allow('kms:Decrypt', lockedKey)) } })],
    keys: [{ arn: lockedKey, description: 'Application configuration', aliases: ['alias/app-config'], policy: policy(administratorStatement(account)) }],
  },
};

const delegatedKey = `arn:aws:kms:${region}:${account}:key/5f0c1d52-8a3e-4c63-9f0b-2f6b4a1c7d10`;
const reportRole = `arn:aws:iam::${account}:role/reports/ReportReader`;

/** The key policy hands the decision to IAM, and IAM says nothing. */
export const iamMissing: SandboxScenario = {
  id: 'iam-missing',
  title: message('Root statement present, IAM permission missing'),
  detail: message('The key policy leaves the decision to IAM; ReportReader may read the bucket, but not decrypt with the key.'),
  principalArn: reportRole,
  readerArn: keyAdmin(account).arn,
  keyArn: delegatedKey,
  region,
  action: 'kms:Decrypt',
  call: { operation: 'Decrypt', input: { KeyId: delegatedKey }, ciphertext: { keyArn: delegatedKey } },
  world: {
    identities: [keyAdmin(account), role(reportRole, { inline: { ReadReports: policy(allow('s3:GetObject', 'arn:aws:s3:::reports/*')) } })],
    keys: [{
      arn: delegatedKey, description: 'Monthly reports', aliases: ['alias/reports'],
      policy: policy(rootStatement(account), administratorStatement(account)),
    }],
  },
};
