import data from './data/operations.json';

/** Key states (KMS Developer Guide, "Key states of AWS KMS keys"). */
export type KeyState =
  | 'Enabled'
  | 'Disabled'
  | 'PendingDeletion'
  | 'PendingReplicaDeletion'
  | 'PendingImport'
  | 'Unavailable'
  | 'Creating'
  | 'Updating';

/** One KMS permission (KMS Developer Guide, "AWS KMS permissions"). */
export interface KmsOperation {
  /** `kms:Decrypt` */
  readonly action: string;
  /** What it does: one sentence. */
  readonly description: string;
  /** The API operation that needs it; differs for `kms:ReEncryptFrom`/`ReEncryptTo` and others. */
  readonly apiOperation: string;
  readonly accessLevel: string;
  /** False: no effect for a principal of another account, whatever the policies say. */
  readonly crossAccountUse: boolean;
  readonly resourceTypes: readonly string[];
  /** `IAM policy`: a key policy can never give it. */
  readonly policyType: string;
  readonly conditionKeys: readonly string[];
  readonly grantOperation: boolean;
  readonly supportsDryRun: boolean;
  readonly cryptographic: boolean;
  readonly exceptions: readonly string[];
  readonly byKeyState?: Readonly<Record<string, string>>;
  readonly note?: string;
  readonly source: string;
}

/** Every KMS permission, in alphabetical order. */
export const kmsOperations: readonly KmsOperation[] = data.operations as unknown as readonly KmsOperation[];

const byAction = new Map(kmsOperations.map(o => [o.action.toLowerCase(), o]));

/**
 * What becomes of an operation in a key state: `ok`, the exceptions that KMS documents, or undefined where it documents nothing
 * (KMS Developer Guide, "Key states of AWS KMS keys"; PendingReplicaDeletion behaves as PendingDeletion there).
 */
export function resultInState(action: string, state: KeyState): string | undefined {
  return kmsOperation(action)?.byKeyState?.[state === 'PendingReplicaDeletion' ? 'PendingDeletion' : state];
}

/** The permission of that name, in any case (`kms:decrypt`); undefined when there is none. */
export function kmsOperation(action: string): KmsOperation | undefined {
  return byAction.get(action.toLowerCase());
}
