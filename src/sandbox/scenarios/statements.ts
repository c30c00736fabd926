import type { PolicyJson, SandboxIdentity } from '../world';

/** A policy document of these statements. */
export function policy(...statements: readonly PolicyJson[]): PolicyJson {
  return { Version: '2012-10-17', Statement: statements };
}

/** The statement that lets the account's IAM policies give access (KMS Developer Guide, "Default key policy"). */
export function rootJson(account: string): PolicyJson {
  return {
    Sid: 'Enable IAM User Permissions',
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${account}:root` },
    Action: 'kms:*',
    Resource: '*',
  };
}

/** The console's statement for key administrators. */
export function administratorJson(account: string): PolicyJson {
  return {
    Sid: 'Allow access for Key Administrators',
    Effect: 'Allow',
    Principal: { AWS: keyAdmin(account).arn },
    Action: [
      'kms:Create*',
      'kms:Describe*',
      'kms:Enable*',
      'kms:List*',
      'kms:Put*',
      'kms:Update*',
      'kms:Revoke*',
      'kms:Disable*',
      'kms:Get*',
      'kms:Delete*',
      'kms:TagResource',
      'kms:UntagResource',
      'kms:ScheduleKeyDeletion',
      'kms:CancelKeyDeletion',
    ],
    Resource: '*',
  };
}

/** An Allow of an IAM policy. */
export function allow(action: string | readonly string[], resource: string): PolicyJson {
  return { Effect: 'Allow', Action: action, Resource: resource };
}

/** An Allow of a key policy; `more` = further elements, such as `Condition`. */
export function allowInKeyPolicy(
  sid: string,
  principal: string | readonly string[],
  action: string | readonly string[],
  more: PolicyJson = {},
): PolicyJson {
  return { Sid: sid, Effect: 'Allow', Principal: { AWS: principal }, Action: action, Resource: '*', ...more };
}

/** The administrator whom every sandbox account has. */
export function keyAdmin(account: string): SandboxIdentity {
  return {
    arn: `arn:aws:iam::${account}:role/KeyAdmin`,
    trust: trustAccount(account),
    inline: {
      ReadEvents: policy(allow('cloudtrail:LookupEvents', '*')),
      ReadIdentities: policy(allow(['iam:Get*', 'iam:List*'], '*')),
      ReadKeys: policy(
        allow(['kms:ListKeys', 'kms:ListAliases', 'kms:DescribeKey', 'kms:GetKeyPolicy', 'kms:ListGrants'], '*'),
      ),
    },
  };
}

/** A role of the account that any identity there may assume whose IAM policies allow it. */
export function role(arn: string, more: Omit<SandboxIdentity, 'arn'> = {}): SandboxIdentity {
  return { arn, trust: trustAccount(arn.split(':')[4] ?? ''), ...more };
}

function trustAccount(account: string): PolicyJson {
  return policy({ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'sts:AssumeRole' });
}
