import type { PolicyDocument, Statement } from '../policy';
import type { KeyState } from '../reference';
import type { PolicyKind } from './policyKinds';

/** One request to KMS: who wants to do what with which key. */
export interface AccessRequest {
  /** The caller: ARN of a user, role (= some session of it), assumed-role session, federated user or account root, or a service principal's name. */
  readonly principal: string;
  /** `kms:Decrypt` */
  readonly action: string;
  /** ARN of the key; `*` when the action belongs to no key. */
  readonly keyArn: string;
  /** The request context; names match without regard to case. A key that is not listed is absent from the request. */
  readonly context: Readonly<Record<string, string | readonly string[]>>;
  /** Condition keys of which it is not known whether they are present, or with which value; `aws:PrincipalTag/*` covers all that begin so. */
  readonly contextUnknown: readonly string[];
}

/** A grant as ListGrants returns it, as far as it decides (KMS API Reference, "GrantListEntry"). */
export interface Grant {
  readonly GrantId?: string;
  /** The key it belongs to; a grant of another key decides nothing here. */
  readonly KeyId?: string;
  readonly GranteePrincipal?: string;
  readonly GranteeServicePrincipal?: string;
  readonly RetiringPrincipal?: string;
  readonly IssuingAccount?: string;
  readonly Operations?: readonly string[];
  readonly Constraints?: {
    readonly EncryptionContextSubset?: Readonly<Record<string, string>>;
    readonly EncryptionContextEquals?: Readonly<Record<string, string>>;
    readonly SourceArn?: string;
  };
}

/** An identity-based policy with the name people know it by (`AllowDecrypt`, a managed policy's ARN, `group dev: s3`). */
export interface IdentityPolicy {
  readonly name?: string;
  readonly document: PolicyDocument;
}

/** What is known when the decision is made. For the first three, undefined = could not be read. */
export interface Known {
  readonly keyPolicy: PolicyDocument | undefined;
  readonly identityPolicies: readonly IdentityPolicy[] | undefined;
  readonly grants: readonly Grant[] | undefined;
  /** SCPs that bind the caller's account, all of one level; undefined = none in force (see `unread`). */
  readonly scp?: readonly PolicyDocument[] | undefined;
  readonly rcp?: readonly PolicyDocument[] | undefined;
  readonly boundary?: PolicyDocument | undefined;
  readonly sessionPolicy?: PolicyDocument | undefined;
  readonly vpcEndpointPolicy?: PolicyDocument | undefined;
  readonly keyState?: KeyState | undefined;
  /** Policies that may exist but could not be read. */
  readonly unread?: readonly PolicyKind[];
}

/** A statement or grant that decided, with the place where it stands. */
export type Reason =
  | {
      readonly kind: 'statement';
      readonly policy: PolicyKind;
      readonly document: PolicyDocument;
      readonly statement: Statement;
      readonly name?: string;
    }
  | { readonly kind: 'grant'; readonly grant: Grant };

/** `delegated-to-iam`: the key policy names the account alone, so that its IAM policies decide. */
export type KeyPolicyLock = 'open' | 'delegated-to-iam' | 'shut' | 'unknown';
/** `not-needed`: the key policy, or a grant, is enough by itself. */
export type IamLock = 'open' | 'not-needed' | 'shut' | 'unknown';
/** What a denial is laid to: a kind of policy; a grant whose constraints are not met; an operation that never works across accounts. */
export type DenySource = PolicyKind | 'grant-constraint' | 'not-cross-account';

/** What the key's state makes of the operation, whatever the policies say. */
export interface KeyStateFact {
  readonly state: KeyState;
  /** `ok`, or the exceptions that KMS documents ("Key states of AWS KMS keys"); undefined when it documents nothing. */
  readonly result: string | undefined;
}
