/**
 * The two rooms that need Node, as those see them who run in a browser's worker too: `src/aws` is an {@link Aws}, `src/sandbox` a
 * {@link SandboxRoom}.
 */
import type { Message } from '../text/message';
import type { Answer, CredentialSource, Profiles, Session } from './session';

/** What calls AWS. */
export interface Aws {
  /** Every profile of the user's. Makes no call, returns no secret. */
  listProfiles(): Promise<Profiles>;
  /**
   * Opens a session with a profile's or the environment's credentials. No call is made before the first question.
   * @returns the failure `configuration` when the profile, the Region or an endpoint is missing or unusable
   */
  openSession(wanted: WantedSession): Promise<Answer<Session>>;
  /** A session with the sandbox: its endpoint and its throw-away credentials, nothing of the user's. */
  openSandboxSession(connection: SandboxConnection): Session;
  /**
   * Makes a call to the sandbox that is expected to fail.
   * @returns the error as the AWS CLI prints it; undefined when the call succeeded
   * @throws Error for an operation that no scenario makes, and when the sandbox cannot be reached
   */
  errorOfCall(
    connection: SandboxConnection,
    operation: string,
    input: Readonly<Record<string, unknown>>,
  ): Promise<string | undefined>;
}

/** A session with credentials of the user's. */
export interface WantedSession {
  readonly source: Exclude<CredentialSource, { kind: 'sandbox' }>;
  /** The Region of the keys; unless given, the environment's or the profile's. */
  readonly region?: string;
  /** Asks the user for an MFA code where a role's profile names a device. */
  readonly mfaCode?: MfaCode;
}

/** Asks the user for the current code of an MFA device; undefined when they gave none. */
export type MfaCode = (serial: string) => Promise<string | undefined>;

/** Where the sandbox is, and as whom it is called. */
export interface SandboxConnection {
  readonly endpoint: string;
  readonly credentials: SandboxCredentials;
  readonly region: string;
}

/** Throw-away credentials that only the sandbox takes. */
export interface SandboxCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Present for role sessions. */
  readonly sessionToken?: string;
  /** Present for role sessions. */
  readonly expiration?: Date;
}

/** A KMS on this machine, and what can go wrong with it. */
export interface SandboxRoom {
  /** Every scenario, in the order in which they are offered. */
  readonly scenarios: readonly Scenario[];
  /** Starts a sandbox with the worlds of all scenarios. */
  startSandbox(): Promise<RunningSandbox>;
}

/** A sandbox, alive until it is closed. */
export interface RunningSandbox {
  /** `http://127.0.0.1:PORT` for the `endpoint` of any KMS, STS, IAM or CloudTrail client; the Region is the client's. */
  readonly endpoint: string;
  /** New credentials for a role, user or account root of the sandbox. @throws Error when it has no such identity. */
  credentials(principalArn: string): SandboxCredentials;
  /** The input of the scenario's failing call as the SDK's command takes it, with a real ciphertext where it needs one. */
  requestOf(scenario: Pick<Scenario, 'call'>): {
    readonly operation: string;
    readonly input: Readonly<Record<string, unknown>>;
  };
  /** Ends every connection; a second time does nothing. */
  close(): Promise<void>;
}

/** A call to KMS that fails, and the world in which it does. */
export interface Scenario {
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
  readonly call: FailingCall;
  /** Of the world, who is in it. */
  readonly world: { readonly identities?: readonly { readonly arn: string }[] };
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
