/** The one place that reads the SDK's errors. */
import type { Failure, FailureReason, NetworkReason } from '../ports';
import { withoutSecrets } from '../text/secrets';
import { ConfigurationError } from './config';

/** An error whose failure is already known where it was thrown: on the way to credentials, or in an answer's shape. */
export class KnownFailure extends Error {
  constructor(readonly failure: Failure) {
    super(failure.message);
  }
}

/** An answer without the parts that AWS always sends: the failure `malformed`. */
export class MalformedAnswer extends Error {}

/** As the SDK throws them; everything may be missing. */
interface SdkError {
  readonly name?: string;
  readonly message?: string;
  readonly code?: string;
  readonly hostname?: string;
  readonly address?: string;
  readonly port?: number;
  readonly cause?: unknown;
  readonly $fault?: string;
  readonly $metadata?: { readonly httpStatusCode?: number; readonly requestId?: string };
}

/**
 * Turns whatever a call threw into facts; a message of the SDK's is cleared of secrets. `operation` is the IAM action
 * that was under way.
 */
export function toFailure(thrown: unknown, operation: string): Failure {
  if (thrown instanceof KnownFailure) {
    return thrown.failure;
  }
  const error: SdkError = typeof thrown === 'object' && thrown !== null ? thrown : { message: String(thrown) };
  const reason = reasonOf(error, thrown, operation);
  const { requestId, httpStatusCode } = error.$metadata ?? {};
  return {
    ...reason,
    operation,
    // A parser quotes what it could not read, which may be anything, even credentials.
    message: reason.kind === 'malformed' ? 'The answer could not be read.' : withoutSecrets(error.message ?? ''),
    ...(requestId && { requestId }),
    ...(httpStatusCode !== undefined && { status: httpStatusCode }),
  };
}

function reasonOf(error: SdkError, thrown: unknown, operation: string): FailureReason {
  if (thrown instanceof ConfigurationError) {
    return { kind: 'configuration' };
  }
  if (thrown instanceof MalformedAnswer) {
    return { kind: 'malformed' };
  }
  const network = networkReason(error);
  if (network !== undefined) {
    const host = hostOf(error);
    return { kind: 'network', reason: network, ...(host && { host }) };
  }
  if (isConfiguration(error)) {
    return { kind: 'configuration' };
  }
  const answered =
    byName(error.name ?? '', error.message ?? '', operation) ?? byStatus(error.$metadata?.httpStatusCode);
  if (answered !== undefined) {
    return answered;
  }
  if (thrown instanceof SyntaxError || isUnreadable(error)) {
    return { kind: 'malformed' };
  }
  return { kind: 'other', code: error.name ?? 'Error' };
}

/** The host that could not be reached: its name, else its address. */
function hostOf({ hostname, address, port }: SdkError): string | undefined {
  return hostname ?? (address && port ? `${address}:${port}` : address);
}

/** By the HTTP status, where no error code tells more. */
function byStatus(status = 0): FailureReason | undefined {
  if (status === 429) {
    return { kind: 'throttled' };
  }
  return status >= 500 ? { kind: 'service' } : undefined;
}

/** By the error code of a service. Common ones: KMS API Reference and IAM API Reference, "Common Errors"; the rest on each operation's page. */
function byName(name: string, message: string, operation: string): FailureReason | undefined {
  const code = name.replace(/(Exception|Fault)$/, '');
  switch (code) {
    case 'AccessDenied':
    case 'Forbidden':
    case 'NotAuthorized':
      return { kind: 'access-denied', action: deniedActionIn(message) ?? operation };
    case 'NotFound':
      return { kind: /^Invalid (keyId|arn)\b/i.test(message) ? 'invalid-key-id' : 'not-found' };
    case 'Validation':
    case 'ValidationError':
      return /\bkeyId\b/.test(message) ? { kind: 'invalid-key-id' } : undefined;
    case 'SignatureDoesNotMatch':
    case 'InvalidSignature':
      return { kind: /Signature (expired|not yet current)/i.test(message) ? 'clock-skew' : 'invalid-credentials' };
    case 'LimitExceeded':
      // Of a write it says that something is too large or too much, and no waiting helps (KMS API Reference, "PutKeyPolicy").
      return operation === 'kms:PutKeyPolicy' ? undefined : { kind: 'throttled' };
    default:
      return reasonsByCode.get(code);
  }
}

function deniedActionIn(message: string): string | undefined {
  return /not authorized to perform: ([\w-]+:\w+)/.exec(message)?.[1];
}

/** Codes that mean the same whatever the message and the operation. */
const reasonsByCode: ReadonlyMap<string, FailureReason> = new Map(
  Object.entries<FailureReason>({
    NoSuchEntity: { kind: 'not-found' },
    ResourceNotFound: { kind: 'not-found' },
    InvalidArn: { kind: 'invalid-key-id' },
    Disabled: { kind: 'key-state' },
    KMSInvalidState: { kind: 'key-state' },
    KeyUnavailable: { kind: 'key-state' },
    ExpiredToken: { kind: 'expired-token', renew: 'other' },
    RequestExpired: { kind: 'clock-skew' },
    RequestTimeTooSkewed: { kind: 'clock-skew' },
    RequestInTheFuture: { kind: 'clock-skew' },
    InvalidClientTokenId: { kind: 'invalid-credentials' },
    UnrecognizedClient: { kind: 'invalid-credentials' },
    InvalidAccessKeyId: { kind: 'invalid-credentials' },
    MissingAuthenticationToken: { kind: 'invalid-credentials' },
    IncompleteSignature: { kind: 'invalid-credentials' },
    AuthFailure: { kind: 'invalid-credentials' },
    Throttling: { kind: 'throttled' },
    Throttled: { kind: 'throttled' },
    TooManyRequests: { kind: 'throttled' },
    RequestLimitExceeded: { kind: 'throttled' },
    RequestThrottled: { kind: 'throttled' },
    SlowDown: { kind: 'throttled' },
    CredentialsProviderError: { kind: 'no-credentials' },
    KMSInternal: { kind: 'service' },
    DependencyTimeout: { kind: 'service' },
    InternalFailure: { kind: 'service' },
    InternalServerError: { kind: 'service' },
    ServiceUnavailable: { kind: 'service' },
    ServiceFailure: { kind: 'service' },
  }),
);

const networkReasons: Readonly<Record<string, NetworkReason>> = {
  ENOTFOUND: 'dns',
  EAI_NODATA: 'dns',
  EAI_NONAME: 'dns',
  EAI_AGAIN: 'offline',
  ENETUNREACH: 'offline',
  EHOSTUNREACH: 'offline',
  ENETDOWN: 'offline',
  ECONNREFUSED: 'refused',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
  ECONNABORTED: 'reset',
  ERR_STREAM_PREMATURE_CLOSE: 'reset',
  ETIMEDOUT: 'timeout',
  EPROTO: 'tls',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'tls',
  SELF_SIGNED_CERT_IN_CHAIN: 'tls',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'tls',
  UNABLE_TO_GET_ISSUER_CERT: 'tls',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'tls',
  CERT_HAS_EXPIRED: 'tls',
  ERR_TLS_CERT_ALTNAME_INVALID: 'tls',
};

/** The code comes first: the SDK names a reset connection TimeoutError too. Where an error was made into a text, the text has the code. */
function networkReason(error: SdkError): NetworkReason | undefined {
  const code =
    error.code ??
    (error.$metadata?.httpStatusCode === undefined ? /\bE[A-Z_]{5,}\b/.exec(error.message ?? '')?.[0] : undefined);
  const byCode =
    code === undefined ? undefined : (networkReasons[code] ?? (code.startsWith('ERR_SSL_') ? 'tls' : undefined));
  if (byCode !== undefined) {
    return byCode;
  }
  if (error.message === 'aborted' || error.message === 'socket hang up') {
    return 'reset';
  }
  return error.name === 'TimeoutError' || error.name === 'RequestTimeout' ? 'timeout' : undefined;
}

/** Not HTTP, not JSON, not XML, or an error without a code, as a proxy or a captive portal sends. An error with a code is the service's, whatever its text. */
function isUnreadable(error: SdkError): boolean {
  if (error.$fault !== undefined) {
    return ['Error', 'Unknown', 'UnknownError'].includes(error.name ?? '');
  }
  return (
    error.code?.startsWith('HPE_') === true ||
    /Deserialization error|is not valid JSON|Unexpected (token|end)/.test(error.message ?? '')
  );
}

/** The SDK's own complaints about Region, endpoint and profile settings, and a token file that cannot be opened. */
function isConfiguration({ message = '', code = '', $fault }: SdkError): boolean {
  return (
    $fault === undefined &&
    (['ENOENT', 'EACCES', 'EISDIR', 'ENOTDIR'].includes(code) ||
      /^(Region (is missing|not accepted)|Invalid Configuration:|Unsupported credential source|Profile is configured with invalid SSO|Sso session |Conflicting SSO)/.test(
        message,
      ))
  );
}
