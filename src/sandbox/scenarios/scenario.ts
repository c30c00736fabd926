import type { Message } from '../../text/message';
import type { WorldData } from '../world';

/** A call to KMS that fails, and the world in which it does. */
export interface SandboxScenario {
  /** `no-root-statement` */
  readonly id: string;
  readonly title: Message;
  readonly detail: Message;
  /** The role or user whose call fails. */
  readonly principalArn: string;
  /** Who looks at the key: an administrator of its account, who may read and change the key policy; in `policy-not-readable` the caller. */
  readonly readerArn: string;
  readonly keyArn: string;
  /** The Region the call is sent to. */
  readonly region: string;
  /** `kms:Decrypt` */
  readonly action: string;
  readonly call: FailingCall;
  readonly world: WorldData;
}

/** The call that fails. */
export interface FailingCall {
  /** The SDK's command without `Command`: `Decrypt` */
  readonly operation:
    | 'Decrypt'
    | 'Encrypt'
    | 'GenerateDataKey'
    | 'GenerateDataKeyWithoutPlaintext'
    | 'ReEncrypt'
    | 'DescribeKey'
    | 'CreateGrant';
  readonly input: Readonly<Record<string, unknown>>;
  /** The call brings a ciphertext, which the sandbox makes with that key before. */
  readonly ciphertext?: { readonly keyArn: string; readonly encryptionContext?: Readonly<Record<string, string>> };
}
