/**
 * What diagnosis and acting need from the live world, as interfaces. `src/aws` implements them; each part may be absent or fail,
 * and says why in a {@link Failure}. Nothing here throws, except an `AbortError` when the caller's signal was aborted.
 */
import type { Grant } from '../access';
import type { KeyState } from '../reference';

/** One answered question: the value, or why there is none. */
export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };

/** Why a question has no answer. */
export type Failure = FailureReason & {
  /** What was asked, as an IAM action: `kms:GetKeyPolicy`, `sts:AssumeRole`. */
  readonly operation: string;
  /** AWS's (or the SDK's) own words, without anything secret. Data, never to be rendered as Markdown or a link. */
  readonly message: string;
  readonly requestId?: string;
  readonly status?: number;
};

/** Why a question has no answer, as far as what to do about it depends on that. */
export type FailureReason =
  /** `action` as AWS's message names it; it may differ from the operation (`sts:AssumeRole` on the way to the credentials). */
  | { readonly kind: 'access-denied'; readonly action: string }
  | { readonly kind: 'not-found' }
  /** The text is no key id, key ARN or alias that KMS understands. */
  | { readonly kind: 'invalid-key-id' }
  | { readonly kind: 'key-state' }
  | { readonly kind: 'no-credentials' }
  | { readonly kind: 'invalid-credentials' }
  /** `profile`: the one to sign in with again, which is not the chosen one when that is a role on top of it. */
  | {
      readonly kind: 'expired-token';
      readonly renew: 'aws sso login' | 'aws login' | 'other';
      readonly profile?: string;
    }
  | { readonly kind: 'mfa-needed'; readonly serial: string; readonly reason: 'no-code' | 'wrong-code' }
  /** The user's AWS config cannot be followed: unknown profile, a cycle, no region, a bad endpoint. */
  | { readonly kind: 'configuration' }
  | { readonly kind: 'throttled' }
  | { readonly kind: 'network'; readonly reason: NetworkReason; readonly host?: string }
  /** 5xx */
  | { readonly kind: 'service' }
  /** What came back is not what AWS sends. */
  | { readonly kind: 'malformed' }
  | { readonly kind: 'clock-skew' }
  /** The principal lives in another account than the session's: its policies cannot be read from here. */
  | { readonly kind: 'other-account'; readonly account: string; readonly sessionAccount: string }
  /** The principal is neither an IAM user nor a role, so it has no identity-based policies to read. */
  | { readonly kind: 'no-identity-policies' }
  | { readonly kind: 'other'; readonly code: string };

/** What failed on the way, before anything was answered. `dns`: the name does not exist; `offline`: no name can be resolved, or no network be reached. */
export type NetworkReason = 'offline' | 'dns' | 'refused' | 'reset' | 'timeout' | 'tls';

/** A key as DescribeKey shows it (KMS API Reference, "KeyMetadata"). */
export interface LiveKey {
  readonly arn: string;
  readonly account: string;
  readonly region: string;
  readonly keyId: string;
  /** `AWS`: an AWS managed key, whose policy nobody can change. */
  readonly manager: 'AWS' | 'CUSTOMER';
  readonly state: KeyState;
  readonly enabled: boolean;
  /** `ENCRYPT_DECRYPT`, `SIGN_VERIFY`, `GENERATE_VERIFY_MAC`, `KEY_AGREEMENT` */
  readonly usage: string;
  /** `SYMMETRIC_DEFAULT`, `RSA_2048` … */
  readonly spec: string;
  /** `AWS_KMS`, `EXTERNAL` (imported key material), `AWS_CLOUDHSM`, `EXTERNAL_KEY_STORE` */
  readonly origin: string;
  readonly description: string;
  readonly multiRegion?: {
    readonly type: 'PRIMARY' | 'REPLICA';
    readonly primaryArn: string;
    readonly replicaArns: readonly string[];
  };
  /** ISO 8601, as are all times here. */
  readonly created?: string;
  readonly deletionDate?: string;
  readonly validTo?: string;
  readonly encryptionAlgorithms: readonly string[];
  readonly signingAlgorithms: readonly string[];
  readonly macAlgorithms: readonly string[];
}

/** A key as ListKeys names it (KMS API Reference, "KeyListEntry"). */
export interface ListedKey {
  readonly keyId: string;
  readonly arn: string;
}

/** An alias as ListAliases shows it (KMS API Reference, "AliasListEntry"). */
export interface Alias {
  /** `alias/app` */
  readonly name: string;
  readonly arn: string;
  /** Absent for an alias that AWS keeps for a key not made yet. */
  readonly keyId?: string;
}

/** Reads keys of one region. `id`: key id, key ARN; where AWS takes them (DescribeKey) also alias name or ARN. */
export interface KeySource {
  describeKey(id: string, signal: AbortSignal): Promise<Answer<LiveKey>>;
  /** The policy's text exactly as stored. */
  keyPolicy(id: string, signal: AbortSignal): Promise<Answer<string>>;
  grants(id: string, signal: AbortSignal): Promise<Answer<readonly Grant[]>>;
  /** Of one key, or of the account in this region. */
  aliases(id: string | undefined, signal: AbortSignal): Promise<Answer<readonly Alias[]>>;
  listKeys(signal: AbortSignal): Promise<Answer<readonly ListedKey[]>>;
}

/** Changes keys; only ever called after the user has said yes to a question that names the key. */
export interface KeyWriter {
  /**
   * Stores a key policy, with AWS's check that the caller can still change it afterwards. Never tried twice:
   * when the answer was lost (`network`), reading the policy back tells whether it was stored.
   */
  putKeyPolicy(id: string, policy: string, signal: AbortSignal): Promise<Answer<void>>;
}

/** Who the credentials are (AWS STS API Reference, "GetCallerIdentity"). */
export interface CallerIdentity {
  /** The session ARN for a role: `arn:aws:sts::111122223333:assumed-role/app/i-0abc`. */
  readonly arn: string;
  readonly account: string;
  readonly userId: string;
}

/** A policy's JSON text under the name people know it by. */
export interface NamedPolicy {
  /** `inline AllowDecrypt`'s plain name, a managed policy's ARN. */
  readonly name: string;
  readonly kind: 'inline' | 'attached' | 'group-inline' | 'group-attached' | 'boundary';
  /** The IAM group through which it applies. */
  readonly group?: string;
  readonly text: string;
}

/** The IAM side of a principal, as far as it could be read. */
export interface IdentityPolicies {
  /** With its path, which a session ARN lacks. Absent when iam:GetRole or iam:GetUser was refused. */
  readonly principalArn?: string;
  /** `AROA…` or `AIDA…`, which a key policy shows instead of the ARN once the principal was deleted. */
  readonly uniqueId?: string;
  readonly policies: readonly NamedPolicy[];
  readonly boundary?: NamedPolicy;
  /** What exists or may exist and could not be read; empty when everything was. */
  readonly unread: readonly UnreadPolicies[];
}

/** Some of the caller’s IAM policies that could not be read, and why. */
export interface UnreadPolicies {
  readonly what: 'inline' | 'attached' | 'groups' | 'boundary' | 'policy';
  /** The policy's or group's name, where that much is known. */
  readonly name?: string;
  readonly failure: Failure;
}

/** Reads who the session is and what IAM policies principals of its account have. */
export interface IdentitySource {
  caller(signal: AbortSignal): Promise<Answer<CallerIdentity>>;
  /** `principalArn`: a user, a role or a role's session. */
  identityPolicies(principalArn: string, signal: AbortSignal): Promise<Answer<IdentityPolicies>>;
  /** The ARN, with its path, of the user or role of that name in the session's account; `not-found` when there is none. */
  principal(principalArn: string, signal: AbortSignal): Promise<Answer<string>>;
}

/** What a dry run of an operation says. */
export type DryRunResult =
  | { readonly verdict: 'would-succeed' }
  | { readonly verdict: 'denied'; readonly message: string }
  /** The endpoint carried the operation out: it does not know dry runs. Its answer was dropped unread. */
  | { readonly verdict: 'dry-run-ignored' }
  /**
   * No call was made. `no-dry-run`: the operation has none, or none without more input. `not-aws`: it would have side effects where
   * dry runs are unknown, and whether this endpoint knows them is not known.
   */
  | { readonly verdict: 'not-possible'; readonly why: 'no-dry-run' | 'not-aws' };

/** What is to be tried, and with which key. */
export interface DryRunRequest {
  /** `kms:Decrypt` */
  readonly action: string;
  /** The key, as {@link LiveKey} shows it: usage and algorithms choose the trial's parameters. */
  readonly key: LiveKey;
  readonly encryptionContext?: Readonly<Record<string, string>>;
  /** For kms:Decrypt and kms:ReEncryptFrom: a real ciphertext, which must then open. Without one only the permission is checked. */
  readonly ciphertext?: Uint8Array;
}

/** Tries operations of KMS that then do nothing. */
export interface DryRunSource {
  dryRun(request: DryRunRequest, signal: AbortSignal): Promise<Answer<DryRunResult>>;
}

/** What LookupEvents is asked: one account's KMS events of one Region, the newest first. */
export interface EventQuery {
  /** CloudTrail takes one at a time. `Username` of a role is its session's name. */
  readonly attribute: { readonly name: 'EventName' | 'EventSource' | 'Username' | 'EventId'; readonly value: string };
  /** ISO 8601 */
  readonly from?: string;
  readonly to?: string;
  /** Of the page before. */
  readonly token?: string;
}

/** A part of what LookupEvents found. */
export interface EventPage {
  /** Each event's JSON text (CloudTrail User Guide, "CloudTrail record contents"). */
  readonly events: readonly string[];
  /** Present when there is more. */
  readonly next?: string;
}

/** Looks through CloudTrail’s event history. */
export interface CloudTrailSource {
  /** One page. AWS takes two requests a second from an account and Region, whoever makes them. */
  lookUpEvents(query: EventQuery, signal: AbortSignal): Promise<Answer<EventPage>>;
}

/** Where the credentials come from. */
export type CredentialSource =
  | { readonly kind: 'profile'; readonly name: string }
  /** Environment variables, container or instance role. */
  | { readonly kind: 'environment' }
  | { readonly kind: 'sandbox' };

/** Endpoints that are configured; undefined = AWS's own. */
export interface Endpoints {
  readonly kms?: string;
  readonly sts?: string;
  readonly iam?: string;
  readonly cloudtrail?: string;
}

/** Credentials, region and endpoints chosen once, and the questions one can ask with them. */
export interface Session extends KeySource, KeyWriter, IdentitySource, DryRunSource, CloudTrailSource {
  readonly source: CredentialSource;
  /** The role assumed on top of the source ({@link asRole}). */
  readonly role?: string;
  readonly region: string;
  readonly endpoints: Endpoints;
  /** The same session as that role, which is assumed at the first question. */
  asRole(roleArn: string): Session;
  /** Closes idle connections; no question may follow. */
  close(): void;
}

/** A profile of the user's AWS config and credentials files; nothing secret. */
export interface Profile {
  readonly name: string;
  /** How it gets its credentials; `none`: it holds settings only. */
  readonly credentials: 'sso' | 'login' | 'role' | 'keys' | 'process' | 'web-identity' | 'none';
  /** Known from `sso_account_id`, `role_arn`, `login_session` or `aws_account_id` without a call. */
  readonly account?: string;
  readonly region?: string;
  readonly roleArn?: string;
  readonly ssoSession?: string;
  /** The permission set's name, the middle of the role's `AWSReservedSSO_…_0123456789abcdef`. */
  readonly ssoRole?: string;
  /** The profiles under a role, nearest first. */
  readonly sourceProfiles: readonly string[];
  readonly mfaSerial?: string;
  readonly endpoints: Endpoints;
}

/** The credentials that the user’s AWS config and environment offer. */
export interface Profiles {
  readonly profiles: readonly Profile[];
  /** Credentials that the environment itself holds, and their account where AWS_ACCOUNT_ID or AWS_ROLE_ARN names it. */
  readonly environment?: {
    readonly credentials: 'keys' | 'web-identity' | 'container';
    readonly account?: string;
    readonly endpoints: Endpoints;
  };
  /** The profile that AWS_PROFILE names, whether or not it exists. */
  readonly chosenByEnvironment?: string;
}
