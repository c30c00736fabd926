/** An answer that is an AWS error: the code as AWS names it on the wire, its text (some have none) and the HTTP status. */
export class AwsError extends Error {
  constructor(
    readonly code: string,
    readonly text?: string,
    readonly status = 400,
  ) {
    super(text ?? code);
    this.name = code;
  }
}

/** The two wire protocols in use: KMS speaks AWS JSON 1.1, STS and IAM the query protocol with XML answers. */
export type Protocol = 'json' | 'query';

/** What can be wrong with a request before anybody looks at what it asks for. */
export type AuthenticationFault = 'missing' | 'incomplete' | 'unknown-key' | 'expired' | 'signature';

// The same fault has a name for each protocol (KMS and STS API References, "Common Errors").
const authenticationCodes: Readonly<
  Record<AuthenticationFault, Readonly<Record<Protocol, readonly [code: string, status: number]>>>
> = {
  missing: { json: ['MissingAuthenticationTokenException', 400], query: ['MissingAuthenticationToken', 403] },
  incomplete: { json: ['IncompleteSignatureException', 400], query: ['IncompleteSignature', 400] },
  'unknown-key': { json: ['UnrecognizedClientException', 400], query: ['InvalidClientTokenId', 403] },
  expired: { json: ['ExpiredTokenException', 400], query: ['ExpiredToken', 403] },
  signature: { json: ['InvalidSignatureException', 400], query: ['SignatureDoesNotMatch', 403] },
};

const authenticationTexts: Readonly<Record<AuthenticationFault, string>> = {
  missing: 'Request is missing Authentication Token',
  incomplete: "Authorization header requires 'Credential', 'SignedHeaders' and 'Signature' parameters.",
  'unknown-key': 'The security token included in the request is invalid.',
  expired: 'The security token included in the request is expired',
  signature:
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing ' +
    'method. Consult the service documentation for details.',
};

/** The error AWS answers when a request does not prove who sends it. */
export function authenticationError(
  fault: AuthenticationFault,
  protocol: Protocol,
  text = authenticationTexts[fault],
): AwsError {
  const [code, status] = authenticationCodes[fault][protocol];
  return new AwsError(code, text, status);
}

/** A parameter, or two together, that cannot be. */
export const validation = (text: string): AwsError => new AwsError('ValidationException', text);

/** A parameter whose value breaks a constraint of the API, in the words of AWS's frameworks. */
export function broken(name: string, value: string, constraint: string): AwsError {
  const member = name.charAt(0).toLowerCase() + name.slice(1);
  return validation(`1 validation error detected: ${value} at '${member}' failed to satisfy constraint: ${constraint}`);
}

/** A parameter that must be given and is not. */
export const missingParameter = (name: string): AwsError => broken(name, 'Value null', 'Member must not be null');

/** Something that is not there, in KMS's words. */
export const notFound = (text: string): AwsError => new AwsError('NotFoundException', text);
