/** What kind of KMS failure a text tells of. */
export type DenialKind =
  | 'access-denied'
  | 'not-found'
  | 'disabled'
  | 'invalid-state'
  | 'invalid-grant'
  /** A KMS failure that is none of these: ciphertext, key usage, invalid policy, credentials, throttling. */
  | 'other';

/** What the caller's ARN names; `unknown` when the text mentions a caller that cannot be read. */
export type PrincipalType = 'role' | 'assumed-role' | 'user' | 'root' | 'federated' | 'service' | 'unknown';

/**
 * The policy type that AWS names as the reason (IAM User Guide, "Troubleshoot access denied error messages"). AWS names one at most,
 * even where several deny. `unknown`: no reason given, or the three-way "does not exist in this Region, no resource-based policies
 * allow access, or a resource-based policy explicitly denies access".
 */
export type DeniedBy =
  | 'no-identity-policy'
  | 'no-resource-policy'
  | 'no-scp'
  | 'no-rcp'
  | 'no-boundary'
  | 'no-session'
  | 'explicit-deny-identity'
  | 'explicit-deny-resource'
  | 'explicit-deny-scp'
  | 'explicit-deny-rcp'
  | 'explicit-deny-boundary'
  | 'explicit-deny-session'
  | 'vpc-endpoint'
  | 'unknown';

/**
 * One KMS failure read out of a text. What the text does not say is null, never guessed.
 * ARNs stand as in the text, redaction marks kept; line breaks and log prefixes inside them are removed.
 */
export interface Denial {
  readonly kind: DenialKind;
  /** The caller's ARN, or a service principal such as `logs.eu-west-1.amazonaws.com`. */
  readonly principal: string | null;
  /** Null when the text mentions no caller at all. */
  readonly principalType: PrincipalType | null;
  /** 12 digits. */
  readonly principalAccount: string | null;
  /** `kms:Decrypt`: the named permission, else the failing KMS API operation. */
  readonly action: string | null;
  /** ARN of the KMS key or alias; never of another service's resource. */
  readonly resource: string | null;
  /** 12 digits, out of {@link resource}. */
  readonly resourceAccount: string | null;
  /** Region of {@link resource}. */
  readonly region: string | null;
  /** A UUID, `mrk-…` or `alias/…`. */
  readonly keyId: string | null;
  /** Null unless {@link kind} is access-denied. */
  readonly deniedBy: DeniedBy | null;
  readonly requestId: string | null;
  /** As it stands in the text. */
  readonly time: string | null;
  /** Region that the request went to, where the text has it apart from the key: CloudTrail's `awsRegion`, the endpoint's host name. */
  readonly requestRegion: string | null;
  /** The VPC endpoint that the request went through (CloudTrail). */
  readonly vpcEndpointId: string | null;
  /** Where the request came from, an IP address (CloudTrail). */
  readonly sourceIp: string | null;
  /** The AWS service that called KMS, as its endpoint name (`rds.amazonaws.com`). */
  readonly callingService: string | null;
  readonly encryptionContext: Readonly<Record<string, string>> | null;
  /** ARN of the policy that denies, which newer messages name. */
  readonly denyingPolicyArn: string | null;
  /** For `GetRequestAuthorizationDetails` (IAM User Guide, "Troubleshoot access denied errors with authorization ID"). */
  readonly authorizationId: string | null;
  /** The sentence that failed, freed of damage: one line, no colours, prefixes or escapes. Empty where the text has fields only. */
  readonly message: string;
  /** Where the failure stands in the text that was read, in UTF-16 code units. */
  readonly span: { readonly offset: number; readonly length: number };
}
