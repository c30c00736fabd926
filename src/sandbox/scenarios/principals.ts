import { message } from '../../text/message';
import type { SandboxScenario } from './scenario';
import { administratorJson, allow, allowInKeyPolicy, keyAdmin, policy, role, rootJson } from './statements';

const account = '123456789012';
const region = 'ap-northeast-1';

const recreatedKey = `arn:aws:kms:${region}:${account}:key/84d0b6c5-e3f9-4172-8a6b-9f1c7e5d2043`;
const recreatedRole = `arn:aws:iam::${account}:role/OrderWorker`;

/** The key policy's role was deleted; a new one of the same name is somebody else. */
export const recreatedRoleScenario: SandboxScenario = {
  id: 'recreated-role',
  title: message('Role deleted and created again'),
  detail: message(
    'The key policy named OrderWorker; since the role was deleted it shows a unique id, and the new OrderWorker does not match.',
  ),
  principalArn: recreatedRole,
  readerArn: keyAdmin(account).arn,
  keyArn: recreatedKey,
  region,
  action: 'kms:Decrypt',
  call: { operation: 'Decrypt', input: { KeyId: recreatedKey }, ciphertext: { keyArn: recreatedKey } },
  world: {
    identities: [keyAdmin(account), role(recreatedRole)],
    keys: [
      {
        arn: recreatedKey,
        description: 'Orders',
        aliases: ['alias/orders'],
        policy: policy(
          administratorJson(account),
          allowInKeyPolicy('Allow use of the key', 'AROAEXAMPLEDELETED4Q2', ['kms:Decrypt', 'kms:DescribeKey']),
        ),
      },
    ],
  },
};

const volumeKey = `arn:aws:kms:${region}:${account}:key/6be1f4a7-9d20-4c83-b5e7-0a3d8c6f9b51`;
const autoScaling = `arn:aws:iam::${account}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling`;

/** A service-linked role's own policy cannot be edited: the key policy or a grant must let it in. */
export const autoScalingGrantMissing: SandboxScenario = {
  id: 'auto-scaling-grant-missing',
  title: message("Grant missing: Auto Scaling cannot use the volume's key"),
  detail: message(
    'AWSServiceRoleForAutoScaling is in neither the key policy nor a grant of the key that encrypts the volumes.',
  ),
  principalArn: autoScaling,
  readerArn: keyAdmin(account).arn,
  keyArn: volumeKey,
  region,
  action: 'kms:GenerateDataKeyWithoutPlaintext',
  call: { operation: 'GenerateDataKeyWithoutPlaintext', input: { KeyId: volumeKey, KeySpec: 'AES_256' } },
  world: {
    identities: [
      keyAdmin(account),
      {
        arn: autoScaling,
        trust: policy({
          Effect: 'Allow',
          Principal: { Service: 'autoscaling.amazonaws.com' },
          Action: 'sts:AssumeRole',
        }),
        attached: ['arn:aws:iam::aws:policy/aws-service-role/AutoScalingServiceRolePolicy'],
      },
    ],
    managedPolicies: {
      'arn:aws:iam::aws:policy/aws-service-role/AutoScalingServiceRolePolicy': policy(
        allow(['ec2:*', 'elasticloadbalancing:*', 'cloudwatch:*'], '*'),
      ),
    },
    keys: [
      {
        arn: volumeKey,
        description: 'Volumes',
        aliases: ['alias/volumes'],
        policy: policy(rootJson(account), administratorJson(account)),
      },
    ],
  },
};

const auditKey = `arn:aws:kms:${region}:${account}:key/b37c9e20-4a6f-4d51-8c9e-5d2f0b7a1e68`;
const developer = `arn:aws:iam::${account}:role/aws-reserved/sso.amazonaws.com/${region}/AWSReservedSSO_Developer_0a1b2c3d4e5f6789`;

/** The root statement delegates too little: only what it lists can be given by IAM. */
export const weakenedRootStatement: SandboxScenario = {
  id: 'weakened-root-statement',
  title: message('Root statement weakened: IAM may give reads only'),
  detail: message(
    "The developers' Identity Center role may do everything by IAM, but the root statement hands on no cryptographic operation.",
  ),
  principalArn: developer,
  readerArn: keyAdmin(account).arn,
  keyArn: auditKey,
  region,
  action: 'kms:Decrypt',
  call: { operation: 'Decrypt', input: { KeyId: auditKey }, ciphertext: { keyArn: auditKey } },
  world: {
    identities: [keyAdmin(account), role(developer, { inline: { AwsSSOInlinePolicy: policy(allow('*', '*')) } })],
    keys: [
      {
        arn: auditKey,
        description: 'Audit trail',
        aliases: ['alias/audit'],
        policy: policy(
          administratorJson(account),
          allowInKeyPolicy('Enable IAM User Permissions', `arn:aws:iam::${account}:root`, [
            'kms:Describe*',
            'kms:Get*',
            'kms:List*',
          ]),
        ),
      },
    ],
  },
};

const reportKey = `arn:aws:kms:${region}:${account}:key/6c1d8f04-93ab-4e27-b0d5-f2a7c5e9138b`;
const analyst = `arn:aws:iam::${account}:role/aws-reserved/sso.amazonaws.com/${region}/AWSReservedSSO_Analyst_9f8e7d6c5b4a3210`;
const keyOwner = `arn:aws:iam::${account}:role/KeyOwner`;

/** Whoever looks at the key may read nothing of IAM: the path of the denied Identity Center role stays unknown. */
export const permissionSetUnread: SandboxScenario = {
  id: 'sso-role-unread',
  title: message('Identity Center role whose ARN cannot be read (iam:GetRole refused)'),
  detail: message(
    "The key policy does not name the analysts' Identity Center role, and KeyOwner, who may change it, may not read IAM.",
  ),
  principalArn: analyst,
  readerArn: keyOwner,
  keyArn: reportKey,
  region,
  action: 'kms:Decrypt',
  call: { operation: 'Decrypt', input: { KeyId: reportKey }, ciphertext: { keyArn: reportKey } },
  world: {
    identities: [
      keyAdmin(account),
      role(keyOwner),
      role(analyst, { inline: { AwsSSOInlinePolicy: policy(allow('s3:GetObject', 'arn:aws:s3:::reports/*')) } }),
    ],
    keys: [
      {
        arn: reportKey,
        description: 'Analyst reports',
        aliases: ['alias/analyst-reports'],
        policy: policy(
          allowInKeyPolicy('Allow administration', keyOwner, [
            'kms:Describe*',
            'kms:Get*',
            'kms:List*',
            'kms:PutKeyPolicy',
          ]),
        ),
      },
    ],
  },
};

const jobKey = `arn:aws:kms:${region}:${account}:key/e0a5d7f2-1b8c-4396-9d40-c3f6b2e8a759`;
const jobRole = `arn:aws:iam::${account}:role/BatchJob`;

/** A grant gives just the operations it lists. */
export const grantWithoutOperation: SandboxScenario = {
  id: 'grant-without-operation',
  title: message('Grant present, but not for this operation'),
  detail: message('A grant lets BatchJob decrypt; the call encrypts.'),
  principalArn: jobRole,
  readerArn: keyAdmin(account).arn,
  keyArn: jobKey,
  region,
  action: 'kms:Encrypt',
  call: { operation: 'Encrypt', input: { KeyId: jobKey, Plaintext: Buffer.from('hello') } },
  world: {
    identities: [keyAdmin(account), role(jobRole)],
    keys: [
      {
        arn: jobKey,
        description: 'Batch jobs',
        aliases: ['alias/batch'],
        policy: policy(administratorJson(account)),
        grants: [{ GranteePrincipal: jobRole, Operations: ['Decrypt', 'DescribeKey'] }],
      },
    ],
  },
};
