import type { KeyState } from '../../reference';
import { message } from '../../text/message';
import type { SandboxScenario } from './scenario';
import { administratorJson, allowInKeyPolicy, keyAdmin, policy, role, rootJson } from './statements';

const account = '123456789012';
const region = 'ap-northeast-1';

interface KeyInState extends Pick<SandboxScenario, 'id' | 'title' | 'detail'> {
  readonly state: KeyState;
  readonly keyId: string;
  /** Who calls. */
  readonly roleName: string;
}

/** Everybody is allowed; the key's state stands in the way. */
function inState({ id, state, keyId, roleName, title, detail }: KeyInState): SandboxScenario {
  const keyArn = `arn:aws:kms:${region}:${account}:key/${keyId}`;
  const roleArn = `arn:aws:iam::${account}:role/${roleName}`;
  return {
    id,
    title,
    detail,
    principalArn: roleArn,
    readerArn: keyAdmin(account).arn,
    keyArn,
    region,
    action: 'kms:Decrypt',
    call: { operation: 'Decrypt', input: { KeyId: keyArn }, ciphertext: { keyArn } },
    world: {
      identities: [keyAdmin(account), role(roleArn)],
      keys: [
        {
          arn: keyArn,
          state,
          description: `Used by ${roleName}`,
          aliases: [`alias/${roleName.toLowerCase()}`],
          policy: policy(
            rootJson(account),
            administratorJson(account),
            allowInKeyPolicy('Allow use of the key', roleArn, ['kms:Decrypt', 'kms:DescribeKey']),
          ),
        },
      ],
    },
  };
}

/** Enabling the key is the cure, no policy is. */
export const disabledKey = inState({
  id: 'disabled-key',
  state: 'Disabled',
  keyId: '48a6c3e2-f1d7-4950-b28e-0c9d5b7f4a61',
  roleName: 'BackupRestore',
  title: message('Disabled key'),
  detail: message('BackupRestore is named in the key policy; the key is disabled.'),
});

/** Cancelling the deletion is the cure. */
export const pendingDeletion = inState({
  id: 'pending-deletion',
  state: 'PendingDeletion',
  keyId: 'd70f9b15-4e8c-42a3-96d1-8b5e2c7a0f38',
  roleName: 'LegacyImport',
  title: message('Key pending deletion'),
  detail: message('LegacyImport is named in the key policy; the key is scheduled for deletion.'),
});

/** Importing the key material is the cure. */
export const pendingImport = inState({
  id: 'pending-import',
  state: 'PendingImport',
  keyId: '15e8d2c7-a0b4-4f39-8c61-f7d5943b6e0a',
  roleName: 'Onboarding',
  title: message('Key without key material'),
  detail: message('Onboarding is named in the key policy; the key waits for its imported key material.'),
});
