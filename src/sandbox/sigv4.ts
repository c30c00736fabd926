import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { type AuthenticationFault, authenticationError, type Protocol } from './errors';

/** What a request proves who signed it with. */
export interface SignedRequest {
  readonly method: string;
  /** Path and query as sent. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** The secret half of an access key. */
export interface SigningCredentials {
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  /** When the credentials end, in milliseconds since 1970. */
  readonly expires?: number;
}

/** What the check needs to know of the service that was called. */
export interface SigningService {
  /** The name in the credential scope: `kms` */
  readonly name: string;
  readonly protocol: Protocol;
  /** How far the request's clock may be off, in minutes. */
  readonly tolerance: number;
}

/** What a valid signature tells. */
export interface Signer {
  readonly accessKeyId: string;
  /** The Region the request was signed for. */
  readonly region: string;
}

const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, data: string): Buffer => createHmac('sha256', key).update(data).digest();

/**
 * Checks an AWS Signature Version 4 in the Authorization header (IAM User Guide, "Create a signed AWS API request").
 * @param lookUp finds the credentials of an access key id.
 * @param now the service's clock, in milliseconds since 1970.
 * @throws AwsError as AWS words it when the signature is absent, out of date, or wrong.
 */
export function verifySignature(
  request: SignedRequest,
  service: SigningService,
  lookUp: (accessKeyId: string) => SigningCredentials | undefined,
  now: number,
): Signer {
  const fail = (fault: AuthenticationFault, text?: string): never => {
    throw authenticationError(fault, service.protocol, text);
  };
  const authorization = request.headers.authorization;
  if (authorization === undefined) {
    return fail('missing');
  }
  const signed = readAuthorization(authorization);
  if (signed === undefined) {
    return fail('incomplete');
  }
  const { accessKeyId, region } = signed.scope;
  const date = header(request, 'x-amz-date');
  const sent = parseDate(date);
  if (sent === undefined) {
    return fail('incomplete', "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
  }

  const credentials = lookUp(accessKeyId);
  if (credentials === undefined || (credentials.sessionToken ?? '') !== header(request, 'x-amz-security-token')) {
    return fail('unknown-key');
  }
  if (credentials.expires !== undefined && credentials.expires <= now) {
    return fail('expired');
  }
  if (!isSignedWith(credentials.secretAccessKey, request, signed)) {
    return fail('signature');
  }
  if (signed.scope.service !== service.name) {
    return fail('signature', `Credential should be scoped to correct service: '${service.name}'. `);
  }
  const wrongTime = clockProblem({ date, sent, now, tolerance: service.tolerance });
  return wrongTime === undefined ? { accessKeyId, region } : fail('signature', wrongTime);
}

/** An Authorization header taken apart. */
interface Authorization {
  readonly scope: CredentialScope;
  /** As they stand in the header, with semicolons between. */
  readonly signedHeaders: string;
  /** In hexadecimal digits. */
  readonly signature: string;
}

interface CredentialScope {
  readonly accessKeyId: string;
  /** `20261123` */
  readonly day: string;
  readonly region: string;
  readonly service: string;
}

function readAuthorization(text: string): Authorization | undefined {
  const parts = /^AWS4-HMAC-SHA256\s+Credential=([^,\s]+),\s*SignedHeaders=([^,\s]+),\s*Signature=([0-9a-f]{64})$/.exec(
    text,
  );
  const [, credential = '', signedHeaders = '', signature = ''] = parts ?? [];
  const [accessKeyId, day, region, service = '', terminator, ...rest] = credential.split('/');
  if (!accessKeyId || !day || !region || terminator !== 'aws4_request' || rest.length > 0) {
    return undefined;
  }
  return { scope: { accessKeyId, day, region, service }, signedHeaders, signature };
}

function isSignedWith(
  secret: string,
  request: SignedRequest,
  { scope, signedHeaders, signature }: Authorization,
): boolean {
  const { day, region, service } = scope;
  const date = header(request, 'x-amz-date');
  const names = signedHeaders.split(';');
  const canonical = [
    request.method,
    ...pathAndQuery(request.url),
    ...names.map(n => `${n}:${header(request, n).trim().replace(/ +/g, ' ')}`),
    '',
    signedHeaders,
    sha256(request.body),
  ].join('\n');
  const key = [day, region, service, 'aws4_request'].reduce<string | Buffer>(hmac, `AWS4${secret}`);
  const expected = hmac(
    key,
    `AWS4-HMAC-SHA256\n${date}\n${day}/${region}/${service}/aws4_request\n${sha256(canonical)}`,
  );
  const unsigned = ['host', 'x-amz-date'].some(n => !names.includes(n)) || !date.startsWith(day);
  return !unsigned && timingSafeEqual(expected, Buffer.from(signature, 'hex'));
}

interface Clock {
  /** When the request was signed: as it says, and in milliseconds since 1970. */
  readonly date: string;
  readonly sent: number;
  readonly now: number;
  /** Minutes */
  readonly tolerance: number;
}

/** What AWS says of a request that was signed too long ago, or in the future. */
function clockProblem({ date, sent, now, tolerance }: Clock): string | undefined {
  const limit = tolerance * 60_000;
  if (sent < now - limit) {
    return `Signature expired: ${date} is now earlier than ${amzDate(now - limit)} (${amzDate(now)} - ${tolerance} min.)`;
  }
  if (sent > now + limit) {
    return `Signature not yet current: ${date} is still later than ${amzDate(now + limit)} (${amzDate(now)} + ${tolerance} min.)`;
  }
  return undefined;
}

function header(request: SignedRequest, name: string): string {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(',') : (value ?? '');
}

/** The canonical URI and query string. */
function pathAndQuery(url: string): [string, string] {
  const [path = '/', query = ''] = url.split('?', 2);
  const parameters = query === '' ? [] : query.split('&').map(p => (p.includes('=') ? p : `${p}=`));
  return [path, parameters.sort().join('&')];
}

/** `20261123T231153Z` */
function amzDate(time: number): string {
  return new Date(time).toISOString().replace(/[-:]|\.\d+/g, '');
}

function parseDate(text: string): number | undefined {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (parts === null) {
    return undefined;
  }
  const [year, month, day, hour, minute, second] = parts.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return Date.UTC(year, month - 1, day, hour, minute, second);
}
