import { type KmsOperation, kmsOperations } from '../../reference';

/** What somebody does with a key: use it for cryptography, manage it, hand out grants, or only look. */
export type Use = 'use' | 'manage' | 'grant' | 'read';

/** Every use, in the order in which people are told. */
export const uses: readonly Use[] = ['use', 'manage', 'grant', 'read'];

/** The permissions that a key policy can give (KMS Developer Guide, "AWS KMS permissions", policy type). */
export const keyPolicyOperations: readonly KmsOperation[] = kmsOperations.filter(o => o.policyType !== 'IAM policy');

/**
 * What kind of use an operation is. Only CreateGrant and RevokeGrant are `grant`; what is neither cryptography nor of
 * access level Read or List is `manage`.
 */
export function useOf(operation: KmsOperation): Use {
  if (operation.cryptographic) {
    return 'use';
  }
  if (operation.action === 'kms:CreateGrant' || operation.action === 'kms:RevokeGrant') {
    return 'grant';
  }
  return operation.accessLevel === 'Read' || operation.accessLevel === 'List' ? 'read' : 'manage';
}
